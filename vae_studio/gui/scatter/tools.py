"""The two buttons in the corner of the scatter."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from vae_studio.gui.theme import Theme
from vae_studio.gui.widgets.buttons import IconButton


class PlotTools(QFrame):
    """Lasso, and showing everything.

    Attributes
    ----------
    lasso
        Checked while dragging draws a line around points instead of panning.
    reset
        Shows all points.
    """

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("variant", "popup")
        self.setCursor(Qt.CursorShape.ArrowCursor)
        lasso = "Select points: draw a line around them (Shift and drag; with Ctrl they are added)"
        self.lasso = IconButton(theme, "ph.selection", lasso, checkable=True)
        self.reset = IconButton(theme, "ph.corners-out", "Show all points (A)")
        row = QHBoxLayout(self)
        row.setContentsMargins(3, 3, 3, 3)
        row.setSpacing(2)
        row.addWidget(self.lasso)
        row.addWidget(self.reset)
        self.adjustSize()
