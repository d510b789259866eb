"""How the outcome of checking plugins is printed."""

from __future__ import annotations

from typing import Any

from vae_studio.registry.records import PluginRecord
from vae_studio.testing.cases import tried_in
from vae_studio.testing.installed import CheckedPlugin

COLUMNS = ("kind", "name", "distribution", "result", "checks", "models", "seconds")


def cells(one: CheckedPlugin) -> list[str]:
    """Return one plugin as a row of the table; a dash for what was not tried."""
    record = one.record
    result = f"{len(one.failures)} failed" if one.failures and one.checks else one.result
    tried = [str(one.checks), str(len(one.shapes) * len(one.latent_sizes)), f"{one.seconds:.1f}"]
    return [
        record.kind.value,
        record.name,
        record.distribution,
        result,
        *(tried if one.checks else ["—"] * len(tried)),
    ]


def tried_words(record: PluginRecord) -> str:
    """Return the shapes and latent sizes on which a plugin is about to be tried; empty for none."""
    if record.spec is None:
        return ""
    shapes, sizes = tried_in(record.spec)
    written = ", ".join("×".join(map(str, shape)) for shape in shapes)
    return f"on {written} with {', '.join(map(str, sizes))} latent dimensions"


def described(one: CheckedPlugin) -> dict[str, Any]:
    """Return one plugin as an object of JSON."""
    record = one.record
    return {
        "kind": record.kind.value,
        "name": record.name,
        "distribution": record.distribution,
        "version": record.version,
        "result": one.result,
        "checks": one.checks,
        "shapes": one.shapes,
        "latent_sizes": one.latent_sizes,
        "seconds": round(one.seconds, 3),
        "failures": one.failures,
    }
