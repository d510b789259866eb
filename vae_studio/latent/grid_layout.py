"""Where the tiles of a grid lie in the latent space."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from vae_studio.latent.axes import linear_axis, quantile_axis
from vae_studio.latent.grid import GridRequest
from vae_studio.latent.grid_axis import GridAxis
from vae_studio.latent.marginals import AxisMarginal, Marginals
from vae_studio.latent.planes import PlaneBasis


@dataclass(frozen=True, eq=False)
class GridLayout:
    """Axes and points of a grid.

    Attributes
    ----------
    across, up
        The axes; `up` None for a single row.
    z
        Points of the tiles, float32 ``[rows, columns, L]``, the row of the largest v first.
    request
        What was asked for; its spacing is what was done.
    reason
        Why quantile spacing is not possible; empty where it is.
    """

    across: GridAxis
    up: GridAxis | None
    z: np.ndarray
    request: GridRequest
    reason: str


def lay_out(request: GridRequest, marginals: Marginals) -> GridLayout:
    """Return where the tiles of a grid lie; without quantiles in equal steps.

    Raises
    ------
    SpecError
        The window covers nothing.
    """
    plane, axes = _frame(request, marginals)
    reason = next((axis.reason for axis in axes if axis.reason), "")
    if reason:
        request = replace(request, spacing="linear")
    across, up = _across(axes[0], request), _up(axes, request)
    return GridLayout(across, up, _points(plane, across, up), request, reason)


def _frame(request: GridRequest, marginals: Marginals) -> tuple[PlaneBasis, list[AxisMarginal]]:
    """Return the plane of a grid, and how the latent space is used along its axes."""
    if request.plane is not None:
        plane = request.plane
        directions = [plane.right] if plane.up is None else [plane.right, plane.up]
        return plane, [marginals.along(plane.origin, direction) for direction in directions]
    dimensions = [request.across] if request.up is None else [request.across, request.up]
    held = np.asarray(request.held or marginals.mean, np.float32)
    plane = PlaneBasis.of_dimensions(request.across, request.up, held)
    return plane, [marginals.along_dimension(dimension) for dimension in dimensions]


def _across(marginal: AxisMarginal, request: GridRequest) -> GridAxis:
    window, dimension = request.window, None if request.plane is not None else request.across
    span = None if window is None else (window.left, window.right)
    if request.spacing == "quantile":
        return quantile_axis(marginal, request.columns, span, dimension)
    return linear_axis(marginal, request.columns, request.extent, span, dimension)


def _up(marginals: list[AxisMarginal], request: GridRequest) -> GridAxis | None:
    if len(marginals) == 1:
        return None
    window, dimension = request.window, None if request.plane is not None else request.up
    span = None if window is None else (window.bottom, window.top)
    if request.spacing == "quantile":
        return quantile_axis(marginals[1], request.rows, span, dimension)
    return linear_axis(marginals[1], request.rows, request.extent, span, dimension)


def _points(plane: PlaneBasis, across: GridAxis, up: GridAxis | None) -> np.ndarray:
    """Return z of the tiles, float32 ``[rows, columns, L]``, the row of the largest v first."""
    v = np.zeros((1, 1)) if up is None else up.values[::-1, np.newaxis]
    return plane.to_z(across.values[np.newaxis, :], v)
