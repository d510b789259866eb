"""The docks around the centre, and the actions that show and hide them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QDockWidget, QMainWindow, QWidget

LEFT_WIDTH, LEFT_LEAST = 296, 264
RIGHT_WIDTH, RIGHT_LEAST = 328, 304
TRAY_HEIGHT = 204
Shown: TypeAlias = tuple[bool, bool, bool]
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
        self._toggles = (self.show_left, self.show_tray, self.show_right)
        self._page: object = None
        self._is_bare = False
        self._shown: dict[object, Shown] = {}
        self._usual: Shown = (True, True, True)

    @property
    def toggles(self) -> tuple[QAction, ...]:
        """The actions that show and hide docks."""
        return self._toggles

    def arrange(self) -> None:
        """Give the docks the sizes that they start with, and hide those for which there is no room."""
        window, horizontal = self._window, Qt.Orientation.Horizontal
        window.resizeDocks([self.dataset, self.training], [LEFT_WIDTH, RIGHT_WIDTH], horizontal)
        window.resizeDocks([self.tray], [TRAY_HEIGHT], Qt.Orientation.Vertical)
        window.resizeDocks([self.dataset, self.model], [370, 450], Qt.Orientation.Vertical)
        self.show_right.setChecked(window.width() >= NARROW)
        self.show_tray.setChecked(window.height() >= LOW)

    def reset(self) -> None:
        """Give every page the docks that it starts with, at their first sizes."""
        self._shown.clear()
        self._usual = (True, True, True)
        self._show((False, False, False) if self._is_bare else self._usual)
        if not self._is_bare:
            self.arrange()

    def unfold(self, dock: QDockWidget, by: int) -> None:
        """Let one of the left docks grow at the cost of the other, as far as there is room.

        Parameters
        ----------
        dock
            :attr:`dataset` or :attr:`model`.
        by
            How much its panel has grown, px; less than nothing where it has shrunk.
        """
        other = self.model if dock is self.dataset else self.dataset
        heights = [dock.height() + by, other.height() - by]
        self._window.resizeDocks([dock, other], heights, Qt.Orientation.Vertical)

    def enter(self, page: object, *, bare: bool = False) -> None:
        """Show the docks as they were when a page of the centre was last seen, and remember those of now.

        Parameters
        ----------
        page
            The page that is shown from now on.
        bare
            Whether it starts without docks; other pages start with those of the page before, or where
            that was bare, of the one before it.
        """
        self._keep()
        start = (False, False, False) if bare else self._usual
        self._page, self._is_bare = page, bare
        self._show(self._shown.get(page, start))

    def leave_bare(self) -> None:
        """Show the docks of the page before a bare one, so that they are what the window remembers."""
        self._keep()
        if self._is_bare:
            self._show(self._usual)

    def _keep(self) -> None:
        left, tray, right = (toggle.isChecked() for toggle in self._toggles)
        self._shown[self._page] = (left, tray, right)
        if not self._is_bare:
            self._usual = (left, tray, right)

    def _show(self, shown: Shown) -> None:
        for toggle, wanted in zip(self._toggles, shown, strict=True):
            toggle.setChecked(wanted)

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
