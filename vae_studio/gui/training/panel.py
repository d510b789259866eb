"""The Training dock."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QMenu, QScrollArea, QVBoxLayout, QWidget

from vae_studio.gui.pieces import Pieces
from vae_studio.gui.saving.asking import ask_and_save, copy_figure
from vae_studio.gui.saving.figure import Figure
from vae_studio.gui.studio import Studio
from vae_studio.gui.studio_state import StudioState
from vae_studio.gui.theme import Theme
from vae_studio.gui.training.buttons import TrainingButtons
from vae_studio.gui.training.curve_actions import CurveActions
from vae_studio.gui.training.curve_looks import CurveLooks
from vae_studio.gui.training.curve_table import curve_csv
from vae_studio.gui.training.dock_menu import DockMenu
from vae_studio.gui.training.history import History
from vae_studio.gui.training.live_settings import LiveSettings
from vae_studio.gui.training.progress import Progress, opened_run
from vae_studio.gui.training.progress_view import ProgressView
from vae_studio.gui.training.recorded import Recorded, recorded
from vae_studio.gui.training.set_up_view import SetUpView
from vae_studio.gui.training.settings_form import TrainingSettings
from vae_studio.gui.widgets.dock_header import DockHeader
from vae_studio.gui.widgets.separator import Separator
from vae_studio.training.adjustments import Adjustments
from vae_studio.training.events import Event

if TYPE_CHECKING:
    from vae_studio.gui.training.curves import Curves
    from vae_studio.session import Run


SIDE = 16


class TrainingPanel(QWidget):
    """Buttons, settings, progress and curves of one run at a time.

    Attributes
    ----------
    header
        The dock's title widget.
    menu
        The header's menu.
    curve_actions
        What can be done with the curves.
    curves
        The curves, once they are made.
    pieces
        The curves, which are made late.
    """

    def __init__(self, studio: Studio, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._studio = studio
        self._theme = theme
        self._history = History()
        self._progress = Progress()
        self._caution = ""
        self._core_phase = ""
        self._looks = CurveLooks(self)
        self.curve_actions = CurveActions(theme, self._looks, self)
        self.header = DockHeader(theme, "Training")
        self.menu = DockMenu(studio, self.curve_actions, self)
        self.header.add_menu(self.menu)
        self.curves: Curves | None = None
        self.pieces = Pieces(self._make_curves())
        self.buttons = TrainingButtons(studio, theme)
        self.settings = TrainingSettings(studio, theme)
        self.live = LiveSettings(studio, theme, self.settings.learning_rate)
        self.progress = ProgressView(theme)
        self.set_up = SetUpView(theme)
        self._lay_out()
        self._connect()
        self._plan()

    def minimumSizeHint(self) -> QSize:
        """Return a width that does not depend on what the labels say."""
        return QSize(0, super().minimumSizeHint().height())

    def build_curves(self) -> None:
        """Make what is left of the curves; kept until later, because the plotting library delays the window."""
        self.pieces.finish()
        self._draw_curves()

    def _make_curves(self) -> Iterator[None]:
        from vae_studio.gui.training.curves import Curves

        curves = Curves(self._theme, self._history, self._looks, self._scroll.viewport())
        curves.hide()
        yield from curves.making()
        curves.menu_wanted.connect(self._open_menu)
        self.curve_actions.reset_wanted.connect(curves.reset_view)
        self._scroll.setWidget(curves)
        curves.show()
        self._scroll.verticalScrollBar().rangeChanged.connect(self._leave_room)
        self.curves = curves
        self._tell_actions()
        curves.set_caution(self._caution)
        curves.refresh()

    def figure(self) -> Figure | None:
        """Return the curves as they are shown, to be saved; None before there are any."""
        from vae_studio.gui.training.curve_export import curves_figure

        if self.curves is None or not self._history.epochs:
            return None
        outputs = self._studio.outputs
        file = outputs.suggested(f"curves-epoch-{self._history.epochs[-1].epoch}")
        return curves_figure(self._theme, self.curves, self._history, file, outputs.provenance())

    def export(self) -> None:
        """Ask where to, and save the curves as a picture, as lines or as numbers."""
        ask_and_save(self._studio, self._theme, self.figure(), self)

    def copy(self) -> None:
        """Put the curves on the clipboard, as a picture."""
        copy_figure(self.figure(), 2)

    def copy_figures(self) -> None:
        """Put the figures of all epochs on the clipboard, as CSV."""
        epochs, marks = self._history.epochs, self._history.marks
        clipboard = QGuiApplication.clipboard()
        self._studio.views.render(lambda: curve_csv(epochs, marks), clipboard.setText)

    def _connect(self) -> None:
        studio = self._studio
        studio.training_event.connect(self._on_event)
        studio.run_changed.connect(self._on_run)
        studio.state_changed.connect(self._on_state)
        studio.core_phase.connect(self._on_core_phase)
        studio.spec_changed.connect(self._plan)
        self.menu.aboutToShow.connect(self._check_logarithms)
        self.curve_actions.export_wanted.connect(self.export)
        self.curve_actions.copy_wanted.connect(self.copy)
        self.curve_actions.figures_wanted.connect(self.copy_figures)

    def _on_event(self, event: Event) -> None:
        self._show(self._progress.after(event))
        self.set_up.take(event)
        self.live.take(event)
        if self._history.add(event):
            self._tell_actions()
            if self.curves is not None:
                self.curves.refresh()

    def _on_run(self, run: Run | None) -> None:
        """Show the epochs that a run has behind it, once they are read."""
        planned = run.spec.training.epochs if run is not None else 0
        self._history.restart(planned=planned)
        self._caution = run.model.caution if run is not None else ""
        self._draw_curves()
        if run is not None:
            self._studio.views.render(lambda: recorded(run), lambda found: self._recall(run, found))

    def _recall(self, run: Run, found: Recorded) -> None:
        if run is not self._studio.run:
            return
        self._history.recall(found.epochs, found.adjustments)
        self._draw_curves()
        if self._history.last is not None:
            self.live.take(self._history.last)
        last = self._history.adjustments[-1] if self._history.adjustments else None
        self.live.hold(Adjustments() if last is None else Adjustments(last.kl_weight, last.learning_rate))
        if not self._studio.locked:
            self._show(opened_run(run.complete_epochs, run.spec.training.epochs, self._history.epochs))

    def _on_state(self, state: StudioState) -> None:
        locked = state is not StudioState.IDLE
        self.settings.set_locked(locked)
        self.live.refresh()
        self.settings.show_loop(not self._studio.adjustable[0])
        self.header.set_hint("Settings locked" if locked else "", locked=locked)
        if state is StudioState.PREPARING:
            self._show(Progress(title=self._core_phase or "Preparing…", running=True))
            self.set_up.expect(importing=bool(self._core_phase))
        elif state is StudioState.STOPPING:
            self._show(replace(self._progress, title="Stopping…", time=""))
        elif state is StudioState.IDLE:
            self.set_up.finish()
            if self._progress.running:
                self._show(Progress())

    def _plan(self) -> None:
        """Let the empty curves reach to as many epochs as are planned."""
        if self._studio.run is None and not self._studio.locked:
            self._history.restart(planned=self._studio.spec.training.epochs)
            self._draw_curves()

    def _draw_curves(self) -> None:
        self._tell_actions()
        if self.curves is not None:
            self.curves.set_caution(self._caution)
            self.curves.redraw()

    def _leave_room(self, low: int, high: int) -> None:
        """Let the scroll bar stand in the margin of the curves."""
        if self.curves is not None:
            bar = self._scroll.verticalScrollBar()
            self.curves.leave_right(SIDE - (bar.sizeHint().width() if high > low else 0))

    def _tell_actions(self) -> None:
        self.curve_actions.set_available(bool(self._history.epochs))

    def _on_core_phase(self, phase: str) -> None:
        self._core_phase = phase
        if self._studio.state is StudioState.PREPARING:
            if phase:
                self._show(Progress(title=phase, running=True))
            else:
                self.set_up.imported()

    def _show(self, progress: Progress) -> None:
        self._progress = progress
        self.progress.show_progress(progress)

    def _check_logarithms(self) -> None:
        if self.curves is not None:
            self.curve_actions.set_positive(self.curves.is_positive())

    def _open_menu(self, place: QPoint) -> None:
        self._check_logarithms()
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.curve_actions.fill(menu)
        menu.popup(place)

    def _lay_out(self) -> None:
        top = QWidget()
        column = QVBoxLayout(top)
        column.setContentsMargins(SIDE, 0, SIDE, 10)
        column.setSpacing(6)
        column.addWidget(self.buttons)
        column.addWidget(self.settings)
        column.addWidget(self.live)
        column.addSpacing(4)
        column.addWidget(self.progress)
        column.addWidget(self.set_up)
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
