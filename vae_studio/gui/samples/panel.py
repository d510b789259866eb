"""The Samples tab: draws from the prior as a grid of images or as rows, or why there are none."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from vae_studio.gui.drops import titled
from vae_studio.gui.epoch_badge import EpochBadge
from vae_studio.gui.notice import notice_from_error
from vae_studio.gui.pixels import to_image
from vae_studio.gui.samples.feed import ShownSamples
from vae_studio.gui.samples.mosaic_view import MosaicView
from vae_studio.gui.samples.options import SamplesOptions
from vae_studio.gui.samples.rows_view import RowsView
from vae_studio.gui.samples.saving import PICTURE_FILTER, ROWS_FILTER, endings, save_samples
from vae_studio.gui.studio import Studio
from vae_studio.gui.theme import Theme
from vae_studio.gui.widgets.empty_state import EmptyState

NO_MODEL = ("No model yet", "Train a model, and what it makes of draws from its prior appears here.")
ON_ITS_WAY = ("One moment", "Samples are being drawn.")
NOT_GENERATIVE = "Nothing to sample from"
NOTHING, IMAGES, ROWS = range(3)


class SamplesPanel(QWidget):
    """Samples of the run on screen.

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
        self._shown: ShownSamples | None = None
        self.badge = EpochBadge(studio, theme)
        self.options = SamplesOptions(theme)
        self.mosaic = MosaicView(theme, "Samples from the prior")
        self.rows = RowsView()
        self.empty = EmptyState(theme, "ph.shuffle", *NO_MODEL)
        self._lay_out()
        self._connect()
        self._show_page(NOTHING)

    @property
    def shown(self) -> ShownSamples | None:
        """What is shown; None before the first samples of a run."""
        return self._shown

    @property
    def page(self) -> int:
        """What stands here: nothing, images or rows."""
        return self._pages.currentIndex()

    def save(self) -> None:
        """Ask where to, and save the samples."""
        shown = self._shown
        if shown is None or shown.examples is None:
            return
        words = PICTURE_FILTER if shown.layout is None else ROWS_FILTER
        file, chosen = QFileDialog.getSaveFileName(
            self, "Save samples", str(self._suggested_file(shown)), words
        )
        if file:
            path = Path(file)
            ending = next((one for one in endings(shown) if one in chosen), endings(shown)[0])
            self.save_to(path if path.suffix else path.with_suffix(ending))

    def save_to(self, path: Path) -> None:
        """Save the samples; the ending says as what."""
        shown = self._shown
        if shown is not None and shown.examples is not None:
            self._studio.views.write(lambda: save_samples(path, shown))

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

    def hideEvent(self, event: QHideEvent) -> None:
        """Sample nothing while nobody looks."""
        self._studio.views.samples.watch(False)
        super().hideEvent(event)

    def _connect(self) -> None:
        feed = self._studio.views.samples
        feed.arrived.connect(self._on_samples)
        feed.cleared.connect(self._on_cleared)
        feed.failed.connect(lambda error: self._studio.notice.emit(notice_from_error(error, "Sampling")))
        self.options.requested.connect(lambda values: feed.ask(**values))
        self.options.save.clicked.connect(self.save)
        self.mosaic.pointed.connect(self._on_pointed)
        self.mosaic.chosen.connect(self._add_to_tray)

    def _on_samples(self, shown: ShownSamples) -> None:
        self._shown = shown
        self.badge.show_epoch(shown.epoch)
        if shown.examples is None:
            self.empty.set_words(NOT_GENERATIVE, shown.reason)
            self._show_page(NOTHING)
            return
        self.options.show_samples(shown)
        if shown.layout is None:
            self.mosaic.show_tiles(shown.tiles)
        else:
            self.rows.rows.show_rows(shown.layout, shown.examples)
        self._show_page(IMAGES if shown.layout is None else ROWS)

    def _on_cleared(self) -> None:
        self._shown = None
        self.badge.hide()
        self.empty.set_words(*(NO_MODEL if self._studio.run is None else ON_ITS_WAY))
        self._show_page(NOTHING)

    def _show_page(self, page: int) -> None:
        self._pages.setCurrentIndex(page)
        reason = self._shown.reason if self._shown is not None else "There are no samples yet."
        self.options.setEnabled(page != NOTHING)
        self.options.setToolTip(reason if page == NOTHING else "")
        self.drawable.emit(page != NOTHING)

    def _on_pointed(self, tile: int) -> None:
        shown = self._shown
        if shown is None or shown.examples is None or tile < 0 or shown.layout is not None:
            self.options.picture.show_image(None)
            self.options.show_tile("")
            return
        row, column = divmod(tile, shown.request.side)
        self.options.picture.show_image(to_image(shown.examples[tile]))
        self.options.show_tile(f"row {row + 1}, column {column + 1}\nReturn puts it into the tray.")

    def _add_to_tray(self, tile: int) -> None:
        """Put a sample into the tray, as if it came from outside."""
        if self._shown is not None and self._shown.examples is not None:
            words = f"sample {tile + 1} of seed {self._shown.request.seed}"
            self._studio.add_images([titled(to_image(self._shown.examples[tile]), words)])

    def _suggested_file(self, shown: ShownSamples) -> Path:
        run = self._studio.run
        folder = run.path / "pictures" if run is not None and run.path is not None else Path.home()
        return folder / f"samples-epoch-{shown.epoch}{endings(shown)[0]}"

    def _lay_out(self) -> None:
        self._pages = QStackedWidget()
        for page in (self.empty, self.mosaic, self.rows):
            self._pages.addWidget(page)
        held = QVBoxLayout()
        held.setContentsMargins(0, 16, 0, 16)
        held.addWidget(self._pages)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 4, 0)
        row.setSpacing(12)
        row.addLayout(held, 1)
        row.addWidget(self.options)
        self.setProperty("ground", "canvas")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
