"""How wide q is beside p, dimension by dimension."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from vae_studio.gui.kl_lab.figure_table import FigureTable
from vae_studio.gui.kl_lab.lab import Lab
from vae_studio.gui.kl_lab.plane_legend import faded
from vae_studio.gui.kl_lab.words import nats
from vae_studio.gui.theme import Theme
from vae_studio.gui.widgets.labels import Label

DIMENSIONS = ("z1", "z2")
BAR, PITCH, NAME = 12, 22, 24
_TARGET = 0.35
VISIBLY = 1.01
"""A q so much wider than p lies within the bar of p, so that both are seen."""


class SpreadView(QWidget):
    """Standard deviations of q and of p's marginals, their ratio, and both as bars."""

    def __init__(self, lab: Lab, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lab = lab
        self.table = FigureTable(theme, ("of q", "of p, marginal", "q / p"), DIMENSIONS, (2, 3, 4, 2))
        self._bars = _Bars(theme)
        head = QHBoxLayout()
        head.setSpacing(6)
        head.addWidget(Label(theme, "Spread", role="section"))
        head.addWidget(Label(theme, "standard deviation", tone="text_2"))
        head.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 8, 16, 8)
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(self.table)
        column.addSpacing(4)
        column.addWidget(self._bars)

    def show_frame(self) -> None:
        """Show q at the step that is chosen."""
        q = _deviations(self._lab.frame.scale)
        p = _deviations(self._lab.problem.target.scale)
        for row, (narrow, wide) in enumerate(zip(q, p, strict=True)):
            self.table.show_row(row, (nats(narrow), nats(wide), f"{100 * narrow / wide:.0f} %"))
        self._bars.show_spread(q, p)


class _Bars(QWidget):
    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._q: tuple[float, ...] = ()
        self._p: tuple[float, ...] = ()
        self.setFixedHeight(PITCH * len(DIMENSIONS))
        theme.changed.connect(self.update)

    def show_spread(self, q: tuple[float, ...], p: tuple[float, ...]) -> None:
        self._q, self._p = q, p
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter, theme = QPainter(self), self._theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme.font("body"))
        largest = max((*self._q, *self._p), default=1.0)
        unit = (self.width() - NAME) / (1.12 * largest)
        for row, (q, p) in enumerate(zip(self._q, self._p, strict=True)):
            line = QRectF(0, row * PITCH, NAME, PITCH)
            painter.setPen(theme.colour("text_2"))
            painter.drawText(line, int(Qt.AlignmentFlag.AlignVCenter), DIMENSIONS[row])
            painter.setPen(Qt.PenStyle.NoPen)
            top = row * PITCH + (PITCH - BAR) / 2
            for width, colour in (
                (p, faded(theme.colour("series_train"), _TARGET)),
                (q, theme.colour("series_val")),
            ):
                inset = 3 if width is q and q > VISIBLY * p else 0
                painter.setBrush(colour)
                painter.drawRoundedRect(
                    QRectF(NAME, top + inset, max(1.0, unit * width), BAR - 2 * inset), 2, 2
                )


def _deviations(scale: np.ndarray) -> tuple[float, ...]:
    return tuple(float(width) for width in np.sqrt(np.square(scale).sum(axis=1)))
