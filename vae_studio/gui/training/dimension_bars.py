"""How many nats each latent dimension carries."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QHelpEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QToolTip, QVBoxLayout, QWidget

from vae_studio.gui.figures import decimal
from vae_studio.gui.theme import Theme
from vae_studio.gui.widgets.labels import IconLabel, Label

MOST_ROWS = 8
ROW_HEIGHT = 20
COLUMNS_HEIGHT = 96
LEFT_OF_BARS, RIGHT_OF_BARS = 32, 38
ACTIVE_WORDS = "A unit is active when the variance over validation examples of its posterior mean exceeds 0.01."


class DimensionBars(QWidget):
    """A bar for each dimension: rows up to eight of them, beyond that columns sorted by size.

    The bars of inactive dimensions are hollow, where it is known which ones they are.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bars = _Bars(theme)
        self._icon = IconLabel(theme, "ph.check-circle", "ok", size=14)
        self.active = Label(theme, "", role="secondary", tone="ok")
        self.active.setToolTip(ACTIVE_WORDS)
        self.unit = Label(theme, "nats", tone="text_2")
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addWidget(Label(theme, "KL per dimension", role="section"))
        row.addWidget(self.unit)
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

    @property
    def hollow(self) -> tuple[int, ...]:
        """The dimensions that are known to be inactive, from 0."""
        return tuple(i for i, active in enumerate(self._bars.active) if not active)

    def show_values(
        self,
        values: Sequence[float],
        active: int | None,
        which: Sequence[bool] | None = None,
        epoch: int | None = None,
    ) -> None:
        """Draw the KL of each dimension.

        Parameters
        ----------
        values
            Nats.
        active
            How many units are active, where that is known.
        which
            Which ones they are, where that is known.
        epoch
            The epoch whose values they are, to be told; None for the latest.
        """
        known_each = which is not None and len(which) == len(values)
        self._bars.set_values(tuple(values), tuple(which) if known_each and which is not None else ())
        self.unit.setText("nats" if epoch is None else f"epoch {epoch}")
        known = active is not None and len(values) > 0
        units = " units" if epoch is None else ""
        self.active.setText(f"{active} / {len(values)} active{units}" if known else "")
        self._icon.setVisible(known)
        if known and active is not None:
            all_active = active >= len(values)
            self.active.set_tone("ok" if all_active else "warn")
            self._icon.set_icon(
                "ph.check-circle" if all_active else "ph.warning", "ok" if all_active else "warn"
            )
        self._bars.setAccessibleName("KL per dimension, nats")
        self._bars.setAccessibleDescription(", ".join(self._bars.words(i) for i in range(len(values))))
        self.setVisible(len(values) > 0)


class _Bars(QWidget):
    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.values: tuple[float, ...] = ()
        self.active: tuple[bool, ...] = ()
        self._order: tuple[int, ...] = ()

    def set_values(self, values: tuple[float, ...], active: tuple[bool, ...]) -> None:
        in_rows = len(values) <= MOST_ROWS
        self.values, self.active = values, active
        indices = range(len(values))
        self._order = tuple(indices) if in_rows else tuple(sorted(indices, key=lambda i: -values[i]))
        self.setFixedHeight(ROW_HEIGHT * max(1, len(values)) if in_rows else COLUMNS_HEIGHT)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, self.height())

    def words(self, dimension: int) -> str:
        told = f"z{dimension + 1}: {decimal(self.values[dimension], 2)}"
        return told if self._is_active(dimension) else f"{told}, inactive"

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip and self.values:
            dimension = self._dimension_at(QPointF(event.pos()))
            inactive = "" if self._is_active(dimension) else f"\n{ACTIVE_WORDS}"
            order = "" if len(self.values) <= MOST_ROWS else "\nLatent dimensions, largest KL first."
            QToolTip.showText(event.globalPos(), f"{self.words(dimension)}{inactive}{order}", self)
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        painter.setFont(self._theme.font("secondary"))
        largest = max(self.values, default=0.0) or 1.0
        if len(self.values) <= MOST_ROWS:
            self._paint_rows(painter, largest)
        else:
            self._paint_columns(painter, largest)

    def _is_active(self, dimension: int) -> bool:
        return not self.active or self.active[dimension]

    def _dimension_at(self, position: QPointF) -> int:
        in_rows = len(self.values) <= MOST_ROWS
        place = position.y() / ROW_HEIGHT if in_rows else position.x() * len(self.values) / max(1, self.width())
        return self._order[min(max(0, int(place)), len(self.values) - 1)]

    def _paint_rows(self, painter: QPainter, largest: float) -> None:
        right = self.width() - RIGHT_OF_BARS
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
            self._paint_bar(painter, QRectF(track.left(), top + 5, track.width() * share, 10), row)

    def _paint_columns(self, painter: QPainter, largest: float) -> None:
        painter.setPen(QPen(self._theme.colour("line"), 1))
        base = self.height() - 0.5
        painter.drawLine(QPointF(0, base), QPointF(self.width(), base))
        pitch = self.width() / len(self.values)
        for place, dimension in enumerate(self._order):
            height = (self.height() - 4) * max(0.0, self.values[dimension]) / largest
            bar = QRectF(place * pitch, self.height() - height, max(1.0, pitch - 1), height)
            self._paint_bar(painter, bar, dimension)

    def _paint_bar(self, painter: QPainter, bar: QRectF, dimension: int) -> None:
        colour = self._theme.colour("series_kl")
        if self._is_active(dimension):
            painter.fillRect(bar, colour)
        else:
            painter.setPen(QPen(colour, 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(bar.adjusted(0.5, 0.5, -0.5, -0.5).normalized())
