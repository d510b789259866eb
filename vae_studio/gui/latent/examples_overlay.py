"""Encoded examples, their density and their planes on the latent grid: what is asked for and what is drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QObject

from vae_studio.api import StudioError
from vae_studio.gui.latent.density_cache import DensityCache
from vae_studio.gui.latent.examples_feed import Corner, GridExamples, GridExamplesRequest
from vae_studio.gui.latent.options import OptionColumn
from vae_studio.gui.latent.plot import GridPlot
from vae_studio.gui.notice import notice_from_error
from vae_studio.gui.studio import Studio
from vae_studio.gui.studio_state import StudioState
from vae_studio.latent.density import DensityPicture
from vae_studio.latent.grid import LatentGrid
from vae_studio.latent.planes import PlaneBasis
from vae_studio.latent.points import LatentPoints

CORNERS = 3


class ExamplesOverlay(QObject):
    """Keeps points, density and plane in step with options, weights and the part in view.

    Parameters
    ----------
    studio
        Whose run is encoded.
    plot, options
        Where things are drawn, and asked for.
    """

    def __init__(self, studio: Studio, plot: GridPlot, options: OptionColumn, parent: QObject) -> None:
        super().__init__(parent)
        self._studio = studio
        self._feed = studio.views.grid_examples
        self._plot = plot
        self._options = options
        self._grid: LatentGrid | None = None
        self._shown: GridExamples | None = None
        self._visible = False
        self._density = DensityCache(studio.views.render, self._on_density)
        self._feed.arrived.connect(self._on_examples)
        self._feed.failed.connect(self._on_failed)
        self._feed.cleared.connect(self._on_cleared)
        studio.dataset_changed.connect(self._suggest)
        options.plane.changed.connect(self._on_plane)
        options.examples.toggled.connect(self._on_toggled)
        options.density.toggled.connect(self._on_toggled)
        self._suggest()

    def watch(self, visible: bool) -> None:
        """Say whether somebody looks."""
        self._visible = visible
        self._feed.watch(visible and self._needed)

    def show_cards(self, cards: Sequence[tuple[int, str]]) -> None:
        """Offer the encoded cards of the tray as corners of a plane; their places may be new."""
        self._options.plane.show_cards(cards)
        if self._options.plane.value() == "examples":
            self._ask()

    def show_grid(self, grid: LatentGrid, epoch: int) -> None:
        """Follow the grid: its plane, the part in view, and while nothing trains its weights."""
        self._grid = grid
        shown = self._shown
        rests = self._studio.state is StudioState.IDLE
        if shown is not None and shown.epoch != epoch and rests and self._needed:
            self._feed.renew()
        self._draw_density()

    @property
    def _needed(self) -> bool:
        options = self._options
        return (
            options.examples.isChecked() or options.density.isChecked() or options.plane.value() != "dimensions"
        )

    def _on_toggled(self) -> None:
        self._ask()
        self._draw_points()
        self._draw_density()

    def _on_plane(self) -> None:
        if self._options.plane.value() == "dimensions":
            self._take_plane(None)
        self._ask()

    def _ask(self) -> None:
        """Have encoded what is needed now, unless that is on screen already."""
        wanted = self._wanted()
        if wanted is None:
            return
        if self._needed and (self._shown is None or self._shown.request != wanted):
            self._feed.ask(kind=wanted.kind, corners=wanted.corners, points=wanted.points)
        self._feed.watch(self._visible and self._needed)

    def _wanted(self) -> GridExamplesRequest | None:
        """Return what is needed now; None while a card that is needed is not encoded."""
        options, kind = self._options, self._options.plane.value()
        points = options.examples.isChecked() or options.density.isChecked()
        if kind != "examples":
            return GridExamplesRequest(kind, (), points)
        places = {
            card.identity: tuple(float(value) for value in card.posterior.loc)
            for card in self._studio.tray.cards
            if card.posterior is not None
        }
        corners: list[Corner] = []
        for field in options.plane.corners:
            if field.card is None:
                corners.append(field.example.value())
            elif field.card in places:
                corners.append(places[field.card])
        return GridExamplesRequest(kind, tuple(corners), points) if len(corners) == CORNERS else None

    def _on_examples(self, examples: GridExamples) -> None:
        self._shown = examples
        if examples.request.kind == self._options.plane.value():
            self._take_plane(examples.plane)
            self._say_share(examples)
        self._draw_points()
        self._draw_density()

    def _take_plane(self, plane: PlaneBasis | None) -> None:
        """Show a plane; another kind of plane is shown whole."""
        request = self._studio.grid_request
        before = request.plane
        if plane is not None:
            plane = plane.facing(before)
        if plane == before:
            return
        same_kind = plane is not None and before is not None and plane.names == before.names
        window = request.window if same_kind else None
        if window is None:
            self._plot.forget_window()
        self._studio.request_grid(replace(request, plane=plane, window=window))

    def _say_share(self, examples: GridExamples) -> None:
        plane = examples.plane
        if plane is not None and examples.points is not None and plane.latent_size > CORNERS - 1:
            share = plane.share_of_variance(examples.points.loc)
            self._options.plane.say(f"{share:.0%} of the variance of the examples".replace("%", " %"))
        else:
            self._options.plane.say("")

    def _on_failed(self, error: Exception) -> None:
        """Say beside the fields what is wrong with a plane; anything else is a notice."""
        if isinstance(error, StudioError) and self._options.plane.value() != "dimensions":
            self._options.plane.say(str(error), error=True)
        else:
            self._studio.notice.emit(notice_from_error(error, "Encoding examples for the grid"))

    def _on_cleared(self) -> None:
        self._shown = None
        self._grid = None
        self._density.forget()
        self._options.plane.say("")
        self._draw_points()
        self._plot.density.show(None)
        self._ask()

    def _points(self) -> LatentPoints | None:
        return None if self._shown is None else self._shown.points

    def _draw_points(self) -> None:
        points = self._points() if self._options.examples.isChecked() else None
        self._plot.points.show(points)
        self._options.key.show_classes(() if points is None or points.labels is None else points.class_names)

    def _draw_density(self) -> None:
        points = self._points() if self._options.density.isChecked() else None
        if points is None or self._grid is None:
            self._plot.density.show(None)
        elif not self._plot.navigator.moving:
            self._density.ask(points, self._grid)

    def _on_density(self, picture: DensityPicture) -> None:
        if self._options.density.isChecked():
            self._plot.density.show(picture)

    def _suggest(self) -> None:
        dataset = self._studio.dataset
        if dataset is not None:
            splits = dataset.splits
            unseen = next((one for one in (splits.test, splits.validation, splits.train) if len(one)), None)
            if unseen is not None:
                self._options.plane.suggest([int(index) for index in unseen[:CORNERS]])
