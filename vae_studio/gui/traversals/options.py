"""The options beside the traversals: what is pointed at, where they start, how far they reach."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QWidget

from vae_studio.gui.figures import count, unbroken
from vae_studio.gui.theme import Theme
from vae_studio.gui.traversals.feed import ShownTraversals, TraversalsRequest
from vae_studio.gui.traversals.start import Start, card_words
from vae_studio.gui.tray.cards import Card
from vae_studio.gui.widgets.buttons import Button, IconButton
from vae_studio.gui.widgets.fields import ComboBox, DoubleSpinBox, SpinBox
from vae_studio.gui.widgets.labels import Label
from vae_studio.gui.widgets.option_column import OptionColumn, OptionForm, button_row
from vae_studio.gui.widgets.pointed import Pointed
from vae_studio.gui.widgets.segmented import Segment, SegmentedControl
from vae_studio.latent.traversal import Traversals

MOST_STEPS = 41
PRIOR, EXAMPLE = "prior", "example"


class TraversalsOptions(OptionColumn):
    """Every change asks for other traversals.

    Signals
    -------
    requested
        What changed of the :class:`TraversalsRequest`, as a dict.
    """

    requested = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._request = TraversalsRequest()
        self._examples = 0
        self.pointed = Pointed(theme, parent=self.inside)
        self.start = ComboBox()
        self.start.setToolTip("Where every other dimension is held, and the mark under each row lies")
        self.example = SpinBox()
        self.example.setKeyboardTracking(False)
        self.example.setToolTip("Which example of the dataset, counted from 0 as in its file")
        self.spacing = SegmentedControl(
            theme,
            [
                Segment("sigma", "± σ", tooltip="Equal steps, in standard deviations of the prior"),
                Segment("quantile", "Quantile", tooltip="At the prior's quantiles (i + ½)/n"),
            ],
        )
        self.extent = DoubleSpinBox("σ")
        self.extent.setRange(0.1, 20.0)
        self.extent.setKeyboardTracking(False)
        self.steps = SpinBox("steps")
        self.steps.setRange(2, MOST_STEPS)
        self.steps.setKeyboardTracking(False)
        self.rows = Label(theme, "", role="secondary", tone="text_3", wrap=True)
        self._start_form = OptionForm(theme, "Start", self.inside)
        self._sweep_form = OptionForm(theme, "Sweep", self.inside)
        self._start_form.add("From", self.start)
        self._start_form.add("Example", self.example)
        for words, field in (("Spacing", self.spacing), ("Range", self.extent), ("Steps", self.steps)):
            self._sweep_form.add(words, field)
        self._sweep_form.add_wide(self.rows)
        self.save = Button(theme, "Save traversals…", "ph.floppy-disk")
        self.copy = IconButton(theme, "ph.copy", "Copy the traversals as a picture", framed=True)
        self.fill((self.pointed, self._start_form, self._sweep_form), button_row(self.save, self.copy))
        self._connect()
        self.show_cards(())
        self.show_request(self._request)

    def show_request(self, request: TraversalsRequest) -> None:
        """Show a request without reporting it."""
        self._request = request
        sweep, start = request.sweep, request.start
        self.spacing.set_value(sweep.spacing)
        self.extent.setEnabled(sweep.spacing == "sigma")
        self.extent.setToolTip(
            "How far a sweep reaches to both sides of the prior's mean, in its standard deviations"
            if sweep.spacing == "sigma"
            else "Quantile spacing reaches as far as the prior does."
        )
        with QSignalBlocker(self.extent), QSignalBlocker(self.steps):
            self.extent.setValue(sweep.extent)
            self.steps.setValue(sweep.steps)
        with QSignalBlocker(self.start), QSignalBlocker(self.example):
            self.start.setCurrentIndex(self.start.findData(_value(start)))
            if start.kind == "example":
                self.example.setMaximum(max(self.example.maximum(), start.number))
                self.example.setValue(start.number)
        self._start_form.show_row(self.example, start.kind == "example")

    def show_cards(self, cards: tuple[Card, ...]) -> None:
        """Offer the cards of the tray that a model can encode."""
        with QSignalBlocker(self.start):
            self.start.clear()
            self.start.addItem("Prior mean", PRIOR)
            for identity, words in card_words(cards).items():
                self.start.addItem(words, identity)
            self.start.addItem("Dataset example", EXAMPLE)
            self.start.setCurrentIndex(self.start.findData(_value(self._request.start)))

    def show_traversals(self, shown: ShownTraversals) -> None:
        """Show what can only be known of traversals: what the prior allows, and how many rows there are."""
        assert shown.found is not None
        found = shown.found
        self.spacing.set_segment_enabled("quantile", found.has_quantiles, found.reason)
        done = replace(shown.request, sweep=replace(shown.request.sweep, spacing=found.request.spacing))
        with QSignalBlocker(self.example):
            self.example.setMaximum(max(0, shown.examples - 1))
        self._examples = shown.examples
        self.example.set_unit(f"of {count(shown.examples)}")
        self.show_request(done)
        self.rows.setText(rows_words(found))

    def _connect(self) -> None:
        self.start.activated.connect(lambda _: self._on_start())
        self.example.valueChanged.connect(
            lambda number: self.requested.emit({"start": Start("example", number)})
        )
        self.spacing.changed.connect(lambda spacing: self._sweep(spacing=spacing))
        self.extent.valueChanged.connect(lambda extent: self._sweep(extent=extent))
        self.steps.valueChanged.connect(lambda steps: self._sweep(steps=steps))

    def _on_start(self) -> None:
        value = self.start.currentData()
        if value == EXAMPLE:
            start = Start("example", self.example.value())
        else:
            start = Start() if value == PRIOR else Start("card", value)
        self.requested.emit({"start": start})

    def _sweep(self, **values: object) -> None:
        self.requested.emit({"sweep": replace(self._request.sweep, **values)})  # type: ignore[arg-type]


def rows_words(found: Traversals) -> str:
    """Return which dimensions are shown, and by what they are sorted."""
    shown, size, use = len(found.dimensions), len(found.start), found.use
    which = f"{shown} of {size} dimensions. " if shown < size else ""
    by = "KL in nats" if use.kl is not None else "variance of the posterior's mean"
    return unbroken(f"{which}Sorted by {by}, over {count(use.examples)} examples.")


def _value(start: Start) -> object:
    return start.number if start.kind == "card" else start.kind
