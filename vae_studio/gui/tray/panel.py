"""The Encode dock: the tray's header and its row of cards."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QItemSelection, QItemSelectionModel, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from vae_studio.api import OutputError
from vae_studio.gui.drag_out import DraggedPicture, mime_of, start_card_drag
from vae_studio.gui.file_dialogs import open_files
from vae_studio.gui.notice import notice_from_error
from vae_studio.gui.saving.asking import ask_and_save
from vae_studio.gui.studio import Studio
from vae_studio.gui.theme import Theme
from vae_studio.gui.tray.card_view import CardView
from vae_studio.gui.tray.cards import Card, CardState
from vae_studio.gui.tray.delegate import CardDelegate
from vae_studio.gui.tray.header import ADD_IMAGES, ADD_ROWS, TrayHeader
from vae_studio.gui.tray.list_model import CARD_ROLE, CardList
from vae_studio.gui.tray.taking_out import clear_tray, take_out
from vae_studio.gui.tray.words import figures_words
from vae_studio.gui.widgets.buttons import Button
from vae_studio.gui.widgets.empty_state import EmptyState

FOR_IMAGES = ("Drop images here", "or paste from the clipboard")
FOR_ROWS = ("Drop a table here", "and its rows are encoded with this run")
IMAGE_FILTER = "Images (*.png *.jpg *.jpeg *.bmp *.tif *.tiff *.webp);;All files (*)"
ROWS_FILTER = "Tables (*.csv *.tsv *.tab *.parquet *.pq *.npy *.npz);;All files (*)"


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
        self._theme = theme
        self._following = False
        self.header = TrayHeader(theme)
        self.cards = CardList(self)
        self.view = CardView()
        self.view.setModel(self.cards)
        self._delegate = CardDelegate(theme)
        self.view.setItemDelegate(self._delegate)
        self.add = Button(theme, ADD_IMAGES, "ph.plus")
        self.empty = EmptyState(theme, "ph.file-arrow-down", *FOR_IMAGES, self.add, dashed=True)
        self._pages = QStackedWidget()
        self._pages.addWidget(_inset(self.empty))
        self._pages.addWidget(_inset(self.view))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._pages)
        self._connect()
        self.refresh()

    def _connect(self) -> None:
        studio, header, view = self._studio, self.header, self.view
        header.add.clicked.connect(self.choose_images)
        header.export.clicked.connect(self.choose_export)
        header.clear.clicked.connect(self.clear)
        header.reconstruction.clicked.connect(studio.tray.show_reconstruction)
        self.add.clicked.connect(self.choose_images)
        view.deleted.connect(self.remove_selected)
        view.dragged.connect(self._drag)
        view.copied.connect(self._copy)
        view.coordinates_copied.connect(self._copy_coordinates)
        view.entered.connect(lambda index: self._point(index.data(CARD_ROLE).identity))
        view.viewportEntered.connect(lambda: self._point(-1))
        view.left.connect(lambda: self._point(-1))
        view.selectionModel().selectionChanged.connect(self._on_chosen)
        studio.selection.changed.connect(self._follow_selection)
        studio.selection.pointed_changed.connect(self._raise)
        studio.tray_changed.connect(self.refresh)
        studio.run_changed.connect(self._show_run)
        self._theme.changed.connect(view.viewport().update)

    def refresh(self) -> None:
        """Show the tray as it is."""
        tray = self._studio.tray
        self._following = True
        self.cards.show_cards(tray.cards, tray.likelihoods.typicality)
        self._following = False
        self._pages.setCurrentIndex(1 if tray.cards else 0)
        encoded = [
            card for card in tray.cards if card.state is CardState.ENCODED and card.posterior is not None
        ]
        self.header.show_cards(len(tray.cards), figures_words(encoded[0]) if encoded else "")
        self._follow_selection()

    def choose_images(self) -> None:
        """Ask for image files and add them; of a run of tables, for table files to encode."""
        preferences = self._studio.preferences
        if self._of_tables:
            open_files(preferences, self, "tables", "Encode rows", ROWS_FILTER, self._choose_rows)
        else:
            open_files(preferences, self, "images", "Add images", IMAGE_FILTER, self._studio.add_images)

    def _choose_rows(self, files: list[Path]) -> None:
        self.rows_chosen.emit(tuple(files))

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
        if any(card.posterior is not None for card in self.cards.cards):
            ask_and_save(self._studio, self._theme, self._studio.outputs.tray_figure(), self)

    def clear(self) -> None:
        """Take every card out; they can be put back."""
        clear_tray(self._studio)

    def remove_selected(self) -> None:
        """Take the selected cards out; they can be put back."""
        take_out(self._studio, self._selected())

    def select(self, identity: int) -> None:
        """Select one card and bring it into view."""
        self._studio.selection.toggle(identity)

    def _selected(self) -> tuple[Card, ...]:
        """Return the selected cards in the order in which they were chosen."""
        there = {card.identity: card for card in self.cards.cards}
        return tuple(there[identity] for identity in self._studio.selection.cards if identity in there)

    def _on_chosen(self) -> None:
        if not self._following:
            indices = self.view.selectionModel().selectedIndexes()
            self._studio.selection.choose(index.data(CARD_ROLE).identity for index in indices)

    def _follow_selection(self) -> None:
        """Show the selection as it is, also where it was made among the pins."""
        chosen = QItemSelection()
        rows = [row for row, card in enumerate(self.cards.cards) if card.identity in self._studio.selection]
        for row in rows:
            chosen.select(self.cards.index(row), self.cards.index(row))
        model = self.view.selectionModel()
        if {index.row() for index in model.selectedIndexes()} == set(rows):
            return
        self._following = True
        model.select(chosen, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self._following = False
        if rows:
            self.view.scrollTo(self.cards.index(rows[-1]))

    def _point(self, identity: int) -> None:
        self._studio.selection.point(identity)
        self.pointed.emit(identity)

    def _raise(self, identity: int) -> None:
        """Let the card stand out whose pin is pointed at."""
        self._delegate.raised = identity
        self.view.viewport().update()

    def _pictures(self) -> list[DraggedPicture]:
        """Return what the selected cards give away: each image, and beside it its reconstruction."""
        metadata = self._studio.outputs.provenance()
        return [picture for card in self._selected() for picture in dragged_pictures(card, metadata)]

    def _drag(self) -> None:
        """Let the selected cards be dragged out."""
        pictures = self._pictures()
        problem = start_card_drag(self.view, pictures) if pictures else None
        if problem is not None:
            self._studio.notice.emit(problem)

    def _copy(self) -> None:
        """Put the selected cards on the clipboard: the picture of the first, and all as files."""
        pictures = self._pictures()
        if not pictures:
            return
        try:
            QGuiApplication.clipboard().setMimeData(mime_of(pictures))
        except OutputError as error:
            self._studio.notice.emit(notice_from_error(error))

    def _copy_coordinates(self) -> None:
        """Put the posterior means of the selected cards on the clipboard, a line each."""
        lines = [
            ", ".join(f"{value:.6g}" for value in card.posterior.loc.tolist())
            for card in self._selected()
            if card.posterior is not None
        ]
        if lines:
            QGuiApplication.clipboard().setText("\n".join(lines))


def dragged_pictures(card: Card, metadata: dict[str, object]) -> list[DraggedPicture]:
    """Return what a card gives away: the image as the model sees it, and its reconstruction."""
    stem = Path(card.name).stem if Path(card.name).suffix else card.name
    if card.posterior is None:
        return [] if card.picture is None else [DraggedPicture(stem, card.picture, metadata)]
    z = [round(float(value), 6) for value in card.posterior.loc]
    return [
        DraggedPicture(stem, card.posterior.x, {**metadata, "z": z}),
        DraggedPicture(f"{stem} reconstruction", card.posterior.shown, {**metadata, "z": z}),
    ]


def _inset(widget: QWidget) -> QWidget:
    page = QWidget()
    row = QHBoxLayout(page)
    row.setContentsMargins(16, 0, 16, 4)
    row.addWidget(widget)
    return page
