"""The Latent grid: the start screen without a run, what stands there until a grid comes, the drawn grid."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from vae_studio.gui.pieces import Pieces
from vae_studio.gui.start.screen import StartScreen
from vae_studio.gui.studio import Studio
from vae_studio.gui.studio_state import StudioState
from vae_studio.gui.theme import Theme
from vae_studio.gui.widgets.buttons import PrimaryButton
from vae_studio.gui.widgets.empty_state import EmptyState

if TYPE_CHECKING:
    from vae_studio.gui.latent.view import GridView
    from vae_studio.latent.grid import LatentGrid
    from vae_studio.session import Run

NO_MODEL = ("No model yet", "The grid fills in while the model trains.")
A_TABLE = ("Nothing to draw", "Rows of a table have no picture. The Scatter tab shows where they lie.")
ON_ITS_WAY = ("One moment", "The grid is being decoded.")


class LatentPanel(QWidget):
    """Decoded images over a plane of the latent space.

    Attributes
    ----------
    pieces
        The drawn page, which is made late.

    Signals
    -------
    drawable
        Whether there is a grid to save or copy.
    """

    drawable = Signal(bool)

    def __init__(self, studio: Studio, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._studio = studio
        self._theme = theme
        self._view: GridView | None = None
        self._early: tuple[LatentGrid, int] | None = None
        self.pieces = Pieces(self._make())
        self.train = PrimaryButton(theme, "Train", "ph.play-fill")
        self.start = StartScreen(studio, theme, self.train)
        self.empty = EmptyState(theme, "ph.grid-four", *NO_MODEL)
        self._lay_out()
        studio.grid_changed.connect(self._on_grid)
        studio.plots_ready.connect(self._on_plots)
        studio.run_changed.connect(self._on_run)
        studio.state_changed.connect(self._on_state)
        for signal in (studio.state_changed, studio.spec_changed, studio.spec_problem, studio.dataset_changed):
            signal.connect(self._refresh_train)
        studio.dataset_progress.connect(self._refresh_train)
        self.train.clicked.connect(studio.train)
        self._refresh_train()

    @property
    def view(self) -> GridView:
        """The drawn page."""
        return self.build()

    def build(self) -> GridView:
        """Make what is left of the drawn page; kept until later, because plots would delay the window."""
        self.pieces.finish()
        assert self._view is not None, "it has been made"
        return self._view

    def _make(self) -> Iterator[None]:
        from vae_studio.gui.latent.view import GridView

        view = GridView(self._studio, self._theme, self._pages)
        yield from view.making()
        self._pages.addWidget(view)
        self._view = view

    @property
    def shows_grid(self) -> bool:
        """Whether a grid is drawn."""
        return self._view is not None and self._pages.currentWidget() is self._view

    def rehearse(self) -> None:
        """Paint the drawn page once, unseen, so that the first grid appears at once."""
        if not self.shows_grid:
            self.view.resize(self._pages.size())
            self.view.grab()

    def raise_pin(self, identity: int) -> None:
        """Let the pin of one card stand out; −1 lets none."""
        if self._view is not None:
            self._view.plot.raise_pin(identity)

    def save(self) -> None:
        """Ask where to, and save the grid."""
        if self.shows_grid:
            self.view.save()

    def copy(self) -> None:
        """Put the grid on the clipboard as a picture."""
        if self.shows_grid:
            self.view.copy()

    def showEvent(self, event: QShowEvent) -> None:
        """Have training draw while somebody looks."""
        super().showEvent(event)
        self._studio.watch_grid(True)

    def hideEvent(self, event: QHideEvent) -> None:
        """Have nothing drawn while nobody looks."""
        self._studio.watch_grid(False)
        super().hideEvent(event)

    def _on_grid(self, grid: LatentGrid, epoch: int) -> None:
        if not self._studio.plots_loaded:
            self._early = (grid, epoch)
            return
        self._early = None
        self.view.show_grid(grid, epoch)
        if not self.shows_grid:
            self._pages.setCurrentWidget(self.view)
            self.drawable.emit(True)

    def _on_plots(self) -> None:
        """Show the grid that came before it could be drawn."""
        if self._early is not None:
            self._on_grid(*self._early)

    def _on_run(self, run: Run | None) -> None:
        self._early = None
        self.drawable.emit(False)
        words = NO_MODEL
        if run is not None:
            words = ON_ITS_WAY if len(run.data_shape) == 3 else A_TABLE
        self.empty.set_words(*words)
        self._show_page_without_grid()

    def _on_state(self) -> None:
        if self._studio.run is None:
            self._show_page_without_grid()

    def _show_page_without_grid(self) -> None:
        """Show the start screen while there is no run and nothing trains, else what is to come."""
        starts = self._studio.run is None and self._studio.state is StudioState.IDLE
        self._pages.setCurrentWidget(self.start if starts else self._waiting)

    def _refresh_train(self) -> None:
        allowed, reason = self._studio.can_train()
        self.train.setEnabled(allowed)
        self.train.setToolTip("" if allowed else reason)

    def _lay_out(self) -> None:
        self._waiting = QWidget()
        around = QVBoxLayout(self._waiting)
        around.setContentsMargins(16, 16, 16, 16)
        around.addWidget(self.empty)
        self._pages = QStackedWidget()
        self._pages.addWidget(self._waiting)
        self._pages.addWidget(self.start)
        self._show_page_without_grid()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._pages)
        self.setProperty("ground", "canvas")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
