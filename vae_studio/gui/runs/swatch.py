"""A short line in the colour of a series, for legends."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from vae_studio.gui.theme import Theme

WIDTH, HEIGHT = 14, 12


class Swatch(QWidget):
    """Shows what a series is drawn with.

    Parameters
    ----------
    theme
        Where the colour comes from.
    token
        Of the colour.
    dot
        A dot instead of a line.
    dashed
        A broken line.
    """

    def __init__(
        self,
        theme: Theme,
        token: str,
        *,
        dot: bool = False,
        dashed: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._token = token
        self._dot = dot
        self._dashed = dashed
        self.setFixedSize(8 if dot else WIDTH, HEIGHT)
        theme.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the line or the dot."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = self._theme.colour(self._token)
        if self._dot:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour)
            painter.drawEllipse(QRectF(0, (self.height() - 8) / 2, 8, 8))
        else:
            style = Qt.PenStyle.DashLine if self._dashed else Qt.PenStyle.SolidLine
            painter.setPen(QPen(colour, 1.5 if self._dashed else 2, style))
            painter.drawLine(0, self.height() // 2, self.width(), self.height() // 2)
