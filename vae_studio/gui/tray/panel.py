"""The Encode dock: the tray's header and its row of cards."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QItemSelectionModel, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFileDialog, QHBoxLayout, QListView, QStackedWidget, QWidget

from vae_studio.gui.studio import Studio
from vae_studio.gui.theme import Theme
from vae_studio.gui.tray.cards import CardState, Posterior
from vae_studio.gui.tray.delegate import CELL, CardDelegate
from vae_studio.gui.tray.list_model import CARD_ROLE, CardList
from vae_studio.gui.widgets.buttons import Button
from vae_studio.gui.widgets.dock_header import DockHeader
from vae_studio.gui.widgets.empty_state import EmptyState
from vae_studio.gui.widgets.segmented import Segment, SegmentedControl

ADD_IMAGES, ADD_ROWS = "Add images…", "Encode rows…"
FOR_IMAGES = ("Drop images here", "or paste from the clipboard")
FOR_ROWS = ("Drop a table here", "and its rows are encoded with this run")
IMAGE_FILTER = "Images (*.png *.jpg *.jpeg *.bmp *.tif *.tiff *.webp);;All files (*)"
RECONSTRUCTIONS = (
    Segment("mean", "Mean", tooltip="Reconstructions: the decoder's mean at the posterior's mean"),
    Segment(
        "draw", "Draw", tooltip="Reconstructions: x drawn from p(x|z), z from q(z|x); others at each click"
    ),
)
WIDE = 620
"""Width of the header with room for the choice of reconstructions, which is offered once there are any."""
GAP = 6
ROWS_FILTER = "Tables (*.csv *.tsv *.tab *.parquet *.pq *.npy *.npz);;All files (*)"
EXPORT_FILTER = "Table of coordinates (*.csv);;Arrays with images (*.npz)"


class TrayPanel(QWidget):
    """Cards in one row.

    Signals
    -------
    pointed
        Identity of the card under the pointer, or −1.
    rows_chosen
        Table files whose rows are to be encoded, a tuple of paths; by a run of tables.
    """

    pointed = Signal(int)
    rows_chosen = Signal(object)

    def __init__(self, studio: Studio, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._studio = studio
        self.header = TrayHeader(theme)
        self.header.add.clicked.connect(self.choose_images)
        self.header.export.clicked.connect(self.choose_export)
        self.header.clear.clicked.connect(studio.tray.clear)
        self.header.reconstruction.clicked.connect(studio.tray.show_reconstruction)
        self.cards = CardList(self)
        self.view = _CardView()
        self.view.setModel(self.cards)
        self._delegate = CardDelegate(theme)
        self.view.setItemDelegate(self._delegate)
        self.view.deleted.connect(self.remove_selected)
        self.view.entered.connect(lambda index: self.pointed.emit(index.data(CARD_ROLE).identity))
        self.view.viewportEntered.connect(lambda: self.pointed.emit(-1))
        self.view.left.connect(lambda: self.pointed.emit(-1))
        self.add = Button(theme, ADD_IMAGES, "ph.plus")
        self.add.clicked.connect(self.choose_images)
        self.empty = EmptyState(theme, "ph.file-arrow-down", *FOR_IMAGES, self.add, dashed=True)
        self._pages = QStackedWidget()
        self._pages.addWidget(_inset(self.empty))
        self._pages.addWidget(_inset(self.view))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._pages)
        studio.tray_changed.connect(self.refresh)
        studio.run_changed.connect(self._show_run)
        theme.changed.connect(self.view.viewport().update)
        self.refresh()

    def refresh(self) -> None:
        """Show the tray as it is."""
        cards = self._studio.tray.cards
        self.cards.show_cards(cards)
        self._pages.setCurrentIndex(1 if cards else 0)
        encoded = [card for card in cards if card.state is CardState.ENCODED and card.posterior is not None]
        self.header.show_cards(len(cards), figures_words(encoded[0].posterior) if encoded else "")

    def choose_images(self) -> None:
        """Ask for image files and add them; of a run of tables, for table files to encode."""
        if self._of_tables:
            files, _ = QFileDialog.getOpenFileNames(self, "Encode rows", "", ROWS_FILTER)
            if files:
                self.rows_chosen.emit(tuple(map(Path, files)))
            return
        files, _ = QFileDialog.getOpenFileNames(self, "Add images", "", IMAGE_FILTER)
        self._studio.add_images([Path(file) for file in files])

    @property
    def _of_tables(self) -> bool:
        run = self._studio.run
        return run is not None and len(run.data_shape) == 1

    def _show_run(self) -> None:
        """Offer what the run on screen can encode."""
        self.empty.set_words(*(FOR_ROWS if self._of_tables else FOR_IMAGES))
        for button in (self.add, self.header.add):
            button.setText(ADD_ROWS if self._of_tables else ADD_IMAGES)

    def choose_export(self) -> None:
        """Ask for a file and write the encodings to it."""
        file, chosen = QFileDialog.getSaveFileName(self, "Export encodings", "encodings.csv", EXPORT_FILTER)
        if file:
            path = Path(file)
            ending = ".npz" if "npz" in chosen else ".csv"
            self._studio.outputs.export_tray(path if path.suffix else path.with_suffix(ending))

    def remove_selected(self) -> None:
        """Take the selected cards out."""
        indices = self.view.selectionModel().selectedIndexes()
        self._studio.tray.remove([index.data(CARD_ROLE).identity for index in indices])

    def select(self, identity: int) -> None:
        """Select one card and bring it into view."""
        for row, card in enumerate(self.cards.cards):
            if card.identity == identity:
                index = self.cards.index(row)
                self.view.selectionModel().select(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
                self.view.scrollTo(index)


class TrayHeader(DockHeader):
    """Title, how many images there are, and what can be done with all of them."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "Encode", height=36)
        self._has_figures = False
        self.reconstruction = SegmentedControl(theme, RECONSTRUCTIONS)
        self.reconstruction.setAccessibleName("Reconstruction")
        self.add_widget(self.reconstruction)
        self.add = Button(theme, ADD_IMAGES, "ph.plus", variant="quiet", small=True)
        self.export = Button(theme, "Export…", "ph.export", variant="quiet", small=True)
        self.clear = Button(theme, "Clear", "ph.trash", variant="quiet", small=True)
        for button in (self.add, self.export, self.clear):
            self.add_widget(button)

    def minimumSizeHint(self) -> QSize:
        """Return a width without the choice of reconstructions, which is hidden where there is no room."""
        hint = super().minimumSizeHint()
        taken = self.reconstruction.sizeHint().width() + GAP if not self.reconstruction.isHidden() else 0
        return QSize(hint.width() - taken, hint.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show the choice of reconstructions where there is room for it."""
        super().resizeEvent(event)
        self._offer_reconstructions()

    def _offer_reconstructions(self) -> None:
        self.reconstruction.setVisible(self._has_figures and self.width() >= WIDE)

    def show_cards(self, count: int, figures: str) -> None:
        """Say how many images there are and in which unit their figures are; allow what can be done with them.

        The words for the figures are empty while nothing is encoded.
        """
        images = "1 image" if count == 1 else f"{count} images"
        self.set_detail(" · ".join(part for part in (images, figures) if part) if count else "")
        self._has_figures = bool(figures)
        self._offer_reconstructions()
        self.export.setEnabled(bool(figures))
        self.export.setToolTip("" if figures else "No image is encoded yet.")
        self.clear.setEnabled(count > 0)


class _CardView(QListView):
    deleted = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(False)
        self.setUniformItemSizes(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.horizontalScrollBar().setSingleStep(CELL.width() // 2)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.setProperty("variant", "gallery")
        self.setAcceptDrops(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}:
            self.deleted.emit()
        else:
            super().keyPressEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self.left.emit()
        super().leaveEvent(event)


def figures_words(posterior: Posterior | None) -> str:
    """Return which figures the cards bear, and their unit."""
    if posterior is None:
        return ""
    if posterior.unit != "nats":
        return posterior.unit
    return "−log p in nats" if posterior.negative_elbo is None else "−ELBO, KL in nats"


def _inset(widget: QWidget) -> QWidget:
    page = QWidget()
    row = QHBoxLayout(page)
    row.setContentsMargins(16, 0, 16, 8)
    row.addWidget(widget)
    return page
