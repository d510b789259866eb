"""What is drawn among the points: the tray's posteriors, the decoded plane, the interpolation path."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import QObject

from vae_studio.gui.notice import notice_from_error
from vae_studio.gui.scatter.decoding import DecodedPlane, Window
from vae_studio.gui.scatter.plot import ScatterPlot
from vae_studio.gui.scatter.posterior_marks import PosteriorMark
from vae_studio.gui.scatter.projecting import Projector
from vae_studio.gui.selection import Selection
from vae_studio.gui.studio import Studio
from vae_studio.gui.tray.cards import Card, flagged, numbers
from vae_studio.latent.planes import PlaneBasis
from vae_studio.latent.projection import covariance_on

TILE = 30
"""Width of a decoded tile, px, about."""
MOST_TILES = 32
"""In each direction."""


class AmongPoints(QObject):
    """Keeps what is drawn among the points in step with tray, path, projection and view.

    Parameters
    ----------
    studio
        Whose tray and path they are.
    plot
        Where they are drawn.
    projector
        The plane that they are drawn on; an embedding has no place for them.
    """

    def __init__(
        self, studio: Studio, plot: ScatterPlot, projector: Projector, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._studio = studio
        self._plot = plot
        self._projector = projector
        self._radii: tuple[float, ...] = (1.0, 2.0)
        self._picture_wanted = False
        self._path_wanted = True
        views = studio.views
        studio.tray_changed.connect(self._show_posteriors)
        studio.selection.changed.connect(self._show_posteriors)
        studio.selection.pointed_changed.connect(plot.marks.raise_pin)
        plot.marks.clicked.connect(studio.selection.toggle)
        plot.marks.hovered.connect(studio.selection.point)
        plot.rested.connect(self._ask_for_picture)
        views.decoding.arrived.connect(self._on_decoded)
        views.decoding.failed.connect(self._on_failed)
        views.interpolation.changed.connect(self._show_path)

    def _on_failed(self, error: Exception) -> None:
        self._studio.notice.emit(notice_from_error(error))

    def show(self) -> None:
        """Draw everything on the plane as it is now."""
        self._show_posteriors()
        self._show_path()
        self._plot.picture.clear()
        self._ask_for_picture()

    def forget(self) -> None:
        """Draw nothing: the run is another one."""
        self._plot.marks.show_marks({})
        self._plot.path.show(np.zeros((0, 2)))
        self._plot.picture.clear()

    def set_radii(self, radii: tuple[float, ...]) -> None:
        """Draw ellipses of so many standard deviations; none for no posteriors."""
        self._radii = radii
        if radii:
            self._plot.marks.set_radii(radii)
        self._show_posteriors()

    def want_picture(self, wanted: bool) -> None:
        """Draw the decoded plane beneath the points, or not."""
        self._picture_wanted = wanted
        if wanted:
            self._ask_for_picture()
        else:
            self._plot.picture.clear()

    def want_path(self, wanted: bool) -> None:
        """Draw the interpolation path, or not."""
        self._path_wanted = wanted
        self._show_path()

    def _show_posteriors(self) -> None:
        basis = self._projector.basis
        cards = self._studio.tray.cards if self._radii and basis is not None else ()
        self._plot.marks.show_marks(posterior_marks(cards, basis, self._studio.selection))

    def _show_path(self) -> None:
        basis, path = self._projector.basis, self._studio.views.interpolation.path
        places = np.zeros((0, 2))
        drawable = basis is not None and basis.up is not None and self._path_wanted
        if drawable and basis is not None and path is not None and path.shape[1] == basis.latent_size:
            places = np.stack(basis.to_plane(path), axis=1)
        self._plot.path.show(places)

    def _ask_for_picture(self) -> None:
        basis = self._projector.basis
        if self._picture_wanted and basis is not None and basis.up is not None:
            self._studio.views.decoding.ask(basis, self._window())

    def _window(self) -> Window:
        seen = self._plot.seen()
        side = self._plot.box.viewPixelSize()[0] * TILE
        columns, rows = (
            min(MOST_TILES, max(1, math.ceil(length / side))) for length in (seen.width(), seen.height())
        )
        return Window(seen.left(), seen.top(), seen.width(), seen.height(), columns, rows)

    def _on_decoded(self, decoded: DecodedPlane) -> None:
        if self._picture_wanted and self._projector.basis is not None:
            self._plot.picture.show(decoded)


def posterior_marks(
    cards: tuple[Card, ...], basis: PlaneBasis | None, selection: Selection
) -> dict[int, PosteriorMark]:
    """Return where the encoded cards lie on a plane, by identity; a single dimension has no ellipses."""
    if basis is None or basis.up is None:
        return {}
    by_identity = numbers(cards)
    marks = {}
    for card in cards:
        posterior = card.posterior
        if posterior is None or len(posterior.loc) != basis.latent_size:
            continue
        u, v = basis.to_plane(posterior.loc)
        (xx, xy), (yx, yy) = covariance_on(basis, posterior.scale, posterior.covariance).tolist()
        marks[card.identity] = PosteriorMark(
            by_identity[card.identity],
            (float(u), float(v)),
            ((xx, xy), (yx, yy)),
            flagged=flagged(card),
            selected=card.identity in selection,
        )
    return marks
