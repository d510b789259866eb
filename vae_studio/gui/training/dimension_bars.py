"""How many nats each latent dimension carries."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from vae_studio.gui.figures import decimal
from vae_studio.gui.theme import Theme
from vae_studio.gui.widgets.labels import IconLabel, Label

MOST_ROWS = 8
ROW_HEIGHT = 20
COLUMNS_HEIGHT = 96


class DimensionBars(QWidget):
    """A bar for each dimension: rows up to eight of them, beyond that columns sorted by size."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bars = _Bars(theme)
        self._icon = IconLabel(theme, "ph.check-circle", "ok", size=14)
        self.active = Label(theme, "", role="secondary", tone="ok")
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addWidget(Label(theme, "KL per dimension", role="section"))
        row.addWidget(Label(theme, "nats", tone="text_2"))
        row.addStretch(1)
        row.addWidget(self._icon)
        row.addWidget(self.active)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(row)
        column.addWidget(self._bars)
        theme.changed.connect(self._bars.update)
        self.show_values((), None)

    @property
    def values(self) -> tuple[float, ...]:
        """The bars' values, in nats, by dimension."""
        return self._bars.values

    def show_values(self, values: Sequence[float], active: int | None) -> None:
        """Draw the KL of each dimension, nats, and how many units are active where that is known."""
        self._bars.set_values(tuple(values))
        known = active is not None and len(values) > 0
        self.active.setText(f"{active} / {len(values)} active units" if known else "")
        self._icon.setVisible(known)
        if known and active is not None:
            all_active = active >= len(values)
            self.active.set_tone("ok" if all_active else "warn")
            self._icon.set_icon(
                "ph.check-circle" if all_active else "ph.warning", "ok" if all_active else "warn"
            )
        self.setVisible(len(values) > 0)


class _Bars(QWidget):
    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.values: tuple[float, ...] = ()

    def set_values(self, values: tuple[float, ...]) -> None:
        self.values = values
        in_rows = len(values) <= MOST_ROWS
        self.setFixedHeight(ROW_HEIGHT * max(1, len(values)) if in_rows else COLUMNS_HEIGHT)
        self.setToolTip("" if in_rows else "Latent dimensions, largest KL first")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, self.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        painter.setFont(self._theme.font("secondary"))
        largest = max(self.values, default=0.0) or 1.0
        if len(self.values) <= MOST_ROWS:
            self._paint_rows(painter, largest)
        else:
            self._paint_columns(painter, largest)

    def _paint_rows(self, painter: QPainter, largest: float) -> None:
        right = self.width() - 38
        for row, value in enumerate(self.values):
            top = row * ROW_HEIGHT
            line = QRectF(0, top, self.width(), ROW_HEIGHT)
            painter.setPen(self._theme.colour("text_2"))
            painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, f"z{row + 1}")
            painter.setPen(self._theme.colour("text"))
            painter.drawText(
                line, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, decimal(value, 2)
            )
            track = QRectF(LEFT_OF_BARS + 0.5, top + 5.5, right - LEFT_OF_BARS, 9)
            painter.setPen(QPen(self._theme.colour("line"), 1))
            painter.setBrush(self._theme.colour("canvas"))
            painter.drawRect(track)
            share = max(0.0, value) / (1.2 * largest)
            painter.fillRect(
                QRectF(track.left(), top + 5, track.width() * share, 10), self._theme.colour("series_kl")
            )

    def _paint_columns(self, painter: QPainter, largest: float) -> None:
        painter.setPen(QPen(self._theme.colour("line"), 1))
        base = self.height() - 0.5
        painter.drawLine(QPointF(0, base), QPointF(self.width(), base))
        pitch = self.width() / len(self.values)
        for place, value in enumerate(sorted(self.values, reverse=True)):
            height = (self.height() - 4) * max(0.0, value) / largest
            bar = QRectF(place * pitch, self.height() - height, max(1.0, pitch - 1), height)
            painter.fillRect(bar, self._theme.colour("series_kl"))


LEFT_OF_BARS = 32
