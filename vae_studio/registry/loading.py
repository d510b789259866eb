"""From an entry point to a record: import the plugin's spec and check that it is one."""

from __future__ import annotations

import contextlib
import datetime as dt
import functools
import importlib
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from vae_studio.api.errors import PluginError
from vae_studio.api.plugins import API_VERSION, PluginSpec
from vae_studio.registry.discovery import FoundPlugin
from vae_studio.registry.failures import guarded
from vae_studio.registry.records import PluginRecord, PluginStatus


def new_record(found: FoundPlugin) -> PluginRecord:
    """Return the record of one entry point before anything is imported."""
    return PluginRecord(
        kind=found.kind,
        name=found.name,
        distribution=found.distribution,
        version=found.version,
        entry_point=found.value,
        status=PluginStatus.AVAILABLE,
    )


def load_record(found: FoundPlugin) -> PluginRecord:
    """Return the record of one entry point; whatever is wrong with it stands in the record."""
    record = replace(new_record(found), tried=dt.datetime.now().astimezone())
    started = time.perf_counter()
    spec: PluginSpec | None = None
    try:
        # What a module prints on import must not end up in the JSON of the command line.
        with contextlib.redirect_stdout(sys.stderr):
            spec = guarded(lambda: _spec(found))
            guarded(lambda: _require_agreement(found, spec))
    except PluginError as error:
        record = record.broken(str(error), error.details)
    return replace(record, spec=spec, seconds=time.perf_counter() - started)


def import_object(reference: str) -> Any:
    """Return the object that ``"package.module:OBJECT"`` names.

    Raises
    ------
    PluginError
        The reference is not of that form.
    Exception
        Whatever the import raises.
    """
    module, colon, attribute = reference.partition(":")
    if not (colon and module.strip() and attribute.strip()):
        raise PluginError(f"The entry point {reference!r} is not of the form 'package.module:OBJECT'.")
    return functools.reduce(getattr, attribute.strip().split("."), importlib.import_module(module.strip()))


def import_callable(reference: str) -> Callable[..., Any]:
    """Return the function that ``"package.module:function"`` names.

    Raises
    ------
    PluginError
        It is no function.
    Exception
        Whatever the import raises.
    """
    found = import_object(reference)
    if not callable(found):
        raise PluginError(f"{reference} is of type {type(found).__name__}, not a function.")
    return found  # type: ignore[no-any-return]


def _spec(found: FoundPlugin) -> PluginSpec:
    spec = import_object(found.value)
    if not isinstance(spec, PluginSpec):
        raise PluginError(f"{found.value} is of type {type(spec).__name__}, not a PluginSpec.")
    return spec


def _require_agreement(found: FoundPlugin, spec: PluginSpec) -> None:
    """Require that a spec speaks the studio's version of the contract, and is what its entry point says."""
    if spec.api_version != API_VERSION:
        raise PluginError(
            f"{found.value} was written for version {spec.api_version} of the plugin contract; "
            f"this studio speaks version {API_VERSION}.",
            f"Install a version of {found.distribution} that was made for it.",
        )
    if spec.kind is not found.kind:
        raise PluginError(
            f"{found.value} is a plugin of kind {spec.kind.value}, "
            f"but is registered in the group {found.kind.group}.",
            f"Register it in {spec.kind.group}.",
        )
    if spec.name != found.name:
        raise PluginError(
            f"{found.value} calls itself {spec.name!r}, but its entry point is named {found.name!r}.",
            "Give both the same name.",
        )
