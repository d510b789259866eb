"""Which dimensions the grid shows, how its tiles are spaced, and what is decoded."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QFormLayout, QSizePolicy, QWidget

from vae_studio.gui.figures import decimal
from vae_studio.gui.latent.ticks import distinct_places
from vae_studio.gui.theme import Theme
from vae_studio.gui.widgets.fields import ComboBox, DoubleSpinBox, SpinBox
from vae_studio.gui.widgets.labels import Label
from vae_studio.gui.widgets.segmented import Segment, SegmentedControl
from vae_studio.latent.grid import GridRequest, LatentGrid

LABEL_WIDTH = 54
SLACK = 1e-3
MOST_TILES = 40
QUANTILE_RANGE = "Quantile spacing reaches as far as the prior does, or the codes of an autoencoder."
LINEAR_RANGE = (
    "How far the outermost tiles lie from the middle, in standard deviations of the prior, or of the codes"
)
TIPS = {
    "Across": "Latent dimension from left to right",
    "Up": "Latent dimension from bottom to top",
    "Spacing": "Quantile: each tile stands for the same share of the prior. Linear: equal steps of z.",
    "Range": QUANTILE_RANGE,
    "Grid": "Tiles per side",
    "Show": "The mean of p(x|z), or one draw from it",
}


class AxesForm(QWidget):
    """Across, Up, Spacing, Range, Grid and Show.

    Signals
    -------
    changed
        The fields of a :class:`GridRequest` that the person changed, with their values.
    """

    changed = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.across = ComboBox()
        self.up = ComboBox()
        self.spacing = SegmentedControl(theme, [Segment("quantile", "Quantile"), Segment("linear", "Linear")])
        self.range = DoubleSpinBox("± z")
        self.range.setRange(0.1, 100.0)
        self.range.setKeyboardTracking(False)
        self.tiles = SpinBox("per side")
        self.tiles.setRange(1, MOST_TILES)
        self.tiles.setKeyboardTracking(False)
        self.show_ = ComboBox()
        self.show_.addItem("Decoder mean", "mean")
        self.show_.addItem("One draw", "draw")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._lay_out()
        self._connect()

    def show_request(self, request: GridRequest, latent_size: int) -> None:
        """Show a request without reporting it."""
        self._fill_axes(latent_size)
        _choose(self.across, request.across)
        _choose(self.up, request.up)
        _choose(self.show_, request.show)
        self.up.setEnabled(latent_size > 1)
        self.up.setToolTip(TIPS["Up"] if latent_size > 1 else "The model has one latent dimension.")
        self.spacing.set_value(request.spacing)
        self._show_range(request.extent)
        with QSignalBlocker(self.tiles):
            self.tiles.setValue(request.columns)
        self._allow_range(request.spacing == "linear")

    def show_dimensions(self, visible: bool) -> None:
        """Show the choice of the two dimensions, or hide it: the plane is another one."""
        self._form.setRowVisible(self.across, visible)
        self._form.setRowVisible(self.up, visible)

    def show_grid(self, grid: LatentGrid) -> None:
        """Show the range that a grid reaches, and whether its prior has quantiles."""
        self.spacing.set_segment_enabled("quantile", grid.has_quantiles, grid.reason)
        self.spacing.set_value(grid.request.spacing)
        self._allow_range(grid.request.spacing == "linear")
        if grid.request.spacing == "quantile":
            self._show_reach(grid)
        else:
            self.range.set_unit("± z" if counts_in_z(grid) else "± σ")

    def _connect(self) -> None:
        self.across.activated.connect(lambda _: self._on_axis("across", self.across, self.up))
        self.up.activated.connect(lambda _: self._on_axis("up", self.up, self.across))
        self.spacing.changed.connect(lambda spacing: self.changed.emit({"spacing": spacing}))
        self.range.valueChanged.connect(lambda extent: self.changed.emit({"extent": extent}))
        self.tiles.valueChanged.connect(lambda tiles: self.changed.emit({"rows": tiles, "columns": tiles}))
        self.show_.activated.connect(lambda _: self.changed.emit({"show": self.show_.currentData()}))

    def _on_axis(self, name: str, chosen: ComboBox, other: ComboBox) -> None:
        """Take another dimension for one axis; where the other axis has it, they change places."""
        values = {name: chosen.currentData()}
        if other.currentData() == chosen.currentData():
            taken = {self.across.itemData(i) for i in range(self.across.count())} - {chosen.currentData()}
            previous = chosen.property("chosen")
            _choose(other, previous if previous in taken else min(taken))
            values["up" if name == "across" else "across"] = other.currentData()
        self._remember()
        self.changed.emit(values)

    def _remember(self) -> None:
        for box in (self.across, self.up):
            box.setProperty("chosen", box.currentData())

    def _fill_axes(self, latent_size: int) -> None:
        if self.across.count() == latent_size:
            return
        for box in (self.across, self.up):
            with QSignalBlocker(box):
                box.clear()
                for dimension in range(latent_size):
                    box.addItem(f"z{dimension + 1}", dimension)

    def _show_range(self, extent: float) -> None:
        self.range.setSpecialValueText("")
        with QSignalBlocker(self.range):
            self.range.setValue(extent)

    def _show_reach(self, grid: LatentGrid) -> None:
        """Show between which z the outermost tiles of the whole plane lie: one number where 0 is the middle."""
        tiles = len(grid.across)
        low, high = grid.across_axis.coordinate(np.array([0.5, tiles - 0.5]) / tiles).tolist()
        if grid.request.window is None:
            low, high = float(grid.across[0]), float(grid.across[-1])
        places = distinct_places([low, high])
        if decimal(low, places) == decimal(-high, places):
            self._show_range(round(high, places))
            self.range.set_unit("± z")
            return
        self._show_range(self.range.minimum())
        self.range.setSpecialValueText(f"{decimal(low, places)} to {decimal(high, places)}")
        self.range.set_unit("")
        self.range.setToolTip(f"{QUANTILE_RANGE} Shown: {grid.plane.names[0]}.")

    def _allow_range(self, allowed: bool) -> None:
        self.range.setEnabled(allowed)
        self.range.setToolTip(LINEAR_RANGE if allowed else QUANTILE_RANGE)

    def _lay_out(self) -> None:
        self._form = form = QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        form.setHorizontalSpacing(8)
        form.setVerticalSpacing(5)
        rows: Sequence[tuple[str, QWidget]] = (
            ("Across", self.across),
            ("Up", self.up),
            ("Spacing", self.spacing),
            ("Range", self.range),
            ("Grid", self.tiles),
            ("Show", self.show_),
        )
        for words, field in rows:
            label = Label(self._theme, words, tone="text_2")
            label.setFixedSize(LABEL_WIDTH, 24)
            label.setBuddy(field)
            field.setAccessibleName(words)
            field.setToolTip(TIPS[words])
            form.addRow(label, field)


def counts_in_z(grid: LatentGrid) -> bool:
    """Tell whether a standard deviation on a grid of equal steps is 1 and its middle 0, so that both are z."""
    start, end = grid.across_axis.table_z[[0, -1]]
    tiles = len(grid.across)
    reach = (end - start) / 2 * ((tiles - 1) / tiles if tiles > 1 else 1.0)
    return bool(abs(start + end) < SLACK * reach and abs(reach - grid.request.extent) < SLACK * reach)


def _choose(box: ComboBox, value: object) -> None:
    with QSignalBlocker(box):
        box.setCurrentIndex(box.findData(value))
    box.setProperty("chosen", value)
