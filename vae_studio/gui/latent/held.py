"""Sliders for the latent dimensions that are on no axis of the grid."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QSlider, QVBoxLayout, QWidget

from vae_studio.gui.figures import decimal
from vae_studio.gui.theme import Theme
from vae_studio.gui.widgets.fields import ComboBox
from vae_studio.gui.widgets.labels import Label

REACH = 3.0
"""Largest z of a slider, on both sides of 0."""
STEPS = 60
PRIOR_MEAN, OWN = -1, -2
BLOCK = 16
"""Dimensions shown at a time; a picker leafs through more."""


class HeldDimensions(QWidget):
    """One slider for each dimension that is held.

    Signals
    -------
    changed
        All held values, as a tuple of L numbers, and whether a slider is being dragged; no numbers for the
        prior's mean.
    card_chosen
        Identity of a card of the tray at whose posterior mean they are to be held.
    """

    changed = Signal(object, bool)
    card_chosen = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._values: list[float] = []
        self._free: tuple[int, ...] = ()
        self._sliders: dict[int, QSlider] = {}
        self._labels: dict[int, Label] = {}
        self._block = ComboBox()
        self._block.currentIndexChanged.connect(self._build_rows)
        self._block.setAccessibleName("Which of the other dimensions")
        self.source = ComboBox()
        self.source.setAccessibleName("Where the other dimensions are held")
        self.source.setToolTip("Where the other dimensions are held: the prior's mean, or an image of the tray")
        self.source.addItem("Held at the prior mean", PRIOR_MEAN)
        self.source.activated.connect(self._on_source)
        self._rows = QWidget()
        self._grid = QGridLayout(self._rows)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(4)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(Label(theme, "Other dimensions", role="section", tone="text_2"))
        column.addWidget(self.source)
        column.addWidget(self._block)
        column.addWidget(self._rows)

    @property
    def sliders(self) -> dict[int, QSlider]:
        """The sliders that are shown, by dimension."""
        return self._sliders

    @property
    def dragging(self) -> bool:
        """Whether a slider is being dragged."""
        return any(slider.isSliderDown() for slider in self._sliders.values())

    @property
    def card(self) -> int | None:
        """Identity of the card at which they are held; None for another place."""
        chosen = int(self.source.currentData())
        return chosen if chosen >= 0 else None

    def show_cards(self, cards: Sequence[tuple[int, str]]) -> None:
        """Offer the encoded cards of the tray: identity and words of each."""
        chosen = self.source.currentData()
        with QSignalBlocker(self.source):
            while self.source.count() > 1:
                self.source.removeItem(1)
            for identity, words in cards:
                self.source.addItem(f"Held at {words}", identity)
        self._show_source(chosen)

    def show_source(self, held: Sequence[float]) -> None:
        """Show where the values come from, if they are not those of a card."""
        if not held:
            self._show_source(PRIOR_MEAN)
        elif self.card is None:
            self._show_source(OWN)

    def show_dimensions(self, values: Sequence[float], on_axes: set[int]) -> None:
        """Offer every dimension but those on the axes; `values` are the coordinates now, one for each."""
        free = tuple(dimension for dimension in range(len(values)) if dimension not in on_axes)
        self._values = list(values)
        if free != self._free:
            self._free = free
            self._fill_block()
            self._build_rows()
        elif not self.dragging:
            self._show_values()
        self.setVisible(bool(free))

    def _fill_block(self) -> None:
        self._block.blockSignals(True)
        self._block.clear()
        for start in range(0, len(self._free), BLOCK):
            part = self._free[start : start + BLOCK]
            self._block.addItem(f"z{part[0] + 1} to z{part[-1] + 1}", start)
        self._block.blockSignals(False)
        self._block.setVisible(len(self._free) > BLOCK)

    def _build_rows(self) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        self._sliders.clear()
        self._labels.clear()
        start = self._block.currentData() or 0
        for row, dimension in enumerate(self._free[start : start + BLOCK]):
            self._add_row(row, dimension)
        self._show_values()

    def _add_row(self, row: int, dimension: int) -> None:
        slider = QSlider(Qt.Orientation.Horizontal)
        slider.setRange(-STEPS, STEPS)
        slider.setAccessibleName(f"z{dimension + 1}")
        slider.setToolTip(f"z{dimension + 1}, which is held, from −{REACH:g} to {REACH:g}")
        slider.valueChanged.connect(lambda step: self._on_moved(dimension, step))
        slider.sliderReleased.connect(lambda: self.changed.emit(tuple(self._values), False))
        label = Label(self._theme, "", role="secondary")
        label.setFixedWidth(34)
        label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._grid.addWidget(Label(self._theme, f"z{dimension + 1}", tone="text_2"), row, 0)
        self._grid.addWidget(slider, row, 1)
        self._grid.addWidget(label, row, 2)
        self._sliders[dimension] = slider
        self._labels[dimension] = label

    def _show_values(self) -> None:
        for dimension, slider in self._sliders.items():
            slider.blockSignals(True)
            slider.setValue(round(self._values[dimension] / REACH * STEPS))
            slider.blockSignals(False)
            self._labels[dimension].setText(decimal(self._values[dimension], 2))

    def _on_moved(self, dimension: int, step: int) -> None:
        self._values[dimension] = step / STEPS * REACH
        self._show_source(OWN)
        self._labels[dimension].setText(decimal(self._values[dimension], 2))
        self.changed.emit(tuple(self._values), self._sliders[dimension].isSliderDown())

    def _on_source(self) -> None:
        chosen = int(self.source.currentData())
        if chosen >= 0:
            self._show_source(chosen)
            self.card_chosen.emit(chosen)
        elif chosen == PRIOR_MEAN:
            self._show_source(PRIOR_MEAN)
            self.changed.emit((), False)

    def _show_source(self, chosen: int) -> None:
        """Choose an entry; that of own values is there only while it is chosen."""
        with QSignalBlocker(self.source):
            own = self.source.findData(OWN)
            if own >= 0:
                self.source.removeItem(own)
            found = self.source.findData(chosen)
            if found < 0:
                self.source.addItem("Held where the sliders are", OWN)
                found = self.source.findData(OWN)
            self.source.setCurrentIndex(found)
