"""Latent planes side by side as one picture: encoded examples above, decoded tiles below.

Imports neither TensorFlow nor Qt: the command line, the window and a notebook draw the same picture.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from vae_studio.latent.pictures import picture_of
from vae_studio.latent.plane import LatentPlane
from vae_studio.latent.plane_colours import PlaneColours
from vae_studio.latent.plot_canvas import PlotCanvas, text_width
from vae_studio.latent.points import axis_names
from vae_studio.latent.ticks import round_ticks

MARGIN, GAP = 16, 24
HEADER, LEFT, BOTTOM, LEGEND = 44, 48, 38, 22
PADDING = 0.04
Row = list[tuple[int, str, float]]
"""Number, name and place of classes that stand beside each other in the legend."""
RADIUS, OPACITY = 1.8, 0.6
TITLE, WORDS, TICKS = 13, 12, 11


def plane_picture(
    planes: Sequence[LatentPlane], side: int = 420, scale: float = 1.0, colours: PlaneColours | None = None
) -> np.ndarray:
    """Draw planes from left to right.

    Parameters
    ----------
    planes
        One or more.
    side
        Width and height of each plot, logical pixels.
    scale
        Pixels of the picture per logical pixel.
    colours
        By default those for paper.

    Returns
    -------
    uint8 ``[H, W, 3]``.
    """
    colours = colours or PlaneColours()
    width, height = picture_size(planes, side)
    legend = _legend(planes, side)
    canvas = PlotCanvas(width, height, colours.ground, scale)
    for number, plane in enumerate(planes):
        left = MARGIN + number * (LEFT + side + GAP)
        _draw_header(canvas, plane, left, colours)
        _draw_points(canvas, plane, (left + LEFT, MARGIN + HEADER), side, colours)
        if plane.grid is not None:
            _draw_grid(canvas, plane, (left + LEFT, MARGIN + HEADER + side + BOTTOM), side)
    _draw_legend(canvas, legend, height - MARGIN - LEGEND * len(legend), colours)
    return canvas.pixels()


def picture_size(planes: Sequence[LatentPlane], side: int) -> tuple[int, int]:
    """Return width and height of the picture in logical pixels."""
    below = max((_grid_height(plane, side) for plane in planes), default=0)
    legend = LEGEND * len(_legend(planes, side))
    height = 2 * MARGIN + HEADER + side + BOTTOM + below + legend
    return 2 * MARGIN + len(planes) * (LEFT + side + GAP) - GAP, height


def _grid_height(plane: LatentPlane, side: int) -> int:
    if plane.grid is None:
        return 0
    rows, columns, height, width = plane.grid.images.shape[:4]
    return round(float(side * (rows * height) / (columns * width))) + 12


def _draw_header(canvas: PlotCanvas, plane: LatentPlane, left: float, colours: PlaneColours) -> None:
    canvas.text((left + LEFT, MARGIN), plane.title, colours.text, TITLE, anchor="la", bold=True)
    canvas.text((left + LEFT, MARGIN + 20), plane.subtitle, colours.words, WORDS, anchor="la")


def _draw_points(
    canvas: PlotCanvas, plane: LatentPlane, corner: tuple[float, float], side: int, colours: PlaneColours
) -> None:
    points = plane.points.plane(plane.across, plane.up)
    low, span = _view(points)
    left, top = corner
    _draw_axes(canvas, plane, corner, side, (low, span), colours)
    share = (points - low) / span
    finite = np.isfinite(share).all(axis=1)
    centres = np.stack([left + share[:, 0] * side, top + (1.0 - share[:, 1]) * side], axis=1)[finite]
    labels = plane.points.labels
    wanted = (
        [colours.point] * len(centres)
        if labels is None
        else [colours.of_class(int(label)) for label in labels[finite]]
    )
    canvas.dots(centres, wanted, RADIUS, OPACITY)


def _draw_axes(
    canvas: PlotCanvas,
    plane: LatentPlane,
    corner: tuple[float, float],
    side: int,
    view: tuple[np.ndarray, float],
    colours: PlaneColours,
) -> None:
    left, top = corner
    right, bottom = left + side, top + side
    low, span = view
    for place, words in round_ticks(float(low[0]), float(low[0]) + span):
        x = left + (place - float(low[0])) / span * side
        canvas.line((x, top), (x, bottom), colours.grid)
        canvas.text((x, bottom + 5), words, colours.ticks, TICKS, anchor="ma")
    for place, words in round_ticks(float(low[1]), float(low[1]) + span):
        y = bottom - (place - float(low[1])) / span * side
        canvas.line((left, y), (right, y), colours.grid)
        canvas.text((left - 6, y), words, colours.ticks, TICKS, anchor="rm")
    for start, end in (((left, top), (right, top)), ((left, bottom), (right, bottom))):
        canvas.line(start, end, colours.frame)
    for start, end in (((left, top), (left, bottom)), ((right, top), (right, bottom))):
        canvas.line(start, end, colours.frame)
    across, up = axis_names(plane.across, plane.up)
    canvas.text(((left + right) / 2, bottom + 19), across, colours.ticks, TICKS, anchor="ma")
    canvas.text_up((left - LEFT + 6, (top + bottom) / 2), up, colours.ticks, TICKS)


def _draw_grid(canvas: PlotCanvas, plane: LatentPlane, corner: tuple[float, float], side: int) -> None:
    assert plane.grid is not None
    pixels = picture_of(plane.grid)
    canvas.image(corner, (side, side * pixels.shape[0] / pixels.shape[1]), pixels)


def _draw_legend(canvas: PlotCanvas, rows: Sequence[Row], top: float, colours: PlaneColours) -> None:
    for line, row in enumerate(rows):
        middle = top + (line + 0.5) * LEGEND
        for number, name, x in row:
            left = MARGIN + LEFT + x
            canvas.dots(np.array([[left + 4, middle]]), [colours.of_class(number)], 4.0)
            canvas.text((left + 14, middle), name, colours.words, WORDS, anchor="lm")


def _legend(planes: Sequence[LatentPlane], side: int) -> list[Row]:
    """Return the entries of the legend in rows, each with its place from the left edge of the first plot."""
    room = len(planes) * (LEFT + side + GAP) - GAP - LEFT
    rows: list[Row] = []
    x = room + 1.0
    for number, name in enumerate(_classes(planes)):
        width = 14 + text_width(name, WORDS)
        if x + width > room:
            rows.append([])
            x = 0.0
        rows[-1].append((number, name, x))
        x += width + 16
    return rows


def _classes(planes: Sequence[LatentPlane]) -> tuple[str, ...]:
    return next((plane.points.class_names for plane in planes if plane.points.labels is not None), ())


def _view(points: np.ndarray) -> tuple[np.ndarray, float]:
    """Return the lower left corner and the side of the square that shows all points."""
    finite = points[np.isfinite(points).all(axis=1)]
    if len(finite) == 0:
        return np.array([-1.0, -1.0]), 2.0
    low, high = finite.min(axis=0), finite.max(axis=0)
    span = max(float((high - low).max()), 1e-6) * (1 + 2 * PADDING)
    return (low + high) / 2 - span / 2, span
