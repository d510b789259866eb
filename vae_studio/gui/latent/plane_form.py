"""Which plane of the latent space the grid shows: two dimensions, principal components, three examples."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from vae_studio.gui.latent.examples_feed import PlaneKind
from vae_studio.gui.theme import Theme
from vae_studio.gui.widgets.fields import ComboBox, SpinBox
from vae_studio.gui.widgets.labels import Label
from vae_studio.gui.widgets.option_column import OptionForm

KINDS: Mapping[PlaneKind, tuple[str, str]] = {
    "dimensions": ("Two dimensions", "Two latent dimensions; the others are held"),
    "principal": ("Principal axes", "The plane of two principal components, in which examples vary most"),
    "examples": ("Three examples", "The plane through three encoded examples"),
}
CORNERS = ("A", "B", "C")
FROM_DATASET = -1
MOST_EXAMPLES = 1_000_000_000
ONE_DIMENSION = "The model has one latent dimension: there is no plane to choose."


class PlaneForm(OptionForm):
    """The kind of plane, and its three examples.

    Signals
    -------
    changed
        Another kind or other examples.
    """

    changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "Axes", parent)
        self.kind = ComboBox()
        for place, (kind, (words, tip)) in enumerate(KINDS.items()):
            self.kind.addItem(words, kind)
            self.kind.setItemData(place, tip, Qt.ItemDataRole.ToolTipRole)
        self.corners = [CornerField() for _ in CORNERS]
        self.note = Label(theme, "", role="secondary", tone="text_2", wrap=True)
        self.add("Plane", self.kind)
        for words, corner in zip(CORNERS, self.corners, strict=True):
            self.add(words, corner)
            corner.name(f"Example {words} of the plane")
            corner.changed.connect(self.changed)
        self.add_wide(self.note)
        self.say("")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.kind.activated.connect(self._on_kind)
        self._show_corners()

    def value(self) -> PlaneKind:
        """Return the kind of plane that is chosen."""
        kind: PlaneKind = self.kind.currentData()
        return kind

    def set_kind(self, kind: PlaneKind) -> None:
        """Choose a kind without reporting it."""
        self.kind.setCurrentIndex(self.kind.findData(kind))
        self._show_corners()

    def allow(self, latent_size: int) -> None:
        """Offer planes where there are any."""
        self.kind.setEnabled(latent_size > 1)
        self.kind.setToolTip(KINDS[self.value()][1] if latent_size > 1 else ONE_DIMENSION)
        if latent_size == 1:
            self.set_kind("dimensions")

    def show_cards(self, cards: Sequence[tuple[int, str]]) -> None:
        """Offer the encoded cards of the tray: identity and words of each."""
        for place, corner in enumerate(self.corners):
            corner.show_cards(cards, cards[place][0] if place < len(cards) else None)

    def suggest(self, examples: Sequence[int]) -> None:
        """Say which examples of the dataset are taken where none was chosen."""
        for corner, example in zip(self.corners, examples, strict=False):
            corner.suggest(example)

    def say(self, words: str, *, error: bool = False) -> None:
        """Say under the fields what is wrong, or worth knowing."""
        self.note.setText(words[:1].upper() + words[1:])
        self.note.set_tone("error" if error else "text_2")
        self.show_row(self.note, bool(words))

    def _on_kind(self) -> None:
        self.kind.setToolTip(KINDS[self.value()][1])
        self.say("")
        self._show_corners()
        self.changed.emit()

    def _show_corners(self) -> None:
        for corner in self.corners:
            self.show_row(corner, self.value() == "examples")


class CornerField(QWidget):
    """One example: a card of the tray, or a number in the dataset.

    Signals
    -------
    changed
        Another example was chosen.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._touched = False
        self.source = ComboBox()
        self.source.addItem("Dataset example", FROM_DATASET)
        self.source.setToolTip("A card of the tray, or an example of the dataset by its number")
        self.example = SpinBox("example")
        self.example.setRange(0, MOST_EXAMPLES)
        self.example.setKeyboardTracking(False)
        self.source.hide()
        self.example.setToolTip("Number of the example in the dataset, from 0, as the Scatter shows it")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.source)
        column.addWidget(self.example)
        self.source.activated.connect(self._on_source)
        self.example.valueChanged.connect(lambda _: self._on_source())

    def name(self, words: str) -> None:
        """Name the fields to a screen reader."""
        self.source.setAccessibleName(words)
        self.example.setAccessibleName(f"{words}: its number")

    @property
    def card(self) -> int | None:
        """The identity of the card; None for an example of the dataset."""
        chosen = int(self.source.currentData())
        return None if chosen == FROM_DATASET else chosen

    def show_cards(self, cards: Sequence[tuple[int, str]], suggested: int | None) -> None:
        """Offer cards; take the one that is suggested unless somebody chose otherwise."""
        chosen = self.source.currentData()
        with QSignalBlocker(self.source):
            self.source.clear()
            for identity, words in cards:
                self.source.addItem(words, identity)
            self.source.addItem("Dataset example", FROM_DATASET)
            wanted = chosen if self._touched or suggested is None else suggested
            found = self.source.findData(wanted)
            self.source.setCurrentIndex(found if found >= 0 else self.source.count() - 1)
        self.source.setVisible(bool(cards))
        self.example.setVisible(self.card is None)

    def suggest(self, example: int) -> None:
        """Take an example of the dataset unless somebody chose otherwise."""
        if not self._touched:
            with QSignalBlocker(self.example):
                self.example.setValue(example)

    def _on_source(self) -> None:
        self._touched = True
        self.example.setVisible(self.card is None)
        self.changed.emit()
