"""The options beside the samples: what is pointed at, which draws, and what stands beside them."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QCheckBox, QWidget

from vae_studio.gui.figures import count
from vae_studio.gui.samples.feed import SamplesRequest, ShownSamples
from vae_studio.gui.theme import Theme
from vae_studio.gui.widgets.buttons import Button, IconButton
from vae_studio.gui.widgets.fields import DoubleSpinBox, SpinBox
from vae_studio.gui.widgets.labels import Label
from vae_studio.gui.widgets.option_column import OptionColumn, OptionForm, button_row
from vae_studio.gui.widgets.pointed_pair import PointedPair
from vae_studio.gui.widgets.segmented import Segment, SegmentedControl

MOST_SIDE = 40
MOST_SEED = 2**31 - 2
MOST_TEMPERATURE = 10.0
LABELS = 76
TEMPERATURE = (
    "Scales the prior's deviation about its mean: below 1 samples are more typical, at 0 all are the mean, "
    "above 1 they lie further out. Of a mixture, every component is scaled about its own mean."
)
NEAREST = (
    "Show each sample beside the training example with the smallest distance over all pixels: a model that "
    "only remembers draws copies"
)


class SamplesOptions(OptionColumn):
    """Every change asks for other samples, or shows them differently.

    Signals
    -------
    requested
        What changed of the :class:`SamplesRequest`, as a dict.
    """

    requested = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.pointed = PointedPair(theme, ("Under pointer", "Nearest"), self.inside)
        self._form = OptionForm(theme, "Samples from the prior", self.inside, label_width=LABELS)
        self.show_ = SegmentedControl(
            theme,
            [
                Segment("mean", "Mean", tooltip="The mean of p(x|z)"),
                Segment("draw", "Draw", tooltip="A draw from p(x|z)"),
            ],
        )
        self.side = SpinBox("per side")
        self.side.setRange(1, MOST_SIDE)
        self.seed = SpinBox()
        self.seed.setRange(0, MOST_SEED)
        self.seed.setToolTip("Of the draws from the prior, and from p(x|z): the same seed, the same samples")
        self.temperature = DoubleSpinBox("× σ")
        self.temperature.setRange(0.0, MOST_TEMPERATURE)
        self.temperature.setSingleStep(0.1)
        self.temperature.setToolTip(TEMPERATURE)
        for field in (self.side, self.seed, self.temperature):
            field.setKeyboardTracking(False)
        self.resample = Button(theme, "Resample", "ph.shuffle")
        self.resample.setToolTip("Take the next seed (R)")
        for words, widget in (
            ("Show", self.show_),
            ("Grid", self.side),
            ("Seed", self.seed),
            ("Temperature", self.temperature),
        ):
            self._form.add(words, widget)
        self._form.add_wide(self.resample)
        self.nearest = QCheckBox("Nearest training example")
        self.nearest.setToolTip(NEAREST)
        self.searched = Label(theme, "", role="secondary", tone="text_3", wrap=True)
        self._form.add_wide(self.nearest)
        self._form.add_wide(self.searched)
        self.save = Button(theme, "Save samples…", "ph.floppy-disk")
        self.copy = IconButton(theme, "ph.copy", "Copy the samples as a picture", framed=True)
        self.fill((self.pointed, self._form), button_row(self.save, self.copy))
        self._connect()
        self.show_request(SamplesRequest())
        self.show_progress("")

    def show_request(self, request: SamplesRequest) -> None:
        """Show a request without reporting it."""
        self.show_.set_value(request.show)
        for field, value in ((self.side, request.side), (self.seed, request.seed)):
            with QSignalBlocker(field):
                field.setValue(value)
        with QSignalBlocker(self.temperature):
            self.temperature.setValue(request.temperature)

    def show_samples(self, shown: ShownSamples) -> None:
        """Show which samples there are; a table has no pictures to look at."""
        is_image = shown.layout is None
        self.show_request(shown.request)
        self.show_section(self.pointed, is_image)
        self.copy.setVisible(is_image)
        rows = count(shown.request.side**2)
        self.side.set_unit("per side" if is_image else f"→ {rows} rows")

    def show_progress(self, words: str) -> None:
        """Say how the search for neighbours goes, or what it found; empty for nothing."""
        self.searched.setText(words)
        self._form.show_row(self.searched, bool(words))

    def _connect(self) -> None:
        self.show_.changed.connect(lambda show: self.requested.emit({"show": show}))
        self.side.valueChanged.connect(lambda side: self.requested.emit({"side": side}))
        self.seed.valueChanged.connect(lambda seed: self.requested.emit({"seed": seed}))
        self.temperature.valueChanged.connect(lambda value: self.requested.emit({"temperature": value}))
        self.resample.clicked.connect(lambda: self.seed.setValue(self.seed.value() + 1))
