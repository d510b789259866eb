"""The docks around the centre, and the actions that show and hide them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QDockWidget, QMainWindow, QWidget

LEFT_WIDTH, LEFT_LEAST = 296, 264
RIGHT_WIDTH, RIGHT_LEAST = 328, 304
TRAY_HEIGHT = 204
NARROW, LOW = 1280, 800
"""Below this width the right dock starts hidden; below this height the tray does."""


class Docks(QObject):
    """Dataset and Model on the left, Training on the right, the tray below the centre alone."""

    def __init__(
        self, window: QMainWindow, dataset: QWidget, model: QWidget, training: QWidget, tray: QWidget
    ) -> None:
        super().__init__(window)
        self._window = window
        self.dataset = _dock("Dataset", dataset, LEFT_LEAST)
        self.model = _dock("Model", model, LEFT_LEAST)
        self.training = _dock("Training", training, RIGHT_LEAST)
        self.tray = _dock("Encode", tray, 0)
        window.setCorner(Qt.Corner.BottomLeftCorner, Qt.DockWidgetArea.LeftDockWidgetArea)
        window.setCorner(Qt.Corner.BottomRightCorner, Qt.DockWidgetArea.RightDockWidgetArea)
        window.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, self.dataset)
        window.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, self.model)
        window.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, self.training)
        window.addDockWidget(Qt.DockWidgetArea.BottomDockWidgetArea, self.tray)
        self.show_left = self._toggle("Dataset and Model", (self.dataset, self.model), "Ctrl+B")
        self.show_tray = self._toggle("Encode tray", (self.tray,), "Ctrl+J")
        self.show_right = self._toggle("Training", (self.training,), "Ctrl+Alt+B")

    def arrange(self) -> None:
        """Give the docks the sizes that they start with, and hide those for which there is no room."""
        window, horizontal = self._window, Qt.Orientation.Horizontal
        window.resizeDocks([self.dataset, self.training], [LEFT_WIDTH, RIGHT_WIDTH], horizontal)
        window.resizeDocks([self.tray], [TRAY_HEIGHT], Qt.Orientation.Vertical)
        window.resizeDocks([self.dataset, self.model], [370, 450], Qt.Orientation.Vertical)
        self.show_right.setChecked(window.width() >= NARROW)
        self.show_tray.setChecked(window.height() >= LOW)

    def _toggle(self, words: str, docks: Sequence[QDockWidget], shortcut: str) -> QAction:
        action = QAction(words, self._window)
        action.setCheckable(True)
        action.setChecked(True)
        action.setShortcut(QKeySequence(shortcut))
        action.setToolTip(f"{words} ({shortcut})")
        for dock in docks:
            action.toggled.connect(dock.setVisible)
        docks[0].visibilityChanged.connect(lambda _: action.setChecked(not docks[0].isHidden()))
        return action


def _dock(title: str, panel: QWidget, least_width: int) -> QDockWidget:
    dock = QDockWidget(title)
    dock.setObjectName(title.lower())
    dock.setFeatures(QDockWidget.DockWidgetFeature.NoDockWidgetFeatures)
    header = getattr(panel, "header", None)
    if isinstance(header, QWidget):
        dock.setTitleBarWidget(header)
    dock.setWidget(panel)
    dock.setAcceptDrops(False)
    if least_width:
        dock.setMinimumWidth(least_width)
    return dock
