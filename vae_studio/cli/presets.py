"""``vae-studio presets``: the specs that ship with the studio."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from vae_studio.api import RunSpec, SpecError
from vae_studio.cli.application import JsonOption, add_group
from vae_studio.cli.output import print_json, print_table
from vae_studio.runs.presets import preset, presets
from vae_studio.runs.spec_file import read_spec

presets_app = add_group("presets", "Specs that ship with the studio; 'train --preset NAME' runs one.")

PresetOption = Annotated[
    str | None,
    typer.Option(metavar="NAME", help="Preset to start from; see 'vae-studio presets list'."),
]


@presets_app.command("list")
def list_presets(as_json: JsonOption = False) -> int:
    """List every preset with its dataset and what it teaches."""
    if as_json:
        print_json(
            [
                {
                    "name": one.name,
                    "label": one.label,
                    "dataset": one.spec.data.source,
                    "teaches": one.teaches,
                }
                for one in presets()
            ]
        )
    else:
        rows = [[one.name, one.spec.data.source, one.teaches] for one in presets()]
        print_table(["name", "dataset", "what it teaches"], rows)
    return 0


def base_spec(spec_file: Path | None, preset_name: str | None) -> RunSpec:
    """Return the spec that a command starts from: a file's, a preset's or the default.

    Raises
    ------
    SpecError
        Both were given, there is no such preset, or the file does not hold a spec.
    """
    if spec_file is not None and preset_name is not None:
        raise SpecError(
            "a spec file and --preset were both given.",
            remedy="Start from one of them, and change it with --set.",
        )
    if preset_name is not None:
        return preset(preset_name).spec
    return read_spec(spec_file) if spec_file is not None else RunSpec()
