"""The stylesheet: a template among the resources, filled with one theme's tokens.

In the template, ``@{text_3}`` is a colour, ``@{text_3:55}`` the same at 55 % opacity, and
``@glyph(check, on_accent)`` the address of a small SVG picture drawn in that colour.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from pathlib import Path

from PySide6.QtCore import QTemporaryDir
from PySide6.QtGui import QColor

from vae_studio.gui.theme.tokens import Tokens

_COLOUR = re.compile(r"@\{(\w+)(?::(\d+))?\}")
_GLYPH = re.compile(r"@glyph\(([\w-]+), (\w+)\)")


def stylesheet(tokens: Tokens, glyph: Callable[[str, str], str]) -> str:
    """Fill the template.

    Parameters
    ----------
    tokens
        The theme's colours.
    glyph
        Called with a glyph's name and its colour; returns the path of the picture, with forward slashes.

    Raises
    ------
    AttributeError
        The template names a token that does not exist.
    """
    text = _resource("studio.qss.template")
    text = _GLYPH.sub(lambda match: f'url("{glyph(match[1], getattr(tokens, match[2]))}")', text)
    return _COLOUR.sub(lambda match: _css(getattr(tokens, match[1]), match[2]), text)


class Glyphs:
    """Small pictures for the parts of controls that a stylesheet can only fill from files."""

    def __init__(self) -> None:
        self._folder = QTemporaryDir()

    def path(self, name: str, colour: str) -> str:
        """Return the path of one glyph in one colour, writing it on first use."""
        file = Path(self._folder.path()) / f"{name}-{colour.lstrip('#')}.svg"
        if not file.exists():
            file.write_text(_resource(f"glyphs/{name}.svg").replace("currentColor", colour), encoding="utf-8")
        return file.as_posix()


@cache
def _resource(name: str) -> str:
    return files("vae_studio_resources").joinpath("themes", *name.split("/")).read_text(encoding="utf-8")


def _css(colour: str, percent: str | None) -> str:
    made = QColor(colour)
    alpha = made.alphaF() * (int(percent) / 100 if percent else 1.0)
    return f"rgba({made.red()}, {made.green()}, {made.blue()}, {round(alpha * 255)})"
