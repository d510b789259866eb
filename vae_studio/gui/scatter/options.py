"""The options beside the scatter: axes, classes, which points and how they look, the tray's posteriors."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QCheckBox, QWidget

from vae_studio.gui.figures import count, decimal
from vae_studio.gui.scatter.class_legend import ClassLegend
from vae_studio.gui.scatter.feed import ShownPoints
from vae_studio.gui.theme import Theme
from vae_studio.gui.widgets.buttons import Button
from vae_studio.gui.widgets.fields import ComboBox, SpinBox
from vae_studio.gui.widgets.option_column import OptionColumn, OptionForm, ValueSlider
from vae_studio.gui.widgets.segmented import Segment, SegmentedControl
from vae_studio.session.latent_points import POINTS, SPLITS

MOST_POINTS = 10_000
LOOKS = ((200, (7, 8)), (1000, (5, 6)), (MOST_POINTS, (4, 5)))
"""Up to how many points they are how many pixels wide, with which opacity in tenths."""
RADII = {"1": (1.0,), "2": (1.0, 2.0), "3": (3.0,)}
SPLIT_WORDS = {"train": "Training", "validation": "Validation", "test": "Test"}


class ScatterOptions(OptionColumn):
    """Every change asks for other points, or draws the same ones differently.

    Signals
    -------
    requested
        What changed of the :class:`PointsRequest`, as a dict.
    axes_changed
        The two latent dimensions, from 0.
    size_changed, opacity_changed
        Width of a point, px; opacity, 0 to 1.
    radii_changed
        Ellipses of so many standard deviations; none for no posteriors.
    """

    requested = Signal(object)
    axes_changed = Signal(int, int)
    size_changed = Signal(float)
    opacity_changed = Signal(float)
    radii_changed = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.axes = OptionForm(theme, "Axes")
        self.across, self.up = ComboBox(), ComboBox()
        self.axes.add("Across", self.across)
        self.axes.add("Up", self.up)
        self.legend = ClassLegend(theme)
        self._points = OptionForm(theme, "Points")
        self.split = ComboBox()
        self.count = SpinBox("")
        self.count.setRange(1, MOST_POINTS)
        self.count.setSingleStep(500)
        self.count.setKeyboardTracking(False)
        self.point_size = ValueSlider(theme, 2, 10)
        self.opacity = ValueSlider(theme, 1, 10)
        for words, field in (
            ("Split", self.split),
            ("Count", self.count),
            ("Size", self.point_size),
            ("Opacity", self.opacity),
        ):
            self._points.add(words, field)
        self._tray = OptionForm(theme, "Tray posteriors")
        self.posteriors = QCheckBox("Show")
        self.posteriors.setChecked(True)
        self.ellipse = SegmentedControl(
            theme,
            [
                Segment("1", "1σ", tooltip="One standard deviation of each dimension"),
                Segment("2", "1σ + 2σ", tooltip="One and two standard deviations of each dimension"),
                Segment("3", "3σ", tooltip="Three standard deviations of each dimension"),
            ],
        )
        self.ellipse.set_value("2")
        self._tray.add_wide(self.posteriors)
        self._tray.add("Ellipse", self.ellipse)
        self.save = Button(theme, "Save figure…", "ph.floppy-disk")
        self.fill((self.axes, self.legend, self._points, self._tray), self.save)
        self._connect()
        self.point_size.slider.setValue(4)
        self.opacity.slider.setValue(5)
        self.count.setValue(POINTS)
        self.show_section(self.axes, False)
        self._chosen = False

    @property
    def radii(self) -> tuple[float, ...]:
        """The ellipses that are wanted, in standard deviations; empty for no posteriors."""
        return RADII[self.ellipse.value()] if self.posteriors.isChecked() else ()

    def show_points(self, shown: ShownPoints, axes: tuple[int, int | None]) -> None:
        """Show which points there are, without asking for others."""
        points = shown.points
        self._show_splits(shown)
        if not self._chosen:
            self._suggest(len(points))
        with QSignalBlocker(self.count):
            self.count.setMaximum(min(MOST_POINTS, points.examples))
            self.count.setValue(len(points))
        self.count.set_unit(f"of {count(points.examples)}")
        self.count.setToolTip("How many examples are shown at most; they lie evenly over the split.")
        self.show_section(self.axes, points.latent_size > 2)
        self._show_axes(points.latent_size, axes)
        self.legend.show_classes(points.class_names, points.labels)
        self.show_section(self.legend, points.labels is not None)

    def _suggest(self, count: int) -> None:
        """Draw few points larger and more solid than many, until somebody has chosen otherwise."""
        pixels, tenths = next(look for most, look in LOOKS if count <= most)
        self.point_size.slider.setValue(pixels)
        self.opacity.slider.setValue(tenths)
        self._chosen = False

    def _show_splits(self, shown: ShownPoints) -> None:
        with QSignalBlocker(self.split):
            self.split.clear()
            for split in SPLITS:
                if len(getattr(shown.dataset.splits, split)):
                    self.split.addItem(SPLIT_WORDS[split], split)
            self.split.setCurrentIndex(self.split.findData(shown.points.split))

    def _show_axes(self, latent_size: int, axes: tuple[int, int | None]) -> None:
        for box, dimension in zip((self.across, self.up), axes, strict=True):
            with QSignalBlocker(box):
                if box.count() != latent_size:
                    box.clear()
                    for number in range(latent_size):
                        box.addItem(f"z{number + 1}", number)
                box.setCurrentIndex(-1 if dimension is None else dimension)

    def _connect(self) -> None:
        self.across.activated.connect(lambda _: self._on_axis(self.across, self.up))
        self.up.activated.connect(lambda _: self._on_axis(self.up, self.across))
        self.split.activated.connect(lambda _: self.requested.emit({"split": self.split.currentData()}))
        self.count.valueChanged.connect(lambda number: self.requested.emit({"count": number}))
        self.point_size.slider.valueChanged.connect(self._on_size)
        self.opacity.slider.valueChanged.connect(self._on_opacity)
        self.posteriors.toggled.connect(self._on_posteriors)
        self.ellipse.changed.connect(lambda _: self.radii_changed.emit(self.radii))

    def _on_axis(self, chosen: ComboBox, other: ComboBox) -> None:
        """Take another dimension for one axis; where the other axis has it, that one takes the next."""
        if other.currentData() == chosen.currentData():
            other.setCurrentIndex((other.currentIndex() + 1) % other.count())
        self.axes_changed.emit(self.across.currentData(), self.up.currentData())

    def _on_size(self, pixels: int) -> None:
        self._chosen = True
        self.point_size.value.setText(f"{pixels} px")
        self.size_changed.emit(float(pixels))

    def _on_opacity(self, tenths: int) -> None:
        self._chosen = True
        self.opacity.value.setText(decimal(tenths / 10, 1))
        self.opacity_changed.emit(tenths / 10)

    def _on_posteriors(self, wanted: bool) -> None:
        self.ellipse.setEnabled(wanted)
        self.radii_changed.emit(self.radii)
