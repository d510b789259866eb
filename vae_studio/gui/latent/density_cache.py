"""Densities over the latent grid, computed where nothing is held up and only when something has changed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from vae_studio.latent.density import AggregatePosterior, DensityPicture, density_picture
from vae_studio.latent.grid import LatentGrid
from vae_studio.latent.planes import PlaneBasis
from vae_studio.latent.points import LatentPoints


class DensityCache:
    """Computes densities on another thread, one at a time, and only where something has changed.

    Parameters
    ----------
    render
        Does work on another thread and brings its result to the GUI thread: calls the second function with
        it, or the third where there is none.
    done
        Called with the :class:`DensityPicture`.
    """

    def __init__(
        self,
        render: Callable[[Callable[[], Any], Callable[[Any], None], Callable[[], None]], None],
        done: Callable[[DensityPicture], None],
    ) -> None:
        self._render = render
        self._done = done
        self._drawn: tuple[LatentPoints, LatentGrid] | None = None
        self._next: tuple[LatentPoints, LatentGrid] | None = None
        self._busy = False
        self._aggregate: tuple[LatentPoints, PlaneBasis, AggregatePosterior, tuple[float, ...]] | None = None

    def forget(self) -> None:
        """Let nothing that was computed hold any more."""
        self._drawn, self._next, self._aggregate = None, None, None

    def ask(self, points: LatentPoints, grid: LatentGrid) -> None:
        """Have the density of points on a grid computed, unless that is what was computed last."""
        if self._drawn is not None and self._drawn[0] is points and same_map(self._drawn[1], grid):
            return
        self._next = (points, grid)
        self._start()

    def _start(self) -> None:
        if self._busy or self._next is None:
            return
        wanted, self._next = self._next, None
        self._busy, self._drawn = True, wanted
        self._render(
            lambda: self._computed(*wanted),
            lambda found: self._deliver(wanted, *found),
            self._on_failed,
        )

    def _computed(self, points: LatentPoints, grid: LatentGrid) -> tuple[Any, DensityPicture]:
        known = self._aggregate
        if known is None or known[0] is not points or known[1] != grid.plane:
            aggregate = AggregatePosterior.of(points.loc, points.scale, grid.plane)
            known = (points, grid.plane, aggregate, aggregate.levels())
        return known, density_picture(known[2], known[3], grid)

    def _deliver(self, wanted: tuple[LatentPoints, LatentGrid], known: Any, picture: DensityPicture) -> None:
        self._busy = False
        if self._drawn is wanted:
            self._aggregate = known
            self._done(picture)
        self._start()

    def _on_failed(self) -> None:
        """Go on with what was asked for since; the same is not tried again."""
        self._busy = False
        self._start()


def same_map(one: LatentGrid, other: LatentGrid) -> bool:
    """Tell whether two grids show the same part of the same plane in the same spacing."""
    axes = [(one.across_axis, other.across_axis), (one.up_axis, other.up_axis)]
    return (
        one.plane == other.plane
        and one.frame == other.frame
        and all(
            a is b or (a is not None and b is not None and np.array_equal(a.table_z, b.table_z))
            for a, b in axes
        )
    )
