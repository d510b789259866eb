"""Lines of equal height through values on a grid. Plain numpy."""

from __future__ import annotations

import numpy as np

# For each of the 16 ways in which the corners of a cell can be above the level, the pairs of its sides that a
# line joins. Corners by their bit: 1 lower left, 2 lower right, 4 upper right, 8 upper left; sides: 0 lower,
# 1 right, 2 upper, 3 left. The two saddles (5 and 10) separate the corners that are above.
LINES: dict[int, tuple[tuple[int, int], ...]] = {
    1: ((3, 0),),
    2: ((0, 1),),
    3: ((3, 1),),
    4: ((1, 2),),
    5: ((3, 0), (1, 2)),
    6: ((0, 2),),
    7: ((3, 2),),
    8: ((2, 3),),
    9: ((0, 2),),
    10: ((0, 1), (2, 3)),
    11: ((1, 2),),
    12: ((1, 3),),
    13: ((0, 1),),
    14: ((3, 0),),
}


def contour_lines(values: np.ndarray, level: float) -> np.ndarray:
    """Return the line along which values equal a level, as straight pieces (marching squares).

    Parameters
    ----------
    values
        ``[R, C]``, R and C >= 2; what is not finite counts as minus infinity.
    level
        The height of the line.

    Returns
    -------
    float64 ``[M, 2, 2]``: M pieces, start and end of each, column and row in the grid.
    """
    heights = np.where(np.isfinite(values), values, -np.inf).astype(np.float64)
    above = heights >= level
    cases = above[:-1, :-1] | (above[:-1, 1:] << 1) | (above[1:, 1:] << 2) | (above[1:, :-1] << 3)
    pieces = [np.zeros((0, 2, 2))]
    for case, sides in LINES.items():
        rows, columns = np.nonzero(cases == case)
        if len(rows):
            for start, end in sides:
                ends = [_crossing(heights, level, rows, columns, side) for side in (start, end)]
                pieces.append(np.stack(ends, axis=1))
    return np.concatenate(pieces)


def _crossing(
    heights: np.ndarray, level: float, rows: np.ndarray, columns: np.ndarray, side: int
) -> np.ndarray:
    """Return where the level crosses one side of cells, ``[M, 2]``."""
    (r0, c0), (r1, c1) = {
        0: ((0, 0), (0, 1)),
        1: ((0, 1), (1, 1)),
        2: ((1, 0), (1, 1)),
        3: ((0, 0), (1, 0)),
    }[side]
    first, second = heights[rows + r0, columns + c0], heights[rows + r1, columns + c1]
    with np.errstate(invalid="ignore"):
        share = (level - first) / (second - first)
    share = np.where(np.isfinite(share), np.clip(share, 0.0, 1.0), 0.5)
    return np.stack([columns + c0 + share * (c1 - c0), rows + r0 + share * (r1 - r0)], axis=1)
