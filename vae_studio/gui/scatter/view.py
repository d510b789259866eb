"""The drawn page of the Scatter: plot, options, hovered examples, the tray's posteriors, saving."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from vae_studio.gui.drops import titled
from vae_studio.gui.pixels import to_image
from vae_studio.gui.scatter.feed import ShownPoints
from vae_studio.gui.scatter.hover_card import title
from vae_studio.gui.scatter.options import ScatterOptions
from vae_studio.gui.scatter.plot import ScatterPlot
from vae_studio.gui.scatter.posterior_marks import PosteriorMark
from vae_studio.gui.scatter.saving import SavedFigure, save_figure
from vae_studio.gui.studio import Studio
from vae_studio.gui.theme import Theme
from vae_studio.gui.tray.cards import Card, numbers
from vae_studio.latent.points import widest_axes

FILTER = "Picture (*.png);;Table of coordinates (*.csv);;Arrays (*.npz)"


class ScatterView(QWidget):
    """Shows points as they come."""

    def __init__(self, studio: Studio, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._studio = studio
        self._theme = theme
        self._shown: ShownPoints | None = None
        self._axes: tuple[int, int | None] = (0, 1)
        self._visible = np.zeros(0, np.int64)
        self.plot = ScatterPlot(theme)
        self.options = ScatterOptions(theme)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 10, 4, 4)
        row.setSpacing(12)
        row.addWidget(self.plot, 1)
        row.addWidget(self.options)
        self._connect()

    @property
    def shown(self) -> ShownPoints | None:
        """What is drawn."""
        return self._shown

    def show_points(self, shown: ShownPoints) -> None:
        """Draw points; the axes stay where the latent space has as many dimensions as before."""
        before = self._shown
        self._shown = shown
        if before is None or before.points.latent_size != shown.points.latent_size:
            self._axes = widest_axes(shown.points.loc)
            self.plot.show_axes(*self._axes)
        self.options.show_points(shown, self._axes)
        self._draw()
        self._show_posteriors()

    def forget(self) -> None:
        """Let the next points choose their own axes: they are those of another run."""
        self._shown = None
        self.plot.marks.show_marks({})

    def save(self) -> None:
        """Ask where to, and save what is drawn."""
        if self._shown is None:
            return
        file, chosen = QFileDialog.getSaveFileName(self, "Save figure", str(self._suggested_file()), FILTER)
        if file:
            ending = next(one for one in (".npz", ".csv", ".png") if one in chosen or one == ".png")
            path = Path(file)
            self.save_to(path if path.suffix else path.with_suffix(ending))

    def save_to(self, path: Path) -> None:
        """Save what is drawn; the ending says as what."""
        assert self._shown is not None
        figure = SavedFigure.of(self._shown, self._visible, self._axes, self._studio.run_name, self._theme)
        self._studio.views.write(lambda: save_figure(path, figure))

    def _connect(self) -> None:
        options, plot = self.options, self.plot
        options.requested.connect(lambda values: self._studio.views.points.ask(**values))
        options.axes_changed.connect(self._on_axes)
        options.size_changed.connect(plot.set_size)
        options.opacity_changed.connect(plot.set_opacity)
        options.radii_changed.connect(self._on_radii)
        options.legend.changed.connect(lambda _: self._draw())
        options.save.clicked.connect(self.save)
        plot.pointed.connect(self._on_pointed)
        plot.chosen.connect(self._add_to_tray)
        self._studio.tray_changed.connect(self._show_posteriors)

    def _on_axes(self, across: int, up: int) -> None:
        self._axes = (across, up)
        self.plot.show_axes(across, up)
        self._draw()
        self._show_posteriors()

    def _on_radii(self, radii: tuple[float, ...]) -> None:
        if radii:
            self.plot.marks.set_radii(radii)
        self._show_posteriors()

    def _draw(self) -> None:
        """Draw the points of the classes that are shown."""
        if self._shown is None:
            return
        points = self._shown.points
        places, labels = points.plane(*self._axes), points.labels
        if labels is None:
            self._visible = np.arange(len(points))
        else:
            self._visible = np.flatnonzero(np.isin(labels, list(self.options.legend.shown)))
        self.plot.show_points(places[self._visible], None if labels is None else labels[self._visible])

    def _on_pointed(self, number: int) -> None:
        """Show what a point is, once the plot has drawn it where it is."""
        if self._shown is None or number < 0:
            return
        at = self.plot.place_on_screen(number).toPoint()
        self.plot.card.show_point(self._shown.points, self._shown.dataset, int(self._visible[number]), at)

    def _add_to_tray(self, number: int) -> None:
        """Put an image of the dataset into the tray, as if it came from outside."""
        if self._shown is None:
            return
        index = int(self._visible[number])
        example = self._shown.dataset.examples[int(self._shown.points.indices[index])]
        if example.ndim == 3:
            words = f"{title(self._shown.points, index)} #{int(self._shown.points.indices[index])}"
            self._studio.add_images([titled(to_image(example), words)])

    def _show_posteriors(self) -> None:
        cards = self._studio.tray.cards if self.options.radii and self._shown is not None else ()
        size = 0 if self._shown is None else self._shown.points.latent_size
        self.plot.marks.show_marks(posterior_marks(cards, self._axes, size))

    def _suggested_file(self) -> Path:
        run, epoch = self._studio.run, self._shown.epoch if self._shown is not None else 0
        folder = run.path / "pictures" if run is not None and run.path is not None else Path.home()
        return folder / f"scatter-epoch-{epoch}.png"


def posterior_marks(
    cards: tuple[Card, ...], axes: tuple[int, int | None], latent_size: int
) -> dict[int, PosteriorMark]:
    """Return where the encoded cards lie on a plane, by identity; a single dimension has no ellipses."""
    across, up = axes
    by_identity = numbers(cards)
    marks = {}
    for card in cards:
        posterior = card.posterior
        if posterior is None or up is None or len(posterior.loc) != latent_size:
            continue
        mean = (float(posterior.loc[across]), float(posterior.loc[up]))
        deviation = (float(posterior.scale[across]), float(posterior.scale[up]))
        marks[card.identity] = PosteriorMark(by_identity[card.identity], mean, deviation)
    return marks
