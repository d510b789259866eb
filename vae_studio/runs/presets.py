"""The presets: specs that ship with the studio, each with one sentence on what it teaches.

A preset is a spec file among the resources with one more table::

    [preset]
    label = "Monte Carlo KL"
    teaches = "The KL estimated from ten draws: it works with any prior, and is noisy."
    order = 3

It goes by its file's name, without the ending.
"""

from __future__ import annotations

import difflib
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import tomli_w

from vae_studio.api.errors import SpecError
from vae_studio.api.run_spec import RunSpec
from vae_studio.runs.spec_file import spec_from_toml

ENDING = ".toml"
REMEDY_NAMES = 3


@dataclass(frozen=True)
class Preset:
    """A spec that ships with the studio.

    Attributes
    ----------
    name
        What it goes by on the command line, such as ``"monte-carlo"``.
    label
        Words for menus and cards.
    teaches
        One sentence: what there is to be learned from it.
    spec
        Everything that a run of it needs.
    order
        Its place among the others, from 1.
    """

    name: str
    label: str
    teaches: str
    spec: RunSpec
    order: int


@cache
def presets() -> tuple[Preset, ...]:
    """Return every preset, in the order in which they are offered."""
    folder = files("vae_studio_resources").joinpath("presets")
    found = [
        _read(entry.name, entry.read_text(encoding="utf-8"))
        for entry in folder.iterdir()
        if entry.name.endswith(ENDING)
    ]
    return tuple(sorted(found, key=lambda one: one.order))


def preset(name: str) -> Preset:
    """Return one preset.

    Raises
    ------
    SpecError
        There is none of that name; the remedy names the closest ones, or all of them.
    """
    known = {one.name: one for one in presets()}
    if name not in known:
        close = difflib.get_close_matches(name, known, n=REMEDY_NAMES)
        remedy = f"Did you mean {' or '.join(close)}?" if close else f"Presets: {', '.join(known)}."
        raise SpecError(f"There is no preset named {name!r}.", remedy=remedy)
    return known[name]


def _read(file_name: str, text: str) -> Preset:
    tables = tomllib.loads(text)
    about = tables.pop("preset")
    spec = spec_from_toml(tomli_w.dumps(tables), file_name)
    return Preset(name=file_name.removesuffix(ENDING), spec=spec, **about)
