"""A figure that matters, large, between what it is and what belongs to it; and the state of a fit."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from vae_studio.gui.kl_lab.plane_legend import faded
from vae_studio.gui.theme import Theme, icon

LINE, FIGURE_LINE = 16, 28
_HEIGHT = 22
_GROUND = 0.15
_ICON = 14

BadgeLevel = Literal["ok", "warn", "text_2"]
_ICONS: dict[BadgeLevel, str] = {"ok": "ph.check", "warn": "ph.warning", "text_2": ""}


class KeyFigure(QWidget):
    """Title, figure and note, one under another.

    Parameters
    ----------
    theme
        Colours and type.
    title
        What the figure is.
    token
        Its colour.
    """

    def __init__(self, theme: Theme, title: str, token: str) -> None:
        super().__init__()
        self._theme = theme
        self._title = title
        self._token = token
        self.figure = ""
        self.note = ""
        self.setFixedHeight(2 * LINE + FIGURE_LINE)
        theme.changed.connect(self.update)

    def show_figure(self, figure: str, note: str) -> None:
        """Show another figure."""
        self.figure, self.note = figure, note
        self.setAccessibleName(f"{self._title}: {figure} nats, {note}")
        self.update()

    def sizeHint(self) -> QSize:
        """Return the height of three lines."""
        return QSize(120, self.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the three lines."""
        del event
        painter, theme = QPainter(self), self._theme
        lines = (
            (0, LINE, "secondary", "text_2", self._title),
            (LINE, FIGURE_LINE, "key", self._token, self.figure),
            (LINE + FIGURE_LINE, LINE, "secondary", "text_2", self.note),
        )
        for top, height, role, token, words in lines:
            painter.setFont(theme.font(role))  # type: ignore[arg-type]
            painter.setPen(theme.colour(token))
            painter.drawText(QRectF(0, top, self.width(), height), Qt.AlignmentFlag.AlignVCenter, words)


class StateBadge(QWidget):
    """A pill with an icon and a word: converged, or not, and why."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._level: BadgeLevel = "text_2"
        self.text = ""
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def show_state(self, level: BadgeLevel, text: str) -> None:
        """Say something else; an empty text hides the pill."""
        self._level, self.text = level, text
        self.setAccessibleName(text)
        self.setVisible(bool(text))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return the size that the words take."""
        width = QFontMetrics(self._theme.font("secondary")).horizontalAdvance(self.text)
        return QSize(width + 20 + self._icon_width(), _HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the pill."""
        del event
        painter, colour = QPainter(self), self._theme.colour(self._level)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(faded(colour, _GROUND))
        painter.drawRoundedRect(QRectF(self.rect()), _HEIGHT / 2, _HEIGHT / 2)
        name = _ICONS[self._level]
        if name:
            icon(self._theme, name, self._level).paint(painter, 10, (_HEIGHT - _ICON) // 2, _ICON, _ICON)
        painter.setFont(self._theme.font("secondary"))
        painter.setPen(colour)
        words = QRectF(self.rect()).adjusted(10 + self._icon_width(), 0, -10, 0)
        painter.drawText(words, int(Qt.AlignmentFlag.AlignVCenter), self.text)

    def _icon_width(self) -> int:
        return _ICON + 4 if _ICONS[self._level] else 0
