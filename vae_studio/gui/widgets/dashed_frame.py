"""A frame with a dashed border; a stylesheet's dashes are too fine to be seen as such."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QWidget

from vae_studio.gui.theme import Theme


class DashedFrame(QFrame):
    """A place to drop things; tinted while something is held above it.

    Parameters
    ----------
    theme
        Colours.
    radius
        Of the corners, px.
    """

    def __init__(self, theme: Theme, radius: float = 8.0, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._radius = radius
        self._active = False
        theme.changed.connect(self.update)

    @property
    def is_active(self) -> bool:
        """Whether something is held above it that it would take."""
        return self._active

    def set_active(self, active: bool) -> None:
        """Invite what is held above it, or be at rest."""
        self._active = active
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the border, and the tint while active."""
        del event
        token = "accent" if self._active else "line_strong" if self.isEnabled() else "line"
        pen = QPen(self._theme.colour(token), 1.0)
        pen.setDashPattern([3.0, 3.0])
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(pen)
        painter.setBrush(self._theme.colour("accent_tint") if self._active else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), self._radius, self._radius)
