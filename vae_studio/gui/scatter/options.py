"""The options beside the scatter: projection, colours, which points, how they look, what lies among them."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QCheckBox, QWidget

from vae_studio.gui.figures import count, decimal
from vae_studio.gui.scatter.class_legend import ClassLegend
from vae_studio.gui.scatter.colour_form import ColourForm
from vae_studio.gui.scatter.feed import EVERY, ShownPoints
from vae_studio.gui.scatter.projecting import Projector
from vae_studio.gui.scatter.projection_form import ProjectionForm
from vae_studio.gui.theme import Theme
from vae_studio.gui.widgets.buttons import Button, IconButton
from vae_studio.gui.widgets.fields import ComboBox, SpinBox
from vae_studio.gui.widgets.labels import Label
from vae_studio.gui.widgets.option_column import OptionColumn, OptionForm, ValueSlider, button_row
from vae_studio.gui.widgets.segmented import Segment, SegmentedControl
from vae_studio.session.latent_points import POINTS, SPLITS

LOOKS = ((200, (7, 8)), (1000, (5, 6)), (10_000, (4, 5)), (EVERY, (3, 3)))
"""Up to how many points they are how many pixels wide, with which opacity in tenths."""
RADII = {"1": (1.0,), "2": (1.0, 2.0), "3": (3.0,)}
SPLIT_WORDS = {"train": "Training", "validation": "Validation", "test": "Test"}


class ScatterOptions(OptionColumn):
    """Every change asks for other points, or draws the same ones differently.

    Signals
    -------
    requested
        What changed of the :class:`PointsRequest`, as a dict.
    size_changed, opacity_changed
        Width of a point, px; opacity, 0 to 1.
    radii_changed
        Ellipses of so many standard deviations; none for no posteriors.
    picture_wanted, path_wanted
        Whether the decoded plane, and the interpolation path, are drawn.
    """

    requested = Signal(object)
    size_changed = Signal(float)
    opacity_changed = Signal(float)
    radii_changed = Signal(object)
    picture_wanted = Signal(bool)
    path_wanted = Signal(bool)

    def __init__(self, theme: Theme, projector: Projector, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._chosen = False
        self.projection = ProjectionForm(theme, projector, self.inside)
        self.colour = ColourForm(theme, self.inside)
        self.legend = ClassLegend(theme, self.inside)
        self.save = Button(theme, "Save figure…", "ph.floppy-disk")
        self.copy = IconButton(theme, "ph.copy", "Copy the figure to the clipboard", framed=True)
        sections = (self.projection, self.colour, self.legend, self._which_points(), self._among_points())
        self.fill(sections, button_row(self.save, self.copy))
        self._connect()
        self._suggest(POINTS)
        self.count.setValue(POINTS)
        self.show_section(self.projection, False)

    @property
    def radii(self) -> tuple[float, ...]:
        """The ellipses that are wanted, in standard deviations; empty for no posteriors."""
        return RADII[self.ellipse.value()] if self.posteriors.isChecked() else ()

    def show_points(self, shown: ShownPoints, whole: bool) -> None:
        """Show which points there are, `whole` where the whole split was asked for; ask for no others."""
        points = shown.points
        self.encoding.hide()
        self._show_splits(shown)
        if not self._chosen:
            self._suggest(len(points))
        with QSignalBlocker(self.count), QSignalBlocker(self.every):
            self.count.setMaximum(points.examples)
            self.count.setValue(len(points))
            self.every.setChecked(whole)
        self.every.setVisible(whole or points.examples > POINTS)
        self.count.setEnabled(not whole)
        self.count.set_unit(f"of {count(points.examples)}")
        self.count.setToolTip("How many examples are shown at most; they lie evenly over the split.")
        self.show_section(self.projection, points.latent_size > 2)
        self.legend.show_classes(points.class_names, points.labels)
        self.show_section(self.legend, points.labels is not None)

    def show_encoding(self, done: int, total: int) -> None:
        """Say how many examples are encoded; nothing once all are."""
        self.encoding.setText(f"Encoding: {count(done)} of {count(total)}")
        self.encoding.setVisible(done < total)

    def allow_places(self, reason: str, images: bool) -> None:
        """Say why nothing but points can be drawn; empty where the rest can. Only images are drawn as tiles."""
        self.posteriors.setEnabled(not reason)
        self.ellipse.setEnabled(not reason and self.posteriors.isChecked())
        self.path.setEnabled(not reason)
        self.picture.setEnabled(not reason and images)
        self.posteriors.setToolTip(reason or "Draw the posteriors of the tray's images")
        self.path.setToolTip(reason or "Draw the path between the two selected cards of the tray")
        why_not = reason or ("" if images else "Only images over two latent dimensions are drawn as tiles")
        self.picture.setToolTip(why_not or "Draw what the decoder makes of the plane beneath the points")

    def _which_points(self) -> QWidget:
        form = OptionForm(self._theme, "Points", self.inside)
        self.split = ComboBox()
        self.count = SpinBox()
        self.count.setRange(1, EVERY)
        self.count.setSingleStep(500)
        self.count.setKeyboardTracking(False)
        self.every = QCheckBox("Every example of the split")
        self.every.setToolTip("Encode and draw the whole split, however many examples it has")
        self.encoding = Label(self._theme, "", role="secondary", tone="text_2", wrap=True)
        self.encoding.hide()
        self.point_size = ValueSlider(self._theme, 2, 10)
        self.opacity = ValueSlider(self._theme, 1, 10)
        form.add("Split", self.split)
        form.add("Count", self.count)
        form.add_wide(self.every)
        form.add_wide(self.encoding)
        form.add("Size", self.point_size)
        form.add("Opacity", self.opacity)
        return form

    def _among_points(self) -> QWidget:
        form = OptionForm(self._theme, "Tray posteriors", self.inside)
        self.posteriors = QCheckBox("Show")
        self.posteriors.setChecked(True)
        self.ellipse = SegmentedControl(
            self._theme,
            [
                Segment("1", "1σ", tooltip="One standard deviation"),
                Segment("2", "1σ + 2σ", tooltip="One and two standard deviations"),
                Segment("3", "3σ", tooltip="Three standard deviations"),
            ],
        )
        self.ellipse.set_value("2")
        self.picture = QCheckBox("Decoded grid underneath")
        self.path = QCheckBox("Interpolation path")
        self.path.setChecked(True)
        form.add_wide(self.posteriors)
        form.add("Ellipse", self.ellipse)
        form.add_wide(self.picture)
        form.add_wide(self.path)
        return form

    def _suggest(self, points: int) -> None:
        """Draw few points larger and more solid than many, until somebody has chosen otherwise."""
        pixels, tenths = next(look for most, look in LOOKS if points <= most)
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

    def _connect(self) -> None:
        self.split.activated.connect(lambda _: self.requested.emit({"split": self.split.currentData()}))
        self.count.valueChanged.connect(lambda number: self.requested.emit({"count": number}))
        self.every.toggled.connect(self._on_every)
        self.point_size.slider.valueChanged.connect(self._on_size)
        self.opacity.slider.valueChanged.connect(self._on_opacity)
        self.posteriors.toggled.connect(self._on_posteriors)
        self.ellipse.changed.connect(lambda _: self.radii_changed.emit(self.radii))
        self.picture.toggled.connect(self.picture_wanted)
        self.path.toggled.connect(self.path_wanted)

    def _on_every(self, wanted: bool) -> None:
        self.count.setEnabled(not wanted)
        self.requested.emit({"count": EVERY if wanted else min(POINTS, self.count.maximum())})

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
