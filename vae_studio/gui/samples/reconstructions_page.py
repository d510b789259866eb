"""Examples beside what the model makes of them: the worst, the best, or any."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from vae_studio.api import StudioError
from vae_studio.gui.drops import titled
from vae_studio.gui.figures import count, decimal
from vae_studio.gui.notice import notice_from_error
from vae_studio.gui.pixels import to_image
from vae_studio.gui.samples.pairs_view import PairsView
from vae_studio.gui.samples.reconstructions_feed import ShownReconstructions
from vae_studio.gui.samples.reconstructions_options import ReconstructionsOptions
from vae_studio.gui.samples.rows_view import RowsView
from vae_studio.gui.samples.saving import reconstructions_figure
from vae_studio.gui.saving.figure import Figure
from vae_studio.gui.studio import Studio
from vae_studio.gui.theme import Theme
from vae_studio.gui.widgets.empty_state import EmptyState
from vae_studio.latent.reconstruction import Reconstructions

NO_MODEL = ("No model yet", "Train a model, and its dataset appears here beside what it makes of it.")
ON_ITS_WAY = ("One moment", "Examples are being measured.")
UNREADABLE = "The dataset cannot be shown"
NOTHING, PAIRS, ROWS = range(3)


class ReconstructionsPage(QWidget):
    """Reconstructions by the run on screen.

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
        self._shown: ShownReconstructions | None = None
        self.options = ReconstructionsOptions(theme, column)
        self.pairs = PairsView(theme, "Examples and their reconstructions")
        self.rows = RowsView()
        self.empty = EmptyState(theme, "ph.shuffle", *NO_MODEL)
        self._lay_out()
        self._connect()
        self._show_page(NOTHING)

    @property
    def shown(self) -> ShownReconstructions | None:
        """What is shown; None before the first reconstructions of a run."""
        return self._shown

    @property
    def page(self) -> int:
        """What stands here: nothing, pairs or rows."""
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
        if shown is None:
            return None
        file = self._studio.outputs.suggested(f"reconstructions-{shown.found.order}-epoch-{shown.epoch}")
        return reconstructions_figure(shown, file, self._studio.outputs.provenance())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Draw others with R."""
        if event.key() == Qt.Key.Key_R and not event.modifiers():
            self.options.resample.click()
        else:
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        """Measure while somebody looks."""
        super().showEvent(event)
        self._studio.views.reconstructions.watch(True)

    def hideEvent(self, event: QHideEvent) -> None:
        """Measure nothing while nobody looks."""
        self._studio.views.reconstructions.watch(False)
        super().hideEvent(event)

    def _connect(self) -> None:
        feed = self._studio.views.reconstructions
        feed.arrived.connect(self._on_reconstructions)
        feed.cleared.connect(self._on_cleared)
        feed.failed.connect(self._on_failed)
        self.options.requested.connect(lambda values: feed.ask(**values))
        self.pairs.pointed.connect(self._on_pointed)
        self.pairs.chosen.connect(self._add_to_tray)

    def _on_reconstructions(self, shown: ShownReconstructions) -> None:
        self._shown = shown
        self.options.show_reconstructions(shown)
        found = shown.found
        lines = [figure_words(found, place) for place in range(len(found))]
        if shown.layout is None:
            self.pairs.show_pairs(found.x, found.reconstruction, lines)
            self._show_page(PAIRS)
            return
        both = np.stack([found.x, found.reconstruction], axis=1).reshape(-1, found.x.shape[1])
        names = [name for place, line in enumerate(lines) for name in (f"{found.indices[place]}", line)]
        self.rows.rows.show_rows(shown.layout, both, names)
        self._show_page(ROWS)

    def _on_cleared(self) -> None:
        self._shown = None
        self.empty.set_words(*(NO_MODEL if self._studio.run is None else ON_ITS_WAY))
        self._show_page(NOTHING)

    def _on_failed(self, error: Exception) -> None:
        """Say on the page what is wrong with the data; anything else is a notice."""
        if isinstance(error, StudioError):
            self._shown = None
            self.empty.set_words(UNREADABLE, str(error))
            self._show_page(NOTHING)
        else:
            self._studio.notice.emit(notice_from_error(error, "Reconstructing"))

    def _show_page(self, page: int) -> None:
        self._pages.setCurrentIndex(page)
        self.options.setEnabled(page != NOTHING)
        self.options.setToolTip("There are no reconstructions yet." if page == NOTHING else "")
        self.changed.emit()

    def _on_pointed(self, tile: int) -> None:
        found = self._shown.found if self._shown is not None else None
        if found is None or not 0 <= tile < len(found):
            self.options.pointed.clear()
            return
        lines = [f"example {count(int(found.indices[tile]))}"]
        if found.labels is not None:
            lines.append(f"class {found.class_names[found.labels[tile]]}")
        self.options.pointed.show_first(to_image(found.x[tile]), "\n".join(lines))
        unit = "nats" if found.unit == "nats" else "MSE"
        self.options.pointed.show_second(
            to_image(found.reconstruction[tile]), f"{figure_words(found, tile)} {unit}"
        )

    def _add_to_tray(self, tile: int) -> None:
        """Put an example into the tray, as if it came from outside."""
        if self._shown is not None:
            found = self._shown.found
            words = f"{found.split} example {found.indices[tile]}"
            self._studio.add_images([titled(to_image(found.x[tile]), words)])

    def _lay_out(self) -> None:
        self._pages = QStackedWidget(self)
        for page in (self.empty, self.pairs, self.rows):
            self._pages.addWidget(page)
        self.pairs.setToolTip("Return or a double click puts an example into the tray")
        held = QVBoxLayout(self)
        held.setContentsMargins(0, 0, 0, 0)
        held.addWidget(self._pages)


def figure_words(found: Reconstructions, place: int) -> str:
    """Return the figure of one example: nats with one decimal, a mean squared error with four."""
    return decimal(float(found.figures[place]), 1 if found.unit == "nats" else 4)
