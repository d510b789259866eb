"""What a run is, in the few words that a column of a table has room for. Imports no TensorFlow."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from vae_studio.api import Kind, Parameter, PluginError, RunSpec, describe_parameters
from vae_studio.registry.registry import Registry
from vae_studio.runs.catalogue import RunEntry

STATUS_WORDS = {
    "created": "Starting",
    "training": "Training",
    "interrupted": "Interrupted",
    "stopped": "Stopped",
    "completed": "Completed",
    "failed": "Failed",
    "damaged": "Damaged",
}
_BINARISED = {"dynamic": " dynamic", "threshold": " thresholded", "none": ""}


def dataset_words(entry: RunEntry) -> str:
    """Return the dataset and how its pixels became 0 and 1: ``MNIST dynamic``."""
    if entry.spec is None:
        return ""
    data = entry.spec.data
    source = entry.manifest.dataset if entry.manifest is not None else None
    name = source.name if source is not None else Path(data.source).stem
    is_image = source is None or len(source.data_shape) == 3
    return f"{_proper(name)}{_BINARISED[data.binarise] if is_image else ''}"


def model_words(registry: Registry, entry: RunEntry) -> str:
    """Return encoder and decoder, latent size, and any prior but the usual one: ``Dense, z 2``."""
    if entry.spec is None:
        return ""
    spec = entry.spec
    networks = [plugin_label(registry, kind, spec) for kind in (Kind.ENCODER, Kind.DECODER)]
    words = [" / ".join(dict.fromkeys(networks)), f"z {spec.encoder.latent_size}"]
    if spec.prior.plugin != RunSpec().prior.plugin:
        words.append(plugin_label(registry, Kind.PRIOR, spec))
    return ", ".join(words)


def strategy_words(registry: Registry, entry: RunEntry) -> str:
    """Return the KL strategy and its parameters that are not as usual: ``β warm-up, β 4``."""
    if entry.spec is None:
        return ""
    words = [plugin_label(registry, Kind.KL_STRATEGY, entry.spec)]
    for parameter, value in _unusual(registry, entry.spec):
        unit = f" {parameter.unit}" if parameter.unit else ""
        words.append(f"{parameter.label[:1].lower()}{parameter.label[1:]} {_text(value)}{unit}")
    return ", ".join(words)


def status_words(entry: RunEntry) -> str:
    """Return where the run stands, and in short why where it did not end well."""
    words = STATUS_WORDS[entry.status]
    return f"{words}: {entry.message}" if entry.status == "failed" and entry.message else words


def started_words(created: str, now: dt.datetime | None = None) -> str:
    """Return when a run was begun, in local time: ``Today 11:42``, ``12 Nov 17:04``, ``12 Nov 2025``.

    Parameters
    ----------
    created
        In ISO 8601; empty words for what is none.
    now
        The moment; by default the present one.
    """
    try:
        moment = dt.datetime.fromisoformat(created).astimezone()
    except ValueError:
        return ""
    now = (now or dt.datetime.now(dt.UTC)).astimezone()
    days = (now.date() - moment.date()).days
    if days in (0, 1):
        return f"{'Yesterday' if days else 'Today'} {moment:%H:%M}"
    if moment.year == now.year:
        return f"{moment.day} {moment:%b %H:%M}"
    return f"{moment.day} {moment:%b %Y}"


def plugin_label(registry: Registry, kind: Kind, spec: RunSpec) -> str:
    """Return what a chosen plugin is called; its name where it is not installed."""
    name = spec.choice(kind).plugin
    try:
        return registry.get(kind, name).label
    except PluginError:
        return name


def with_defaults(registry: Registry, kind: Kind, spec: RunSpec) -> dict[str, Any]:
    """Return all parameters of a chosen plugin; those that are given, where it is not installed."""
    choice = spec.choice(kind)
    try:
        parameters = describe_parameters(registry.get(kind, choice.plugin).params)
    except PluginError:
        return dict(choice.params)
    return {one.name: one.default for one in parameters} | dict(choice.params)


def _unusual(registry: Registry, spec: RunSpec) -> Iterator[tuple[Parameter, Any]]:
    """Yield the parameters of the KL strategy that differ from their defaults."""
    try:
        known = describe_parameters(registry.get(Kind.KL_STRATEGY, spec.kl.plugin).params)
    except PluginError:
        return
    for parameter in known:
        value = spec.kl.params.get(parameter.name, parameter.default)
        if value != parameter.default:
            yield parameter, value


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "on" if value else "off"
    if isinstance(value, int | float):
        return f"{value:.12g}"
    return ", ".join(map(_text, value)) if isinstance(value, tuple | list) else str(value).replace("_", " ")


def _proper(name: str) -> str:
    """Return the name of a dataset as it is written: ``MNIST``, ``Digits``, ``my_photos``."""
    if name == "mnist":
        return "MNIST"
    return f"{name[:1].upper()}{name[1:]}" if name.isalpha() and name.islower() else name
