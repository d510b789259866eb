"""The options beside the reconstructions: what is pointed at, which split, and which of its examples."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QWidget

from vae_studio.gui.figures import count, unbroken
from vae_studio.gui.samples.reconstructions_feed import ReconstructionsRequest, ShownReconstructions
from vae_studio.gui.theme import Theme
from vae_studio.gui.widgets.buttons import Button, IconButton
from vae_studio.gui.widgets.fields import ComboBox, SpinBox
from vae_studio.gui.widgets.labels import Label
from vae_studio.gui.widgets.option_column import OptionColumn, OptionForm, button_row
from vae_studio.gui.widgets.pointed_pair import PointedPair
from vae_studio.gui.widgets.segmented import Segment, SegmentedControl
from vae_studio.latent.reconstruction import Reconstructions

MOST = 400
SPLITS = {"train": "Training", "validation": "Validation", "test": "Test"}


class ReconstructionsOptions(OptionColumn):
    """Every change asks for other examples.

    Signals
    -------
    requested
        What changed of the :class:`ReconstructionsRequest`, as a dict.
    """

    requested = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._seed = 0
        self.pointed = PointedPair(theme, ("Under pointer", "Reconstruction"), self.inside)
        self._form = OptionForm(theme, "Reconstructions", self.inside)
        self.split = ComboBox()
        for split, words in SPLITS.items():
            self.split.addItem(words, split)
        self.order = SegmentedControl(
            theme,
            [
                Segment("worst", "Worst", tooltip="Largest −log p(x|z) first"),
                Segment("best", "Best", tooltip="Smallest −log p(x|z) first"),
                Segment("random", "Random", tooltip="Drawn at random"),
            ],
        )
        self.count = SpinBox("pairs")
        self.count.setRange(1, MOST)
        self.count.setKeyboardTracking(False)
        self.resample = Button(theme, "Others", "ph.shuffle")
        self.resample.setToolTip("Draw other examples (R)")
        for words, field in (("Split", self.split), ("Order", self.order), ("Count", self.count)):
            self._form.add(words, field)
        self._form.add_wide(self.resample)
        self.among = Label(theme, "", role="secondary", tone="text_3", wrap=True)
        self._form.add_wide(self.among)
        self.save = Button(theme, "Save pairs…", "ph.floppy-disk")
        self.copy = IconButton(theme, "ph.copy", "Copy the pairs as a picture", framed=True)
        self.fill((self.pointed, self._form), button_row(self.save, self.copy))
        self._connect()
        self.show_request(ReconstructionsRequest())

    def show_request(self, request: ReconstructionsRequest) -> None:
        """Show a request without reporting it."""
        self._seed = request.seed
        self.order.set_value(request.order)
        with QSignalBlocker(self.split), QSignalBlocker(self.count):
            if request.split:
                self.split.setCurrentIndex(self.split.findData(request.split))
            self.count.setValue(request.count)
        self._form.show_row(self.resample, request.order == "random")

    def show_reconstructions(self, shown: ShownReconstructions) -> None:
        """Show which examples there are, and among how many they were chosen."""
        is_image = shown.layout is None
        self.show_request(shown.request)
        with QSignalBlocker(self.split):
            self.split.setCurrentIndex(self.split.findData(shown.found.split))
        self.show_section(self.pointed, is_image)
        self.copy.setVisible(is_image)
        self.among.setText(among_words(shown.found))

    def _connect(self) -> None:
        self.split.activated.connect(lambda _: self.requested.emit({"split": self.split.currentData()}))
        self.order.changed.connect(lambda order: self.requested.emit({"order": order}))
        self.count.valueChanged.connect(lambda number: self.requested.emit({"count": number}))
        self.resample.clicked.connect(lambda: self.requested.emit({"seed": self._seed + 1}))


def among_words(found: Reconstructions) -> str:
    """Return by what the examples were chosen, among how many."""
    figure = "−log p(x|z) in nats, one draw of z" if found.unit == "nats" else found.unit.capitalize()
    measured = count(found.measured)
    of_all = "" if found.measured == found.available else f" of {count(found.available)}"
    return unbroken(f"{figure}. Chosen among {measured}{of_all} examples.")
