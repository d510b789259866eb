"""The Samples tab: draws from the prior, or examples beside their reconstructions."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from vae_studio.gui.epoch_badge import EpochBadge
from vae_studio.gui.pieces import Pieces
from vae_studio.gui.samples.prior_page import PriorPage
from vae_studio.gui.samples.reconstructions_page import ReconstructionsPage
from vae_studio.gui.saving.asking import ask_and_save, copy_figure
from vae_studio.gui.saving.figure import Figure
from vae_studio.gui.studio import Studio
from vae_studio.gui.theme import Theme
from vae_studio.gui.widgets.segmented import Segment, SegmentedControl
from vae_studio.gui.widgets.side_options import SideOptions

MODES = (
    Segment("prior", "From the prior", tooltip="What the decoder makes of draws from the prior"),
    Segment("reconstructions", "Reconstructions", tooltip="Examples of the dataset, encoded and decoded again"),
)
MODE_WIDTH = 256


class SamplesPanel(QWidget):
    """What the run on screen generates, and what it reconstructs.

    Attributes
    ----------
    badge
        Stands at the right end of the tab row, and names the weights on screen.
    pieces
        The page of reconstructions, which is made late.

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
        self.badge = EpochBadge(studio, theme)
        self.mode = SegmentedControl(theme, MODES, height=28, parent=self)
        self.mode.setAccessibleName("What is shown")
        self._pages, self._columns = QStackedWidget(self), QStackedWidget(self)
        self.prior = PriorPage(studio, theme, self._pages, self._columns)
        self._reconstructions: ReconstructionsPage | None = None
        self.pieces = Pieces(self._make_reconstructions())
        self._lay_out()
        self._add(self.prior)
        self.mode.changed.connect(self._show_mode)
        self._refresh()

    @property
    def reconstructions(self) -> ReconstructionsPage:
        """Examples beside what the run makes of them."""
        self.pieces.finish()
        assert self._reconstructions is not None, "it has been made"
        return self._reconstructions

    @property
    def current(self) -> PriorPage | ReconstructionsPage:
        """What is chosen."""
        return self.prior if self.mode.value() == "prior" else self.reconstructions

    def figure(self) -> Figure | None:
        """Return what is shown as a figure; None without any."""
        return self.current.figure()

    def save(self) -> None:
        """Ask where to, and save what is shown."""
        ask_and_save(self._studio, self._theme, self.figure(), self)

    def copy(self) -> None:
        """Put what is shown on the clipboard as a picture, where it is one."""
        copy_figure(self.figure())

    def _show_mode(self) -> None:
        self._pages.setCurrentWidget(self.current)
        self._columns.setCurrentWidget(self.current.options)
        self._refresh()

    def _refresh(self) -> None:
        epoch = self.current.epoch
        if epoch is None or not self.current.has_figure:
            self.badge.hide()
        else:
            self.badge.show_epoch(epoch)
        self.drawable.emit(self.current.has_figure)

    def _make_reconstructions(self) -> Iterator[None]:
        page = ReconstructionsPage(self._studio, self._theme, self._pages, self._columns)
        self._add(page)
        yield
        self._reconstructions = page

    def _add(self, page: PriorPage | ReconstructionsPage) -> None:
        self._pages.addWidget(page)
        self._columns.addWidget(page.options)
        page.changed.connect(self._refresh)
        page.options.save.clicked.connect(self.save)
        page.options.copy.clicked.connect(self.copy)

    def _lay_out(self) -> None:
        self._columns.setFixedWidth(self.prior.options.width())
        self.mode.setFixedWidth(MODE_WIDTH)
        held = QVBoxLayout()
        held.setContentsMargins(0, 16, 0, 16)
        held.setSpacing(12)
        held.addWidget(self.mode, 0, Qt.AlignmentFlag.AlignLeft)
        held.addWidget(self._pages, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 4, 0)
        row.setSpacing(12)
        row.addLayout(held, 1)
        self.folding = SideOptions(self._theme, self, row, self._columns)
        self.setProperty("ground", "canvas")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
