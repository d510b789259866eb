"""The selected examples beside the plot: their pictures, their classes, and what can be done with them."""

from __future__ import annotations

import html

import numpy as np
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from vae_studio.data.dataset import Dataset
from vae_studio.gui.figures import count
from vae_studio.gui.scatter.chosen_gallery import ChosenGallery
from vae_studio.gui.theme import Theme
from vae_studio.gui.widgets.buttons import Button, IconButton
from vae_studio.gui.widgets.labels import Label
from vae_studio.gui.widgets.option_column import SCROLL_BAR, WIDTH

MOST_TO_TRAY = 24
"""Images that come to the tray at once: it stands in one row."""
MOST_CLASSES = 12


class SelectionDrawer(QWidget):
    """Listed in the order of the dataset.

    Signals
    -------
    pointed
        Index of the example under the pointer, or −1.
    tray_wanted
        Indices of the examples that are to be added to the tray.
    traversal_wanted
        Index of the example from which to traverse.
    export_wanted, clear_wanted
        The buttons.
    """

    pointed = Signal(int)
    tray_wanted = Signal(object)
    traversal_wanted = Signal(int)
    export_wanted = Signal()
    clear_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._dataset: Dataset | None = None
        self.title = Label(theme, "", role="section")
        self.clear = IconButton(theme, "ph.x", "Select no points (Esc)")
        self.classes = Label(theme, "", role="secondary", tone="text_2", wrap=True)
        self.classes.setTextFormat(Qt.TextFormat.RichText)
        self.gallery = ChosenGallery(theme)
        self.tray = Button(theme, "Add to tray", "ph.plus")
        self.traverse = Button(theme, "Traverse from here", "ph.rows")
        self.export = Button(theme, "Export selection…", "ph.export")
        self._lay_out()
        self._connect()

    @property
    def indices(self) -> np.ndarray:
        """The selected examples, int64 ``[n]``."""
        return self.gallery.examples.indices

    def show_selection(self, dataset: Dataset | None, indices: np.ndarray) -> None:
        """List examples."""
        self._dataset = dataset
        self.title.setText(f"{count(len(indices))} selected")
        self.gallery.show_examples(dataset, indices)
        self._say_classes()
        self._say_buttons()

    def dress(self) -> None:
        """Wear the theme's colours."""
        self._say_classes()

    def _say_classes(self) -> None:
        dataset = self._dataset
        has_classes = dataset is not None and dataset.labels is not None and len(self.indices) > 0
        self.classes.setVisible(has_classes)
        if dataset is None or dataset.labels is None:
            return
        numbers = np.bincount(dataset.labels[self.indices], minlength=len(dataset.class_names))
        order = [int(number) for number in np.argsort(-numbers, kind="stable") if numbers[number]]
        words = [
            f'<span style="color:{self._theme.class_colour(number).name()}">●</span>&nbsp;'
            f"{html.escape(dataset.class_names[number])}&nbsp;·&nbsp;<b>{count(int(numbers[number]))}</b>"
            for number in order[:MOST_CLASSES]
        ]
        rest = len(order) - MOST_CLASSES
        self.classes.setText("&nbsp; ".join([*words, f"and {rest} more classes"] if rest > 0 else words))

    def _say_buttons(self) -> None:
        images = self._dataset is not None and self._dataset.kind == "image"
        some = len(self.indices) > 0
        marked = self.gallery.row >= 0
        number = 1 if marked else min(len(self.indices), MOST_TO_TRAY)
        of_all = f" {number} of {count(len(self.indices))}" if number < len(self.indices) else ""
        self.tray.setText("Add this to tray" if marked else f"Add{of_all} to tray")
        self.tray.setEnabled(some and images)
        self.tray.setToolTip(
            "Put the marked image, or images evenly over the selection, into the tray"
            if images
            else "The tray holds images, and these are rows of a table"
        )
        self.traverse.setEnabled(some and images)
        self.traverse.setToolTip(
            "Sweep each latent dimension from the marked example, or from the first one"
            if images
            else "Rows of a table are not drawn as pictures"
        )
        self.export.setEnabled(some)
        self.export.setToolTip(
            "Save coordinates and figures as a table or arrays, or the pictures as one sheet"
        )

    def _chosen(self) -> np.ndarray:
        """Return what the buttons are for: the marked example, or some of all."""
        row = self.gallery.row
        if row >= 0:
            return self.indices[row : row + 1]
        size = len(self.indices)
        places = np.linspace(0, size - 1, min(size, MOST_TO_TRAY)).round().astype(np.int64)
        return np.asarray(self.indices[places])

    def _connect(self) -> None:
        self.clear.clicked.connect(self.clear_wanted)
        self.export.clicked.connect(self.export_wanted)
        self.tray.clicked.connect(lambda: self.tray_wanted.emit(self._chosen()))
        self.traverse.clicked.connect(lambda: self.traversal_wanted.emit(int(self._chosen()[0])))
        self.gallery.pointed.connect(lambda row: self.pointed.emit(int(self.indices[row]) if row >= 0 else -1))
        self.gallery.selectionModel().selectionChanged.connect(lambda *_: self._say_buttons())
        self.gallery.activated.connect(
            lambda index: self.tray_wanted.emit(self.indices[index.row() : index.row() + 1])
        )
        self._theme.changed.connect(self.dress)

    def _lay_out(self) -> None:
        self.setFixedWidth(WIDTH + SCROLL_BAR)
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, SCROLL_BAR, 0)
        head.addWidget(self.title)
        head.addStretch(1)
        head.addWidget(self.clear)
        foot = QVBoxLayout()
        foot.setContentsMargins(0, 0, SCROLL_BAR, 0)
        foot.setSpacing(6)
        for button in (self.tray, self.traverse, self.export):
            foot.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 10, 0, 12)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self.classes)
        column.addWidget(self.gallery, 1)
        column.addLayout(foot)
