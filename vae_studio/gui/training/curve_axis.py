"""An axis whose figures are as wide as its place, whatever the range, linear or logarithmic."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import pyqtgraph as pg

from vae_studio.gui.figures import MINUS, decimal
from vae_studio.gui.training.log_ticks import log_ticks

MOST_CHARACTERS = 6
"""Of a tick's words; pyqtgraph draws none that are wider than their axis."""
BETWEEN_TICKS = 26
"""Least distance of ticks on a log axis, px."""


class CurveAxis(pg.AxisItem):
    """Writes ticks with the decimals that their distance needs; tiny ones as ``1.5e−5``.

    Attributes
    ----------
    logarithmic
        Whether what is drawn are decimal logarithms, and the ticks are to say of what.
    whole
        Whether ticks stand at whole numbers alone, as of epochs.
    """

    logarithmic = False
    whole = False

    def set_logarithmic(self, logarithmic: bool) -> None:
        """Take what is drawn for decimal logarithms, or for the values themselves."""
        if logarithmic != self.logarithmic:
            self.logarithmic = logarithmic
            self.picture = None
            self.update()

    def tickValues(self, low: float, high: float, size: float) -> list[tuple[float, Sequence[float]]]:
        """Return levels of ticks, each with the distance of its ticks."""
        if not self.logarithmic:
            levels = list(super().tickValues(low, high, size))
            return [level for level in levels if level[0] >= 1] or _units(low, high) if self.whole else levels
        low, high = (10.0 ** min(max(end, -300.0), 300.0) for end in sorted((low, high)))
        if not low < high:
            return []
        return [(1.0, np.log10(log_ticks(low, high, max(2, int(size / BETWEEN_TICKS)))).tolist())]

    def tickStrings(self, values: Sequence[float], scale: float, spacing: float) -> list[str]:
        """Return the words of ticks `spacing` apart."""
        if self.logarithmic:
            return log_words([10.0**value for value in values])
        return tick_words([value * scale for value in values], spacing * scale)


def tick_words(values: Sequence[float], spacing: float) -> list[str]:
    """Return words of ticks that lie `spacing` apart."""
    places = max(0, math.ceil(-math.log10(spacing) - 1e-9))
    words = [decimal(value, places) for value in values]
    if places > 0 and max(map(len, words), default=0) > MOST_CHARACTERS:
        return [_power(value) for value in values]
    return words


def _units(low: float, high: float) -> list[tuple[float, Sequence[float]]]:
    """Return one level of ticks at the whole numbers of a range."""
    first, last = math.ceil(min(low, high)), math.floor(max(low, high))
    return [(1.0, [float(value) for value in range(first, last + 1)])]


def log_words(values: Sequence[float]) -> list[str]:
    """Return words of ticks of a log axis, each with the digits that it has."""
    return [_shortest(value) for value in values]


def _shortest(value: float) -> str:
    places = max(0, 2 - math.floor(math.log10(value)))
    word = decimal(float(f"{value:.3g}"), places)
    word = word.rstrip("0").rstrip(".") if "." in word else word
    return word if len(word) <= MOST_CHARACTERS else _power(value)


def _power(value: float) -> str:
    mantissa, _, exponent = f"{value:.1e}".partition("e")
    return f"{mantissa}e{int(exponent)}".replace("-", MINUS) if value else "0"
