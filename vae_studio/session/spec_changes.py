"""A spec with some things changed; what is None stays as it is."""

from __future__ import annotations

from collections.abc import Mapping

from vae_studio.api import RunSpec
from vae_studio.runs.spec_file import apply_settings


def with_source(spec: RunSpec, source: str | None) -> RunSpec:
    """Return the spec with other data."""
    return spec if source is None else spec.replaced("data", source=source)


def with_plugins(spec: RunSpec, plugins: Mapping[str, str | None]) -> RunSpec:
    """Return the spec with other plugins, by section; one that is new there starts from its defaults."""
    for section, plugin in plugins.items():
        if plugin is not None and plugin != getattr(spec, section).plugin:
            spec = spec.replaced(section, plugin=plugin, params={})
    return spec


def with_training(spec: RunSpec, **values: int | None) -> RunSpec:
    """Return the spec with other numbers in its training section.

    Raises
    ------
    SpecError
        A number cannot be.
    """
    given = {f"training.{name}": str(value) for name, value in values.items() if value is not None}
    return apply_settings(spec, given)
