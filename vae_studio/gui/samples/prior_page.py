"""Draws from the prior as a grid of images or as rows, or why there are none."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from vae_studio.gui.drops import titled
from vae_studio.gui.figures import count, decimal, unbroken
from vae_studio.gui.notice import notice_from_error
from vae_studio.gui.pixels import to_image
from vae_studio.gui.samples.feed import ShownSamples
from vae_studio.gui.samples.mosaic_view import MosaicView
from vae_studio.gui.samples.neighbours import FoundNeighbours
from vae_studio.gui.samples.options import SamplesOptions
from vae_studio.gui.samples.pairs_view import PairsView
from vae_studio.gui.samples.rows_view import RowsView
from vae_studio.gui.samples.saving import samples_figure
from vae_studio.gui.samples.under_pointer import UnderPointer
from vae_studio.gui.saving.figure import Figure
from vae_studio.gui.studio import Studio
from vae_studio.gui.theme import Theme
from vae_studio.gui.widgets.empty_state import EmptyState
from vae_studio.latent.nearest import as_floats

NO_MODEL = ("No model yet", "Train a model, and what it makes of draws from its prior appears here.")
ON_ITS_WAY = ("One moment", "Samples are being drawn.")
NOT_GENERATIVE = "Nothing to sample from"
NOTHING, IMAGES, ROWS, PAIRS = range(4)


class PriorPage(QWidget):
    """Samples of the run on screen.

    Parameters
    ----------
    studio, theme
        What is shown, and how.
    column
        Where the options are to stand.

    Signals
    -------
    changed
        What there is to save, or the epoch behind it, has changed.
    """

    changed = Signal()

    def __init__(
        self,
        studio: Studio,
        theme: Theme,
        parent: QWidget | None = None,
        column: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._studio = studio
        self._shown: ShownSamples | None = None
        self._found: FoundNeighbours | None = None
        self.options = SamplesOptions(theme, column)
        self.mosaic = MosaicView(theme, "Samples from the prior")
        self.pairs = PairsView(theme, "Samples and their nearest training examples")
        self.rows = RowsView()
        self.empty = EmptyState(theme, "ph.shuffle", *NO_MODEL)
        self.under_pointer = UnderPointer(studio.views.neighbours, self.options.pointed, self)
        self._lay_out()
        self._connect()
        self._show_page(NOTHING)

    @property
    def shown(self) -> ShownSamples | None:
        """What is shown; None before the first samples of a run."""
        return self._shown

    @property
    def found(self) -> FoundNeighbours | None:
        """The training examples nearest to all that is shown; None where they are not known."""
        shown = self._shown
        if self._found is None or shown is None or self._found.of is not shown.examples:
            return None
        return self._found

    @property
    def page(self) -> int:
        """What stands here: nothing, images, rows or pairs."""
        return self._pages.currentIndex()

    @property
    def epoch(self) -> int | None:
        """Complete epochs behind what is shown; None without it."""
        return None if self._shown is None else self._shown.epoch

    @property
    def has_figure(self) -> bool:
        """Whether there is something to save."""
        return self.page != NOTHING

    def figure(self) -> Figure | None:
        """Return what is shown as a figure; None without any."""
        shown = self._shown
        if shown is None or shown.examples is None:
            return None
        file = self._studio.outputs.suggested(f"samples-epoch-{shown.epoch}")
        found = self.found if self.page == PAIRS else None
        return samples_figure(shown, found, file, self._studio.outputs.provenance())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Resample with R."""
        if event.key() == Qt.Key.Key_R and not event.modifiers():
            self.options.resample.click()
        else:
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        """Sample while somebody looks."""
        super().showEvent(event)
        self._studio.views.samples.watch(True)
        self._ask_neighbours()

    def hideEvent(self, event: QHideEvent) -> None:
        """Sample nothing while nobody looks."""
        self._studio.views.samples.watch(False)
        self._studio.views.neighbours.cancel()
        super().hideEvent(event)

    def _connect(self) -> None:
        feed, neighbours = self._studio.views.samples, self._studio.views.neighbours
        feed.arrived.connect(self._on_samples)
        feed.cleared.connect(self._on_cleared)
        feed.failed.connect(lambda error: self._studio.notice.emit(notice_from_error(error, "Sampling")))
        neighbours.found.connect(self._on_searched)
        neighbours.progressed.connect(self._on_progress)
        neighbours.failed.connect(self._on_search_failed)
        self.options.requested.connect(lambda values: feed.ask(**values))
        self.options.nearest.toggled.connect(self._on_nearest)
        for view in (self.mosaic, self.pairs):
            view.pointed.connect(self._on_pointed)
            view.chosen.connect(self._add_to_tray)

    def _on_samples(self, shown: ShownSamples) -> None:
        self._shown = shown
        if shown.examples is None:
            self.empty.set_words(NOT_GENERATIVE, shown.reason)
            self._show_page(NOTHING)
            return
        self.options.show_samples(shown)
        if shown.layout is None:
            self.mosaic.show_tiles(shown.tiles)
        else:
            self.rows.rows.show_rows(shown.layout, shown.examples)
        self._ask_neighbours()
        if self.options.nearest.isChecked() and self.page in {ROWS, PAIRS}:
            return  # what is shown stays until its successor is complete
        self._show_page(IMAGES if shown.layout is None else ROWS)

    def _on_cleared(self) -> None:
        self._shown = self._found = None
        self.under_pointer.take(None)
        self.empty.set_words(*(NO_MODEL if self._studio.run is None else ON_ITS_WAY))
        self._show_page(NOTHING)

    def _on_nearest(self, wanted: bool) -> None:
        shown = self._shown
        if shown is None or shown.examples is None:
            return
        if wanted:
            self._ask_neighbours()
            return
        self._studio.views.neighbours.cancel()
        self.options.show_progress("")
        if shown.layout is not None:
            self.rows.rows.show_rows(shown.layout, shown.examples)
        self._show_page(IMAGES if shown.layout is None else ROWS)

    def _ask_neighbours(self) -> None:
        """Search the neighbours of all samples, where they are wanted and not known."""
        shown = self._shown
        if self.options.nearest.isChecked() and shown is not None and shown.examples is not None:
            if self.found is None:
                self._studio.views.neighbours.ask(shown.examples)
            else:
                self._on_found(self.found)

    def _on_progress(self, done: int, total: int) -> None:
        if self.options.nearest.isChecked():
            words = f"{count(done)} of {count(total)} training examples searched…"
            self.options.show_progress(unbroken(words))

    def _on_searched(self, found: FoundNeighbours) -> None:
        """Show what was found, and let the samples be drawn anew no faster than both can be afforded."""
        if self._shown is not None and found.of is self._shown.examples:
            self._studio.views.samples.charge(found.seconds)
        self._on_found(found)

    def _on_found(self, found: FoundNeighbours) -> None:
        self._found = found
        self.under_pointer.take(found)
        shown = self._shown
        if shown is None or shown.examples is None:
            return
        if found.of is shown.examples and self.options.nearest.isChecked():
            searched = count(found.neighbours.searched)
            words = f"Distance over all values, among {searched} training examples"
            self.options.show_progress(unbroken(words))
            self._show_neighbours(shown, found)

    def _on_search_failed(self, error: Exception) -> None:
        self.options.show_progress("")
        self._studio.notice.emit(notice_from_error(error, "Searching the training examples"))

    def _show_neighbours(self, shown: ShownSamples, found: FoundNeighbours) -> None:
        assert shown.examples is not None
        lines = [decimal(distance, 2) for distance in found.neighbours.distances.tolist()]
        if shown.layout is None:
            self.pairs.show_pairs(shown.examples, found.examples, lines)
            self._show_page(PAIRS)
            return
        both = np.stack([shown.examples, as_floats(found.examples)], axis=1)
        names = [name for number in range(len(lines)) for name in (f"{number + 1}", "nearest")]
        self.rows.rows.show_rows(shown.layout, both.reshape(-1, both.shape[-1]), names)
        self._show_page(ROWS)

    def _show_page(self, page: int) -> None:
        self._pages.setCurrentIndex(page)
        reason = self._shown.reason if self._shown is not None else "There are no samples yet."
        self.options.setEnabled(page != NOTHING)
        self.options.setToolTip(reason if page == NOTHING else "")
        self.changed.emit()

    def _on_pointed(self, tile: int) -> None:
        shown = self._shown
        if shown is None or shown.examples is None or not 0 <= tile < len(shown.examples):
            self.under_pointer.point_at(None)
            return
        row, column = divmod(tile, shown.request.side)
        where = f"row {row + 1}, column {column + 1}" if self.page == IMAGES else f"sample {tile + 1}"
        searching = self.options.nearest.isChecked()
        self.under_pointer.point_at(shown.examples[tile : tile + 1], where, searching=searching)

    def _add_to_tray(self, tile: int) -> None:
        """Put a sample into the tray, as if it came from outside."""
        if self._shown is not None and self._shown.examples is not None:
            words = f"sample {tile + 1} of seed {self._shown.request.seed}"
            self._studio.add_images([titled(to_image(self._shown.examples[tile]), words)])

    def _lay_out(self) -> None:
        self._pages = QStackedWidget(self)
        for page in (self.empty, self.mosaic, self.rows, self.pairs):
            self._pages.addWidget(page)
        for view in (self.mosaic, self.pairs):
            view.setToolTip("Return or a double click puts a sample into the tray")
        held = QVBoxLayout(self)
        held.setContentsMargins(0, 0, 0, 0)
        held.addWidget(self._pages)
