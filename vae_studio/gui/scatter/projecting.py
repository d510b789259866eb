"""Where the points of the scatter are drawn: on a plane of the latent space, or embedded."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QObject, Signal

from vae_studio.gui.figures import decimal
from vae_studio.gui.scatter.embedder import Embedder
from vae_studio.gui.scatter.feed import ShownPoints
from vae_studio.latent.embedding import MOST_EMBEDDED
from vae_studio.latent.planes import PlaneBasis, principal_plane
from vae_studio.latent.points import LatentPoints, axis_names, spread_out, widest_axes
from vae_studio.latent.projection import EMBEDDINGS, METHOD_NAMES, Method, axis_shares, places_on


@dataclass(frozen=True, eq=False)
class Embedding:
    """Places of some examples.

    Attributes
    ----------
    method, epoch
        What they come from.
    indices
        Which examples of the dataset, int64 ``[N]``.
    places
        float32 ``[N, 2]``.
    """

    method: Method
    epoch: int
    indices: np.ndarray
    places: np.ndarray


class Projector(QObject):
    """Lays points on a plane. An embedding stays until another one is asked for, however the weights change.

    Signals
    -------
    changed
        The places are other ones; whether everything is to be brought into view.
    failed
        An exception.
    """

    changed = Signal(bool)
    failed = Signal(object)

    def __init__(self, embedder: Embedder, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._embedder = embedder
        self._shown: ShownPoints | None = None
        self._method: Method = "dimensions"
        self._axes: tuple[int, int | None] = (0, 1)
        self._basis: PlaneBasis | None = None
        self._embedding: Embedding | None = None

    @property
    def method(self) -> Method:
        """How the points are laid on the plane."""
        return self._method

    @property
    def axes(self) -> tuple[int, int | None]:
        """The two dimensions, from 0."""
        return self._axes

    @property
    def basis(self) -> PlaneBasis | None:
        """The plane of the latent space; None for an embedding, and without points."""
        return self._basis if self._method not in EMBEDDINGS else None

    @property
    def embedding(self) -> Embedding | None:
        """The embedding that is drawn, or None."""
        found = self._embedding
        return found if found is not None and found.method == self._method else None

    def show(self, shown: ShownPoints) -> None:
        """Lay other points; axes and plane stay as far as they can."""
        before = self._shown
        self._shown = shown
        is_other = before is None or before.points.latent_size != shown.points.latent_size
        if is_other:
            self._axes = widest_axes(shown.points.loc)
            self._basis, self._embedding = None, None
            if shown.points.latent_size <= 2:
                self._method = "dimensions"
        if is_other or self._method not in EMBEDDINGS:
            self._settle()
        if self._method in EMBEDDINGS and self.embedding is None and not self._embedder.running:
            self.embed()
        self.changed.emit(is_other)

    def forget(self) -> None:
        """Let the next points choose their own axes: they are those of another run."""
        self._embedder.cancel()
        self._shown, self._basis, self._embedding = None, None, None

    def choose(self, method: Method) -> None:
        """Lay the points in another way; an embedding is begun, and comes when it comes."""
        if method == self._method:
            return
        self._method = method
        self._basis = None
        self._embedder.cancel()
        self._settle()
        if method in EMBEDDINGS and self.embedding is None:
            self.embed()
        self.changed.emit(True)

    def set_axes(self, across: int, up: int | None) -> None:
        """Take other dimensions."""
        self._axes = (across, up)
        self._settle()
        self.changed.emit(True)

    def embed(self) -> None:
        """Embed the points as they are now."""
        shown, method = self._shown, self._method
        if shown is None:
            return
        chosen = spread_out(np.arange(len(shown.points)), MOST_EMBEDDED)
        indices = shown.points.indices[chosen]
        self._embedder.start(
            shown.points.loc[chosen],
            method,
            lambda places: self._take(Embedding(method, shown.epoch, indices, places)),
            self.failed.emit,
        )

    def places(self) -> np.ndarray:
        """Return where each of the points is drawn, float64 ``[N, 2]``; NaN where it has no place."""
        if self._shown is None:
            return np.zeros((0, 2))
        points = self._shown.points
        if self._method in EMBEDDINGS:
            return _embedded(self.embedding, points)
        assert self._basis is not None, "points are laid on a plane as soon as there are any"
        return places_on(self._basis, points)

    def names(self) -> tuple[str, str]:
        """Return the words of the two axes."""
        if self._method in EMBEDDINGS:
            return f"{METHOD_NAMES[self._method]} 1", f"{METHOD_NAMES[self._method]} 2"
        if self._method == "principal" and self._basis is not None and self._shown is not None:
            shares = axis_shares(self._basis, self._shown.points.loc)
            first, second = (f"{decimal(100 * share, 0)} % of the variance" for share in shares)
            return f"{self._basis.names[0]}, {first}", f"{self._basis.names[1]}, {second}"
        return axis_names(*self._axes)

    def _settle(self) -> None:
        """Find the plane of the method."""
        if self._shown is None or self._method in EMBEDDINGS:
            return
        points = self._shown.points
        if self._method == "principal":
            finite = points.loc[np.isfinite(points.loc).all(axis=1)]
            if len(finite) > 1:
                self._basis = principal_plane(finite).facing(self._basis)
                return
        self._basis = PlaneBasis.of_dimensions(*self._axes, np.zeros(points.latent_size))

    def _take(self, embedding: Embedding) -> None:
        self._embedding = embedding
        self.changed.emit(True)


def _embedded(embedding: Embedding | None, points: LatentPoints) -> np.ndarray:
    places = np.full((len(points), 2), np.nan)
    if embedding is not None:
        _, here, there = np.intersect1d(
            points.indices, embedding.indices, assume_unique=True, return_indices=True
        )
        places[here] = embedding.places[there]
    return places
