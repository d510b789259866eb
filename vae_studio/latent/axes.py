"""Where the tiles of a grid lie: by the prior's quantiles or in equal steps."""

from __future__ import annotations

import numpy as np

from vae_studio.api import SpecError
from vae_studio.latent.grid_axis import GridAxis
from vae_studio.latent.marginals import LEAST_SHARE, AxisMarginal, CodeMarginals, Marginals, PriorMarginals

__all__ = ["CodeMarginals", "Marginals", "PriorMarginals", "linear_axis", "quantile_axis"]

Span = tuple[float, float]


def quantile_axis(
    marginal: AxisMarginal, tiles: int, window: Span | None = None, dimension: int | None = None
) -> GridAxis:
    """Return the axis whose tile i of n sits at the quantile (i + ½)/n, or at such shares of a window.

    Parameters
    ----------
    marginal
        How the prior is spread along the axis; it has quantiles.
    tiles
        Their number.
    window
        First and last coordinate that is covered; None for all.
    dimension
        Latent dimension of the axis, from 0; None on an oblique plane.

    Raises
    ------
    SpecError
        The window has no width between the ends of the axis.
    """
    if marginal.quantiles is None:
        raise ValueError(marginal.reason)
    table, shares = marginal.table
    whole = GridAxis(dimension, table, table, shares)
    low, high = _span(whole, window)
    centres = low + (np.arange(tiles) + 0.5) / tiles * (high - low)
    values = marginal.quantiles(np.clip(centres, LEAST_SHARE, 1 - LEAST_SHARE))
    return GridAxis(dimension, np.asarray(values, np.float32), table, shares, low, high)


def linear_axis(
    marginal: AxisMarginal,
    tiles: int,
    extent: float,
    window: Span | None = None,
    dimension: int | None = None,
) -> GridAxis:
    """Return the axis whose tiles lie in equal steps, up to `extent` standard deviations from the middle.

    Parameters other than `extent` are as for :func:`quantile_axis`; a window may go beyond the ends.
    """
    reach = extent * marginal.unit
    half = reach * tiles / (tiles - 1) if tiles > 1 else reach
    ends = np.array([marginal.centre - half, marginal.centre + half])
    shares = np.array([0.0, 1.0])
    low, high = _span(GridAxis(dimension, ends, ends, shares, endless=True), window)
    centres = low + (np.arange(tiles) + 0.5) / tiles * (high - low)
    values = (ends[0] + centres * (ends[1] - ends[0])).astype(np.float32)
    return GridAxis(dimension, values, ends, shares, low, high, endless=True)


def _span(axis: GridAxis, window: Span | None) -> Span:
    """Return the places that a window covers; what reaches the ends of the table covers the axis to its end."""
    if window is None:
        return 0.0, 1.0
    low, high = (float(axis.place(end)) for end in window)
    if not axis.endless:
        first, last = axis.table_share[[0, -1]]
        low, high = (0.0 if end <= first else 1.0 if end >= last else end for end in (low, high))
    if not high > low:
        raise SpecError(
            f"the window from {window[0]:g} to {window[1]:g} covers nothing of its axis, which reaches from "
            f"{axis.table_z[0]:.3g} to {axis.table_z[-1]:.3g}",
            remedy="Give its smaller end first, within the axis.",
        )
    return low, high
