"""The dotted keys that ``--set`` takes, listed below the help of ``train``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import typer
from typer.core import TyperCommand

from vae_studio.api import (
    DataSpec,
    EncoderChoice,
    Kind,
    Parameter,
    PluginSpec,
    TrainingSpec,
    describe_parameters,
)
from vae_studio.api.parameters import describe_parameter
from vae_studio.registry.registry import Registry


class CommandWithKeys(TyperCommand):
    """A command whose help ends with the keys of the spec, read from the installed plugins."""

    def format_epilog(self, ctx: typer.Context, formatter: Any) -> None:  # type: ignore[override]
        """Write the keys, section by section."""
        super().format_epilog(ctx, formatter)
        for title, entries in key_sections(Registry()):
            with formatter.section(title):
                formatter.write_dl(entries)


def key_sections(registry: Registry) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Yield titles and (key, meaning) pairs of everything that ``--set`` takes."""
    yield "Keys of --set: data", _entries("data", describe_parameters(DataSpec))
    for kind in Kind:
        general = [p for p in describe_parameters_of_choice(kind) if p.name == "latent_size"]
        if general:
            yield f"Keys of --set: every {kind.label.lower()}", _entries(kind.section, general)
        for plugin in registry.available(kind):
            entries = _plugin_entries(kind, plugin)
            if entries:
                yield f"Keys of --set: {kind.label} {plugin.name!r}", entries
    yield "Keys of --set: training", _entries("training", describe_parameters(TrainingSpec))


def describe_parameters_of_choice(kind: Kind) -> tuple[Parameter, ...]:
    """Return the parameters that every plugin of a kind has, besides its own."""
    if kind is not Kind.ENCODER:
        return ()
    return (describe_parameter(EncoderChoice, "latent_size"),)


def _plugin_entries(kind: Kind, plugin: PluginSpec) -> list[tuple[str, str]]:
    return _entries(kind.section, describe_parameters(plugin.params))


def _entries(section: str, parameters: Any) -> list[tuple[str, str]]:
    return [(f"{section}.{p.name}", _meaning(p)) for p in parameters]


def _meaning(parameter: Parameter) -> str:
    choices = f" One of {', '.join(parameter.choices)}." if parameter.choices else ""
    if parameter.default is None:
        default = "none"
    elif isinstance(parameter.default, tuple):
        default = f"[{', '.join(map(str, parameter.default))}]"
    elif parameter.kind == "bool":
        default = str(parameter.default).lower()
    else:
        default = str(parameter.default)
    unit = f" {parameter.unit}" if parameter.unit and parameter.default is not None else ""
    return f"{parameter.help}{choices} Default: {default}{unit}."
