"""The Traversals tab: one row of decoded images for each latent dimension."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from vae_studio.api import StudioError
from vae_studio.gui.drops import titled
from vae_studio.gui.epoch_badge import EpochBadge
from vae_studio.gui.figures import decimal
from vae_studio.gui.notice import notice_from_error
from vae_studio.gui.pixels import to_image
from vae_studio.gui.saving.asking import ask_and_save, copy_figure
from vae_studio.gui.saving.figure import Figure
from vae_studio.gui.studio import Studio
from vae_studio.gui.theme import Theme
from vae_studio.gui.traversals.feed import ShownTraversals
from vae_studio.gui.traversals.options import TraversalsOptions
from vae_studio.gui.traversals.rows_view import TraversalRows
from vae_studio.gui.widgets.empty_state import EmptyState
from vae_studio.gui.widgets.side_options import SideOptions
from vae_studio.latent.strips import of_traversals

NO_MODEL = ("No model yet", "Train a model, and what each latent dimension changes appears here.")
ON_ITS_WAY = ("One moment", "The traversals are being decoded.")
UNREADABLE = "These traversals cannot be shown"
NO_PICTURES = "Nothing to draw"


class TraversalsPanel(QWidget):
    """Traversals of the run on screen.

    Attributes
    ----------
    badge
        Stands at the right end of the tab row, and names the weights on screen.

    Signals
    -------
    drawable
        Whether there is something to save.
    """

    drawable = Signal(bool)

    def __init__(self, studio: Studio, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._studio = studio
        self._theme = theme
        self._shown: ShownTraversals | None = None
        self.badge = EpochBadge(studio, theme)
        self._pages = QStackedWidget(self)
        self.options = TraversalsOptions(theme, self)
        self.rows = TraversalRows(theme)
        self.empty = EmptyState(theme, "ph.rows", *NO_MODEL)
        self._lay_out()
        self._connect()
        self._on_tray()
        self._on_cleared()

    @property
    def shown(self) -> ShownTraversals | None:
        """What is shown; None before the first traversals of a run."""
        return self._shown

    @property
    def shows_rows(self) -> bool:
        """Whether traversals are drawn."""
        return self._pages.currentIndex() == 1

    def figure(self) -> Figure | None:
        """Return the traversals on screen as a figure; None without any."""
        shown = self._shown
        if shown is None or shown.found is None:
            return None
        strips = of_traversals(shown.found)
        return Figure(
            "Traversals",
            self._studio.outputs.suggested(f"traversals-epoch-{shown.epoch}"),
            {**shown.metadata, **strips.metadata, "Start at": shown.start},
            pixels=strips.pixels(),
            arrays=lambda: strips.arrays,
            frames=strips.frames,
        )

    def save(self) -> None:
        """Ask where to, and save the traversals."""
        ask_and_save(self._studio, self._theme, self.figure(), self)

    def copy(self) -> None:
        """Put the traversals on the clipboard as a picture."""
        copy_figure(self.figure())

    def showEvent(self, event: QShowEvent) -> None:
        """Decode while somebody looks."""
        super().showEvent(event)
        self._studio.views.traversals.watch(True)

    def hideEvent(self, event: QHideEvent) -> None:
        """Decode nothing while nobody looks."""
        self._studio.views.traversals.watch(False)
        super().hideEvent(event)

    def _connect(self) -> None:
        feed = self._studio.views.traversals
        feed.arrived.connect(self._on_traversals)
        feed.cleared.connect(self._on_cleared)
        feed.failed.connect(self._on_failed)
        self.options.requested.connect(self._ask)
        self.options.save.clicked.connect(self.save)
        self.options.copy.clicked.connect(self.copy)
        self.rows.pointed.connect(self._on_pointed)
        self.rows.chosen.connect(self._add_to_tray)
        self._studio.tray_changed.connect(self._on_tray)

    def _ask(self, values: dict[str, object]) -> None:
        self._studio.views.traversals.ask(**values)
        self.options.show_request(self._studio.views.traversals.request)

    def _on_traversals(self, shown: ShownTraversals) -> None:
        self._shown = shown
        if shown.found is None:
            self._show_empty(NO_PICTURES, shown.reason)
            return
        self.badge.show_epoch(shown.epoch)
        self.options.show_traversals(shown)
        self.rows.show_traversals(shown.found)
        self._show_page(1)

    def _on_cleared(self) -> None:
        self._shown = None
        self.options.show_request(self._studio.views.traversals.request)
        self._show_empty(*(NO_MODEL if self._studio.run is None else ON_ITS_WAY))

    def _on_failed(self, error: Exception) -> None:
        """Say on the page what is wrong with the request or its data; anything else is a notice."""
        if isinstance(error, StudioError):
            self._shown = None
            self._show_empty(UNREADABLE, str(error))
            self.options.setEnabled(True)
        else:
            self._studio.notice.emit(notice_from_error(error, "Decoding traversals"))

    def _on_tray(self) -> None:
        self.options.show_cards(self._studio.tray.cards)

    def _on_pointed(self, tile: int) -> None:
        found = self._shown.found if self._shown is not None else None
        if found is None or tile < 0:
            self.options.pointed.show_pointed(None, "")
            return
        row, column = divmod(tile, found.z.shape[1])
        dimension = int(found.dimensions[row])
        value = decimal(float(found.z[row, column, dimension]), 2)
        words = f"z{dimension + 1} = {value}\n{self.rows.row_label(row)[1]}"
        self.options.pointed.show_pointed(to_image(found.images[row, column]), words)

    def _add_to_tray(self, tile: int) -> None:
        found = self._shown.found if self._shown is not None else None
        if found is not None:
            row, column = divmod(tile, found.z.shape[1])
            dimension = int(found.dimensions[row])
            words = f"z{dimension + 1} = {decimal(float(found.z[row, column, dimension]), 2)}"
            self._studio.add_images([titled(to_image(found.images[row, column]), words)])

    def _show_empty(self, title: str, line: str) -> None:
        self.empty.set_words(title, line)
        self.badge.hide()
        self._show_page(0)

    def _show_page(self, page: int) -> None:
        self._pages.setCurrentIndex(page)
        self.options.setEnabled(page == 1)
        self.options.setToolTip("" if page == 1 else "There are no traversals yet.")
        self.drawable.emit(page == 1)

    def _lay_out(self) -> None:
        self.rows.setToolTip("Return or a double click puts a picture into the tray")
        scroll = QScrollArea()
        scroll.setWidget(self.rows)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._pages.addWidget(self.empty)
        self._pages.addWidget(scroll)
        held = QVBoxLayout()
        held.setContentsMargins(0, 16, 0, 16)
        held.addWidget(self._pages)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 4, 0)
        row.setSpacing(12)
        row.addLayout(held, 1)
        self.folding = SideOptions(self._theme, self, row, self.options)
        self.setProperty("ground", "canvas")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
