"""Leaving out points of a curve that would fall on the same pixels."""

from __future__ import annotations

import numpy as np

from vae_studio.gui.training.history import Points


def thinned(points: Points, low: float, high: float, columns: int) -> Points:
    """Return the points with which a curve looks the same in so many columns of pixels.

    Of each column the first, the least, the greatest and the last point are kept, each where it lies, however
    unevenly the points are spaced; all that lies left of the view counts as one column, and so does all that
    lies right of it.

    Parameters
    ----------
    points
        Epochs, ascending, and values, float64 ``[N]`` each.
    low, high
        The epochs in view.
    columns
        How many there are between them.

    Returns
    -------
    Some of the points, in their order: all of them where there are no more than two for each column, and else
    at most ``4 (columns + 2)``.
    """
    epochs, values = points
    if columns < 1 or not high > low or len(epochs) <= 2 * columns:
        return points
    column = np.clip(np.floor((epochs - low) / (high - low) * columns), -1, columns)
    starts = np.flatnonzero(np.diff(column, prepend=-np.inf))
    ends = np.append(starts[1:], len(epochs)) - 1
    by_value = np.lexsort((values, column))  # within each column, whose places stay the same
    kept = np.unique(np.concatenate([starts, ends, by_value[starts], by_value[ends]]))
    return epochs[kept], values[kept]
