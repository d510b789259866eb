"""An axis whose figures are as wide as its place, whatever the range."""

from __future__ import annotations

import math
from collections.abc import Sequence

import pyqtgraph as pg

from vae_studio.gui.figures import MINUS, decimal

MOST_CHARACTERS = 6
"""Of a tick's words; pyqtgraph draws none that are wider than their axis."""


class CurveAxis(pg.AxisItem):
    """Writes ticks with the decimals that their distance needs; tiny ones as ``1.5e−5``."""

    def tickStrings(self, values: Sequence[float], scale: float, spacing: float) -> list[str]:
        """Return the words of ticks `spacing` apart."""
        return tick_words([value * scale for value in values], spacing * scale)


def tick_words(values: Sequence[float], spacing: float) -> list[str]:
    """Return words of ticks that lie `spacing` apart."""
    places = max(0, math.ceil(-math.log10(spacing) - 1e-9))
    words = [decimal(value, places) for value in values]
    if places > 0 and max(map(len, words), default=0) > MOST_CHARACTERS:
        return [_power(value) for value in values]
    return words


def _power(value: float) -> str:
    mantissa, _, exponent = f"{value:.1e}".partition("e")
    return f"{mantissa}e{int(exponent)}".replace("-", MINUS) if value else "0"
