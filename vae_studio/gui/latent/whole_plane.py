"""The button in the corner of the latent grid that shows the whole plane again."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from vae_studio.gui.theme import Theme
from vae_studio.gui.widgets.buttons import IconButton

MARGIN = 6
"""Distance from the edges of the mosaic, px."""
PADDING_RIGHT = 12
PADDING_TOP = 10


class WholePlane(QFrame):
    """Stands in the upper right corner of a plot, inside its padding, while only a part is in view.

    Attributes
    ----------
    button
        Shows everything.
    """

    def __init__(self, theme: Theme, plot: QWidget) -> None:
        super().__init__(plot)
        self.setProperty("variant", "popup")
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.button = IconButton(theme, "ph.corners-out", "Show everything (A)")
        self.button.setAccessibleName("Whole plane")
        row = QHBoxLayout(self)
        row.setContentsMargins(3, 3, 3, 3)
        row.addWidget(self.button)
        self.adjustSize()
        self.hide()
        self._plot = plot
        plot.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep to the corner."""
        if watched is self._plot and event.type() == QEvent.Type.Resize:
            self.move(self._plot.width() - PADDING_RIGHT - MARGIN - self.width(), PADDING_TOP + MARGIN)
        return super().eventFilter(watched, event)
