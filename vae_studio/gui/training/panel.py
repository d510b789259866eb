"""The Training dock."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QFrame, QMenu, QScrollArea, QVBoxLayout, QWidget

from vae_studio.gui.studio import Studio
from vae_studio.gui.studio_state import StudioState
from vae_studio.gui.theme import Theme
from vae_studio.gui.training.buttons import TrainingButtons
from vae_studio.gui.training.history import History, epoch_events
from vae_studio.gui.training.progress import Progress, opened_run
from vae_studio.gui.training.progress_view import ProgressView
from vae_studio.gui.training.settings_form import TrainingSettings
from vae_studio.gui.widgets.dock_header import DockHeader
from vae_studio.gui.widgets.separator import Separator
from vae_studio.training.events import Event

if TYPE_CHECKING:
    from vae_studio.gui.training.curves import Curves
    from vae_studio.session import Run


SCHEDULES = {
    "constant": "Constant learning rate",
    "cosine": "Learning rate falling along a cosine",
}


class TrainingPanel(QWidget):
    """Buttons, settings, progress and curves of one run at a time.

    Attributes
    ----------
    header
        The dock's title widget.
    curves
        The curves, once :meth:`build_curves` has been called.
    """

    def __init__(self, studio: Studio, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._studio = studio
        self._theme = theme
        self._history = History()
        self._progress = Progress()
        self._caution = ""
        self._schedules: dict[str, QAction] = {}
        self.header = DockHeader(theme, "Training")
        self.header.add_menu(self._menu())
        self.curves: Curves | None = None
        self.buttons = TrainingButtons(studio, theme)
        self.settings = TrainingSettings(studio, theme)
        self.progress = ProgressView(theme)
        self._lay_out()
        studio.training_event.connect(self._on_event)
        studio.run_changed.connect(self._on_run)
        studio.state_changed.connect(self._on_state)
        studio.core_phase.connect(self._on_core_phase)
        studio.spec_changed.connect(self._show_schedule)
        studio.spec_changed.connect(self._plan)
        studio.state_changed.connect(self._show_schedule)
        self._plan()

    def minimumSizeHint(self) -> QSize:
        """Return a width that does not depend on what the labels say."""
        return QSize(0, super().minimumSizeHint().height())

    def build_curves(self) -> None:
        """Make the curves; kept until the window shows, because the plotting library would delay it."""
        from vae_studio.gui.training.curves import Curves

        if self.curves is None:
            self.curves = Curves(self._theme, self._history)
            self._scroll.setWidget(self.curves)
            self._draw_curves()

    def _on_event(self, event: Event) -> None:
        self._show(self._progress.after(event))
        if self._history.add(event) and self.curves is not None:
            self.curves.refresh()

    def _on_run(self, run: Run | None) -> None:
        """Show the epochs that a run has behind it."""
        epochs = epoch_events(run.history) if run is not None else ()
        planned = run.spec.training.epochs if run is not None else 0
        self._history.restart(epochs, planned)
        self._caution = run.model.caution if run is not None else ""
        self._draw_curves()
        if self._studio.locked or run is None:
            return
        self._show(opened_run(run.complete_epochs, planned, epochs))

    def _on_state(self, state: StudioState) -> None:
        locked = state is not StudioState.IDLE
        self.settings.set_locked(locked)
        self.header.set_hint("Settings locked" if locked else "", locked=locked)
        if state is StudioState.PREPARING:
            self._show(Progress(title="Preparing…", running=True))
        elif state is StudioState.STOPPING:
            self._show(replace(self._progress, title="Stopping…"))
        elif state is StudioState.IDLE and self._progress.running:
            self._show(Progress())

    def _plan(self) -> None:
        """Let the empty curves reach to as many epochs as are planned."""
        if self._studio.run is None and not self._studio.locked:
            self._history.restart(planned=self._studio.spec.training.epochs)
            self._draw_curves()

    def _draw_curves(self) -> None:
        if self.curves is not None:
            self.curves.set_caution(self._caution)
            self.curves.redraw()

    def _on_core_phase(self, phase: str) -> None:
        if self._studio.state is StudioState.PREPARING and phase:
            self._show(Progress(title=phase, running=True))

    def _show(self, progress: Progress) -> None:
        self._progress = progress
        self.progress.show_progress(progress)

    def _menu(self) -> QMenu:
        """Return the menu of settings that are rarely changed."""
        menu = QMenu(self)
        group = QActionGroup(menu)
        for schedule, words in SCHEDULES.items():
            action = group.addAction(menu.addAction(words))
            action.setCheckable(True)
            action.setChecked(self._studio.spec.training.schedule == schedule)
            action.triggered.connect(
                lambda _, value=schedule: self._studio.set_section("training", schedule=value)
            )
            self._schedules[schedule] = action
        return menu

    def _show_schedule(self) -> None:
        for schedule, action in self._schedules.items():
            action.setChecked(self._studio.spec.training.schedule == schedule)
            action.setEnabled(not self._studio.locked)

    def _lay_out(self) -> None:
        top = QWidget()
        column = QVBoxLayout(top)
        column.setContentsMargins(16, 0, 16, 10)
        column.setSpacing(6)
        column.addWidget(self.buttons)
        column.addWidget(self.settings)
        column.addSpacing(4)
        column.addWidget(self.progress)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(top)
        outer.addWidget(Separator())
        outer.addWidget(self._scroll, 1)
