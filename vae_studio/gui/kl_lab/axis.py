"""An axis whose numbers have true minus signs."""

from __future__ import annotations

import pyqtgraph as pg

from vae_studio.gui.figures import MINUS


class Axis(pg.AxisItem):
    """As pyqtgraph's, in the studio's notation."""

    def tickStrings(self, values: list[float], scale: float, spacing: float) -> list[str]:
        """Return the words of the ticks."""
        return [text.replace("-", MINUS) for text in super().tickStrings(values, scale, spacing)]
