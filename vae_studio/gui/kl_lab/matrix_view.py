"""A matrix in brackets."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from vae_studio.gui.figures import decimal
from vae_studio.gui.kl_lab.words import PLACES
from vae_studio.gui.theme import Theme

COLUMN_WIDTH = 72
ROW_HEIGHT = 24
BRACKET = 5
_MARGIN = 6


class MatrixView(QWidget):
    """Numbers in rows and columns; entries that can only be 0 are written faintly.

    Parameters
    ----------
    theme
        Colours and type.
    name
        What it is, for a screen reader.
    row_height
        Of each row of numbers, px.
    """

    def __init__(self, theme: Theme, name: str, *, row_height: int = ROW_HEIGHT) -> None:
        super().__init__()
        self._theme = theme
        self._name = name
        self._row_height = row_height
        self._texts: list[list[str]] = [[""]]
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    @property
    def texts(self) -> list[list[str]]:
        """The entries as they are written."""
        return self._texts

    def show_matrix(self, matrix: np.ndarray, *, triangular: bool = False) -> None:
        """Write a matrix; a vector is written as one row.

        Parameters
        ----------
        matrix
            ``[d, d]`` or ``[d]``.
        triangular
            Whether entries above the diagonal are no numbers but mere zeros.
        """
        rows = np.atleast_2d(matrix)
        self._texts = [
            [
                "0" if triangular and column > row else decimal(float(value), PLACES)
                for column, value in enumerate(line)
            ]
            for row, line in enumerate(rows)
        ]
        self.setAccessibleName(f"{self._name}: " + "; ".join(", ".join(line) for line in self._texts))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return the size that the entries take."""
        width = COLUMN_WIDTH * len(self._texts[0]) + 2 * _MARGIN + BRACKET
        return QSize(width, self._row_height * len(self._texts) + 4)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint brackets and entries."""
        del event
        painter = QPainter(self)
        painter.setFont(self._theme.font("body"))
        self._paint_brackets(painter)
        for row, line in enumerate(self._texts):
            for column, text in enumerate(line):
                painter.setPen(self._theme.colour("text_3" if text == "0" else "text"))
                place = QRectF(
                    _MARGIN + column * COLUMN_WIDTH - 4,
                    2 + row * self._row_height,
                    COLUMN_WIDTH,
                    self._row_height,
                )
                painter.drawText(place, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), text)

    def _paint_brackets(self, painter: QPainter) -> None:
        painter.setPen(QPen(self._theme.colour("text_3"), 1))
        bottom, right = self.height() - 1.5, self.width() - 1.5
        for edge, inwards in ((0.5, BRACKET), (right, -BRACKET)):
            corners = [(edge + inwards, 0.5), (edge, 0.5), (edge, bottom), (edge + inwards, bottom)]
            painter.drawPolyline(QPolygonF([QPointF(x, y) for x, y in corners]))
