"""The Scatter: the drawn points, and what stands there before there are any."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from vae_studio.api import StudioError
from vae_studio.gui.epoch_badge import EpochBadge
from vae_studio.gui.notice import notice_from_error
from vae_studio.gui.pieces import Pieces
from vae_studio.gui.scatter.feed import ShownPoints
from vae_studio.gui.studio import Studio
from vae_studio.gui.theme import Theme
from vae_studio.gui.widgets.empty_state import EmptyState

if TYPE_CHECKING:
    from vae_studio.gui.scatter.view import ScatterView

NO_MODEL = ("No model yet", "Train a model, and its dataset appears here as points of the latent space.")
ON_ITS_WAY = ("One moment", "The examples are being encoded.")
UNREADABLE = "The dataset cannot be shown"


class ScatterPanel(QWidget):
    """Encoded examples of the run on screen.

    Attributes
    ----------
    badge
        Stands at the right end of the tab row, and names the weights on screen.
    pieces
        The drawn page, which is made late.

    Signals
    -------
    drawable
        Whether there is a figure to save.
    """

    drawable = Signal(bool)

    def __init__(self, studio: Studio, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._studio = studio
        self._theme = theme
        self._view: ScatterView | None = None
        self._early: ShownPoints | None = None
        self.pieces = Pieces(self._make())
        self.badge = EpochBadge(studio, theme)
        self.empty = EmptyState(theme, "ph.circles-four", *NO_MODEL)
        self._lay_out()
        feed = studio.views.points
        feed.arrived.connect(self._on_points)
        studio.plots_ready.connect(self._on_plots)
        feed.cleared.connect(self._on_cleared)
        feed.failed.connect(self._on_failed)

    @property
    def view(self) -> ScatterView:
        """The drawn page."""
        return self.build()

    def build(self) -> ScatterView:
        """Make what is left of the drawn page; kept until later, because plots would delay the window."""
        self.pieces.finish()
        assert self._view is not None, "it has been made"
        return self._view

    def _make(self) -> Iterator[None]:
        from vae_studio.gui.scatter.view import ScatterView

        view = ScatterView(self._studio, self._theme, self._pages)
        yield from view.making()
        self._pages.addWidget(view)
        self._view = view

    def rehearse(self) -> None:
        """Paint the drawn page once, unseen, so that the first points appear at once."""
        if not self.shows_points:
            self.view.resize(self._pages.size())
            self.view.grab()

    @property
    def shows_points(self) -> bool:
        """Whether points are drawn."""
        return self._pages.currentIndex() == 1

    def raise_pin(self, identity: int) -> None:
        """Let the pin of one card stand out; −1 lets none."""
        if self._view is not None:
            self._view.plot.marks.raise_pin(identity)

    def save(self) -> None:
        """Ask where to, and save the figure."""
        if self.shows_points:
            self.view.save()

    def copy(self) -> None:
        """Put the figure on the clipboard."""
        if self.shows_points:
            self.view.copy()

    def showEvent(self, event: QShowEvent) -> None:
        """Encode while somebody looks."""
        super().showEvent(event)
        self._studio.views.points.watch(True)

    def hideEvent(self, event: QHideEvent) -> None:
        """Encode nothing while nobody looks."""
        self._studio.views.points.watch(False)
        super().hideEvent(event)

    def _on_plots(self) -> None:
        """Show the points that came before they could be drawn."""
        if self._early is not None:
            self._on_points(self._early)

    def _on_points(self, shown: ShownPoints) -> None:
        if not self._studio.plots_loaded:
            self._early = shown
            return
        self._early = None
        self.view.show_points(shown)
        self.badge.show_epoch(shown.epoch)
        self._pages.setCurrentIndex(1)
        self.drawable.emit(True)

    def _on_cleared(self) -> None:
        self._early = None
        if self._view is not None:
            self._view.forget()
        self._show_empty(*(NO_MODEL if self._studio.run is None else ON_ITS_WAY))

    def _on_failed(self, error: Exception) -> None:
        """Say on the page what is wrong with the data; anything else is a notice."""
        if isinstance(error, StudioError):
            self._show_empty(UNREADABLE, str(error))
        else:
            self._studio.notice.emit(notice_from_error(error, "Encoding the dataset"))

    def _show_empty(self, title: str, line: str) -> None:
        self.empty.set_words(title, line)
        self.badge.hide()
        self._pages.setCurrentIndex(0)
        self.drawable.emit(False)

    def _lay_out(self) -> None:
        waiting = QWidget()
        around = QVBoxLayout(waiting)
        around.setContentsMargins(16, 16, 16, 16)
        around.addWidget(self.empty)
        self._pages = QStackedWidget()
        self._pages.addWidget(waiting)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._pages)
        self.setProperty("ground", "canvas")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
