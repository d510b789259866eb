"""In which settings runs differ. Imports no TensorFlow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from vae_studio.api import Kind, RunSpec
from vae_studio.registry.registry import Registry
from vae_studio.runs.spec_file import PLUGIN_KINDS, SECTIONS
from vae_studio.session.run_words import with_defaults

ABSENT = "—"


@dataclass(frozen=True)
class Difference:
    """One setting that is not the same in all runs.

    Attributes
    ----------
    key
        Dotted key of the spec, such as ``kl.beta``.
    values
        Its value in each run as a text; a dash where the run's plugin has no such setting.
    """

    key: str
    values: tuple[str, ...]


def spec_differences(registry: Registry, specs: Sequence[RunSpec]) -> tuple[Difference, ...]:
    """Return the settings in which specs differ, in the order of the spec file.

    A parameter that a spec leaves out counts with its default, where the plugin is installed. Names are not
    compared: they always differ.
    """
    flat = [flattened(registry, spec) for spec in specs]
    keys = dict.fromkeys(key for one in flat for key in one)
    order = list(SECTIONS)
    rows = [Difference(key, tuple(one.get(key, ABSENT) for one in flat)) for key in keys]
    found = [row for row in rows if len(set(row.values)) > 1]
    return tuple(sorted(found, key=lambda row: order.index(row.key.partition(".")[0])))


def flattened(registry: Registry, spec: RunSpec) -> dict[str, str]:
    """Return every setting of a spec as text, by dotted key."""
    settings: dict[str, Any] = {}
    for section in SECTIONS:
        values = dict(getattr(spec, section))
        values.pop("params", None)
        kind: Kind | None = PLUGIN_KINDS.get(section)
        own = {} if kind is None else with_defaults(registry, kind, spec)
        settings |= {f"{section}.{name}": value for name, value in {**values, **own}.items()}
    return {key: _text(value) for key, value in settings.items()}


def _text(value: Any) -> str:
    if value is None:
        return "none"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return f"{value:.12g}"
    if isinstance(value, tuple | list):
        return f"[{', '.join(map(_text, value))}]"
    return str(value)
