"""The points that are on screen, or selected, as figures that can be saved."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QGraphicsView

from vae_studio.data.dataset import Dataset
from vae_studio.data.rows import read_rows
from vae_studio.gui.saving.figure import Figure
from vae_studio.latent.pictures import mosaic
from vae_studio.latent.point_figures import PointFigures
from vae_studio.latent.points import LatentPoints, spread_out

SHEET_COLUMNS, SHEET_ROWS = 20, 20
"""Pictures of a contact sheet at most; more are thinned out evenly."""


@dataclass(frozen=True, eq=False)
class DrawnPoints:
    """What is drawn, or some of it.

    Attributes
    ----------
    points
        The examples.
    places
        Where they are drawn, float64 ``[N, 2]``.
    names
        Words of the two axes.
    figures
        What was measured of them, or None.
    """

    points: LatentPoints
    places: np.ndarray
    names: tuple[str, str]
    figures: PointFigures | None

    def some(self, chosen: np.ndarray) -> DrawnPoints:
        """Return those at some places among the points."""
        points = self.points
        return replace(
            self,
            points=replace(
                points,
                loc=points.loc[chosen],
                scale=points.scale[chosen],
                indices=points.indices[chosen],
                labels=None if points.labels is None else points.labels[chosen],
            ),
            places=self.places[chosen],
        )


def scatter_figure(
    drawn: DrawnPoints, view: QGraphicsView, ground: QColor, file: Path, metadata: Mapping[str, object]
) -> Figure:
    """Return the plot, with its points as a table and as arrays."""
    return Figure(
        title="Scatter",
        file=file,
        metadata=metadata,
        view=view,
        ground=ground,
        table=lambda: points_csv(drawn),
        arrays=lambda: points_arrays(drawn),
    )


def selection_figure(
    drawn: DrawnPoints, dataset: Dataset, file: Path, metadata: Mapping[str, object]
) -> Figure:
    """Return selected points: a contact sheet of images, a table, and arrays with the examples themselves."""
    return Figure(
        title="Selected examples",
        file=file,
        metadata=metadata,
        pixels=contact_sheet(dataset.examples, drawn.points.indices) if dataset.kind == "image" else None,
        table=lambda: points_csv(drawn),
        arrays=lambda: {**points_arrays(drawn), "examples": read_rows(dataset.examples, drawn.points.indices)},
    )


def points_csv(drawn: DrawnPoints) -> str:
    """Return a line for each point: example, class, posterior, place on the plot, and figure."""
    points = drawn.points
    latent = range(1, points.latent_size + 1)
    columns: dict[str, list[object]] = {"example": points.indices.tolist()}
    if points.labels is not None:
        columns["class"] = [points.class_names[label] for label in points.labels.tolist()]
    columns |= {f"mean_{i}": points.loc[:, i - 1].tolist() for i in latent}
    columns |= {f"sd_{i}": points.scale[:, i - 1].tolist() for i in latent}
    columns |= {"across": drawn.places[:, 0].tolist(), "up": drawn.places[:, 1].tolist()}
    if drawn.figures is not None:
        columns[_figure_name(drawn.figures)] = drawn.figures.of(points.indices).tolist()
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(columns)
    for row in zip(*columns.values(), strict=True):
        writer.writerow([_cell(cell) for cell in row])
    return text.getvalue()


def points_arrays(drawn: DrawnPoints) -> dict[str, np.ndarray]:
    """Return the points as arrays by their names."""
    points = drawn.points
    arrays = {
        "indices": points.indices,
        "loc": points.loc,
        "scale": points.scale,
        "places": drawn.places,
        "axes": np.array(drawn.names, dtype=np.str_),
    }
    if points.labels is not None:
        arrays |= {"labels": points.labels, "class_names": np.array(points.class_names, dtype=np.str_)}
    if drawn.figures is not None:
        arrays[_figure_name(drawn.figures)] = drawn.figures.of(points.indices)
    return arrays


def contact_sheet(examples: np.ndarray, indices: np.ndarray) -> np.ndarray:
    """Return images side by side, uint8 ``[H, W, C]``; the places that are left in the last row are black.

    Parameters
    ----------
    examples
        Images as a dataset keeps them, ``[N, h, w, C]``.
    indices
        Which of them, int64 ``[n]``, n >= 1.
    """
    chosen = spread_out(indices, SHEET_COLUMNS * SHEET_ROWS)
    images = read_rows(examples, chosen)
    if images.dtype == np.uint8:
        images = images.astype(np.float32) / 255
    columns = min(len(images), SHEET_COLUMNS)
    rows = -(-len(images) // columns)
    sheet = np.zeros((rows * columns, *images.shape[1:]), np.float32)
    sheet[: len(images)] = images
    return mosaic(sheet.reshape(rows, columns, *images.shape[1:]))


def _figure_name(figures: PointFigures) -> str:
    return f"{figures.quantity}_{figures.unit.replace(' ', '_')}"


def _cell(cell: object) -> object:
    if isinstance(cell, float):
        return f"{cell:.7g}" if np.isfinite(cell) else ""
    return cell
