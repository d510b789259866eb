"""The modules that a distribution's plugins brought along: which they are, and how to forget them.

A new version of a plugin is really loaded only when Python no longer holds the modules of the old one.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from vae_studio.registry.discovery import FoundDistribution

_SHARED = frozenset(
    {
        "vae_studio",
        "vae_studio_resources",
        "numpy",
        "pydantic",
        "pydantic_core",
        "tensorflow",
        "tensorflow_probability",
        "tf_keras",
        "keras",
        "sklearn",
        "scipy",
        "PIL",
        "PySide6",
    }
)
"""Packages that the running program holds on to; forgetting them would break it."""


def plugin_packages(distribution: FoundDistribution) -> frozenset[str]:
    """Return the packages that hold the distribution's plugins and belong to nobody else.

    The package is the shortest part of the entry point's module that is no namespace package:
    ``lab.vae`` for ``lab.vae.priors:PLUGIN`` where ``lab`` has no ``__init__.py``.
    """
    modules = {plugin.value.partition(":")[0].strip() for plugin in distribution.plugins}
    packages = {_package(module) for module in modules if module}
    return frozenset(p for p in packages if p.partition(".")[0] not in _SHARED | sys.stdlib_module_names)


def _package(module: str) -> str:
    parts = module.split(".")
    for length in range(1, len(parts)):
        name = ".".join(parts[:length])
        loaded = sys.modules.get(name)
        if loaded is None or getattr(loaded, "__file__", None) is not None:
            return name
    return module


def forget(packages: Iterable[str]) -> None:
    """Drop packages and all of their modules from ``sys.modules``, so that the next import reads them anew."""
    for package in packages:
        for name in list(sys.modules):
            if name == package or name.startswith(f"{package}."):
                sys.modules.pop(name, None)


def source_times(packages: Iterable[str]) -> Mapping[str, int]:
    """Return the modification time (ns) of each source file of loaded packages, by path."""
    times: dict[str, int] = {}
    for package in packages:
        for file in _sources(package):
            try:
                times[str(file)] = file.stat().st_mtime_ns
            except OSError:
                times[str(file)] = -1
    return times


def _sources(package: str) -> Iterable[Path]:
    module = sys.modules.get(package)
    folders = list(getattr(module, "__path__", ()))
    if folders:
        return [file for folder in folders for file in sorted(Path(folder).rglob("*.py"))]
    file = getattr(module, "__file__", None)
    return [Path(file)] if file else []
