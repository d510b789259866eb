"""The menu of the Training dock: what is rarely set, and where a run is found."""

from __future__ import annotations

import shlex
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QAction, QActionGroup, QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QMenu, QWidget

from vae_studio.gui.notice import Notice
from vae_studio.gui.studio import Studio
from vae_studio.gui.training.arithmetic_menu import ArithmeticMenu
from vae_studio.gui.training.curve_actions import CurveActions

SCHEDULES = {
    "constant": "Constant learning rate",
    "cosine": "Learning rate falling along a cosine",
}
NO_FOLDER = "There is no run yet"
NO_EVENT_FILES = "This run has written nothing for TensorBoard"


class DockMenu(QMenu):
    """Schedules of the learning rate, the arithmetic, the curves' actions, and the run's folder.

    Attributes
    ----------
    schedules
        The action of each schedule.
    arithmetic
        Precision and XLA.
    show_folder, tensorboard
        Open the folder of the run on screen; say how TensorBoard shows it.
    """

    def __init__(self, studio: Studio, curves: CurveActions, parent: QWidget) -> None:
        super().__init__(parent)
        self._studio = studio
        self.setToolTipsVisible(True)
        self.schedules = self._add_schedules()
        self.arithmetic = ArithmeticMenu(studio, self)
        self.addMenu(self.arithmetic)
        self.addSeparator()
        curves.fill(self)
        self.addSeparator()
        self.show_folder = self.addAction("Show run folder", self._show_folder)
        self.tensorboard = self.addAction("Open in TensorBoard…", self._tell_tensorboard)
        self.aboutToShow.connect(self.refresh)
        studio.spec_changed.connect(self.refresh)
        studio.state_changed.connect(self.refresh)
        studio.run_changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Allow what can be done now."""
        training = self._studio.spec.training
        for schedule, action in self.schedules.items():
            action.setChecked(training.schedule == schedule)
            action.setEnabled(not self._studio.locked)
        self.arithmetic.refresh()
        folder = self._folder()
        self.show_folder.setEnabled(folder is not None)
        self.show_folder.setToolTip(NO_FOLDER if folder is None else str(folder))
        has_events = folder is not None and (folder / "tensorboard").is_dir()
        self.tensorboard.setEnabled(has_events)
        reason = NO_FOLDER if folder is None else NO_EVENT_FILES
        self.tensorboard.setToolTip("Say the command that shows this run" if has_events else reason)

    def _add_schedules(self) -> dict[str, QAction]:
        group = QActionGroup(self)
        actions = {}
        for schedule, words in SCHEDULES.items():
            action = group.addAction(self.addAction(words))
            action.setCheckable(True)
            action.triggered.connect(
                lambda _, value=schedule: self._studio.set_section("training", schedule=value)
            )
            actions[schedule] = action
        return actions

    def _folder(self) -> Path | None:
        run = self._studio.run
        return run.path if run is not None else None

    def _show_folder(self) -> None:
        folder = self._folder()
        if folder is not None and not QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder))):
            self._studio.notice.emit(Notice("info", f"The run is in {folder}"))

    def _tell_tensorboard(self) -> None:
        folder = self._folder()
        if folder is None:
            return
        command = tensorboard_command(folder)
        self._studio.notice.emit(
            Notice(
                "info",
                f"In a terminal: {command}",
                action="Copy command",
                on_action=lambda: QGuiApplication.clipboard().setText(command),
            )
        )


def tensorboard_command(run: Path) -> str:
    """Return the command that shows a run's event files."""
    return f"tensorboard --logdir {shlex.quote(str(run / 'tensorboard'))}"
