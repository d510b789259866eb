"""The colours of a picture of latent planes."""

from __future__ import annotations

import colorsys
from dataclasses import dataclass

GOLDEN_ANGLE = 137.508
"""Degrees."""

CLASSES_ON_PAPER = (
    "#2f66d0",
    "#c8651b",
    "#1d8a4e",
    "#cc3d3d",
    "#7a4fd0",
    "#8a6238",
    "#c2408f",
    "#66707d",
    "#938800",
    "#0f8a9c",
)
"""Colours of the first ten classes on white."""


@dataclass(frozen=True)
class PlaneColours:
    """Colours as ``#rrggbb``; the defaults are for paper.

    Attributes
    ----------
    ground, frame, grid
        Behind everything; around a plot; its grid lines.
    text, words, ticks
        Titles; what stands beside them; numbers on axes.
    point
        Points without a class.
    classes
        Points of the first classes.
    """

    ground: str = "#ffffff"
    frame: str = "#dfe2e7"
    grid: str = "#eceef1"
    text: str = "#1a1e25"
    words: str = "#535c69"
    ticks: str = "#656d7a"
    point: str = "#3d5bdc"
    classes: tuple[str, ...] = CLASSES_ON_PAPER

    def of_class(self, number: int) -> str:
        """Return the colour of a class; beyond the named ones, hues at the golden angle."""
        return self.classes[number] if number < len(self.classes) else wheel_colour(number, 0.745, 0.647)


def wheel_colour(number: int, saturation: float, value: float) -> str:
    """Return one of endlessly many colours, ``#rrggbb``, whose hues lie at the golden angle.

    Parameters
    ----------
    number
        Which of them.
    saturation, value
        Of all of them, from 0 to 1.
    """
    parts = colorsys.hsv_to_rgb(number * GOLDEN_ANGLE % 360 / 360, saturation, value)
    return "#" + "".join(f"{round(255 * part):02x}" for part in parts)
