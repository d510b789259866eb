"""The two sections of the window: the workspace with its tabs and docks, and the runs."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu, QSizePolicy, QStackedWidget

from vae_studio.gui.centre import Centre
from vae_studio.gui.docks import Docks
from vae_studio.gui.tab_actions import TabActions

if TYPE_CHECKING:
    from vae_studio.gui.runs.page import RunsPage

WORKSPACE, RUNS = "workspace", "runs"


class Sections(QObject):
    """Shows one section at a time; docks and tabs belong to the workspace, notices to both.

    Parameters
    ----------
    window
        Whose central widget they become.
    centre
        The workspace's tabs.
    make_runs
        Makes the page of runs when it is first wanted, and has it :meth:`put <put_runs>` into its place.
    docks
        Hidden while the runs show.

    Attributes
    ----------
    stack
        The sections, one of which is shown.

    Signals
    -------
    changed
        ``workspace`` or ``runs``.
    """

    changed = Signal(str)

    def __init__(
        self, window: QMainWindow, centre: Centre, make_runs: Callable[[], RunsPage], docks: Docks
    ) -> None:
        super().__init__(window)
        self._centre = centre
        self._make_runs = make_runs
        self._runs: RunsPage | None = None
        self._docks = docks
        self._tabs: TabActions | None = None
        around = centre.notices.parentWidget()
        home = None if around is None else around.layout()
        assert home is not None, "the centre has laid out its notices"
        self._home = home
        self.stack = QStackedWidget()
        self.stack.addWidget(centre)
        window.setCentralWidget(self.stack)
        self.action = QAction("Runs", window)
        self.action.setCheckable(True)
        self.action.setShortcut(QKeySequence("Ctrl+0"))
        self.action.triggered.connect(lambda checked: self.show(RUNS if checked else WORKSPACE))

    @property
    def shown(self) -> str:
        """``workspace`` or ``runs``."""
        return WORKSPACE if self.stack.currentWidget() is self._centre else RUNS

    def put_runs(self, runs: RunsPage) -> None:
        """Take the page of runs."""
        self._runs = runs
        self.stack.addWidget(runs)
        # The page that is not shown must not push the docks: the window is wide enough for it.
        runs.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        # Only the first tab has room for training: not every other one has the docks.
        runs.trainable.connect(lambda: self._centre.tabs.setCurrentIndex(0))
        runs.left.connect(lambda: self.show(WORKSPACE))

    def show(self, section: str) -> None:
        """Show a section."""
        if section == self.shown:
            return
        runs = self._make_runs() if section == RUNS else None
        if runs is not None:
            self._docks.enter(RUNS, bare=True)
        elif self._tabs is not None:
            self._tabs.enter()
        for toggle in self._docks.toggles:
            toggle.setEnabled(runs is None)
        (self._home if runs is None else runs.notices).addWidget(self._centre.notices)
        self.stack.setCurrentWidget(runs or self._centre)
        self.action.setChecked(runs is not None)
        self.changed.emit(section)

    def follow(self, tabs: TabActions, menu: QMenu) -> None:
        """Let the actions of the tabs lead back to the workspace, and list that of the runs below them."""
        self._tabs = tabs
        for action in tabs.actions:
            action.triggered.connect(lambda: self.show(WORKSPACE))
        menu.insertAction(menu.actions()[len(tabs.actions)], self.action)
