"""The options beside the samples: what is pointed at, how many, which seed, mean or draw."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from vae_studio.gui.figures import count
from vae_studio.gui.latent.preview import Picture
from vae_studio.gui.samples.feed import SamplesRequest, ShownSamples
from vae_studio.gui.theme import Theme
from vae_studio.gui.widgets.buttons import Button
from vae_studio.gui.widgets.fields import SpinBox
from vae_studio.gui.widgets.labels import Label
from vae_studio.gui.widgets.option_column import OptionColumn, OptionForm
from vae_studio.gui.widgets.segmented import Segment, SegmentedControl

MOST_SIDE = 40
MOST_SEED = 2**31 - 2


class SamplesOptions(OptionColumn):
    """Every change asks for other samples.

    Signals
    -------
    requested
        What changed of the :class:`SamplesRequest`, as a dict.
    """

    requested = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.picture = Picture(theme)
        self._tile = Label(theme, "", role="secondary", tone="text_2", wrap=True)
        self._preview = self._under_pointer(theme)
        self._form = OptionForm(theme, "Samples from the prior")
        self.show_ = SegmentedControl(
            theme,
            [
                Segment("mean", "Mean", tooltip="The mean of p(x|z)"),
                Segment("draw", "Draw", tooltip="A draw from p(x|z)"),
            ],
        )
        self.side = SpinBox("per side")
        self.side.setRange(1, MOST_SIDE)
        self.side.setKeyboardTracking(False)
        self.seed = SpinBox()
        self.seed.setRange(0, MOST_SEED)
        self.seed.setKeyboardTracking(False)
        self.resample = Button(theme, "Resample", "ph.shuffle")
        self.resample.setToolTip("Take the next seed (R)")
        for words, field in (("Show", self.show_), ("Grid", self.side), ("Seed", self.seed)):
            self._form.add(words, field)
        self._form.add_wide(self.resample)
        self.save = Button(theme, "Save samples…", "ph.floppy-disk")
        self.fill((self._preview, self._form), self.save)
        self._connect()
        self.show_request(SamplesRequest())

    def show_request(self, request: SamplesRequest) -> None:
        """Show a request without reporting it."""
        self.show_.set_value(request.show)
        for field, value in ((self.side, request.side), (self.seed, request.seed)):
            with QSignalBlocker(field):
                field.setValue(value)

    def show_samples(self, shown: ShownSamples) -> None:
        """Show which samples there are; a table has no pictures to look at."""
        self.show_request(shown.request)
        self.show_section(self._preview, shown.layout is None)
        rows = count(shown.request.side**2)
        self.side.set_unit("per side" if shown.layout is None else f"→ {rows} rows")

    def show_tile(self, words: str) -> None:
        """Say what is pointed at."""
        self._tile.setText(words)

    def _connect(self) -> None:
        self.show_.changed.connect(lambda show: self.requested.emit({"show": show}))
        self.side.valueChanged.connect(lambda side: self.requested.emit({"side": side}))
        self.seed.valueChanged.connect(lambda seed: self.requested.emit({"seed": seed}))
        self.resample.clicked.connect(lambda: self.seed.setValue(self.seed.value() + 1))

    def _under_pointer(self, theme: Theme) -> QWidget:
        place = QWidget()
        right = QVBoxLayout()
        right.setSpacing(3)
        right.addWidget(Label(theme, "Under pointer", role="section", tone="text_2"))
        right.addWidget(self._tile)
        right.addStretch(1)
        row = QHBoxLayout(place)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self.picture)
        row.addLayout(right, 1)
        return place
