"""What follows from the choice of a tab: each has a number as its shortcut, and docks of its own."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu

from vae_studio.gui.centre import Centre
from vae_studio.gui.docks import Docks


class TabActions(QObject):
    """One action for each tab, Ctrl+1 and so on, and docks that follow the page.

    Parameters
    ----------
    window
        What they belong to.
    centre
        Its tabs exist already.
    docks
        Shown and hidden by page.
    menu
        Lists the tabs, above what it has.
    bare
        Tabs that start without docks.
    """

    def __init__(
        self,
        window: QMainWindow,
        centre: Centre,
        docks: Docks,
        menu: QMenu,
        bare: frozenset[int] = frozenset(),
    ) -> None:
        super().__init__(window)
        self._centre = centre
        self._docks = docks
        self._bare = bare
        self.actions = [self._action(index) for index in range(centre.tabs.count())]
        first = menu.actions()[0]
        menu.insertActions(first, self.actions)
        menu.insertSeparator(first)
        centre.tabs.currentChanged.connect(self._on_tab)
        self._on_tab(centre.tabs.currentIndex())

    def enter(self) -> None:
        """Show the docks of the chosen tab, as after something else was shown in its place."""
        self._on_tab(self._centre.tabs.currentIndex())

    def _action(self, index: int) -> QAction:
        action = QAction(self._centre.tabs.tabText(index), self)
        shortcut = f"Ctrl+{index + 1}"
        action.setShortcut(QKeySequence(shortcut))
        action.triggered.connect(lambda: self._centre.tabs.setCurrentIndex(index))
        self._centre.tabs.setTabToolTip(index, f"{action.text()} ({shortcut})")
        return action

    def _on_tab(self, index: int) -> None:
        self._docks.enter(index, bare=index in self._bare)
