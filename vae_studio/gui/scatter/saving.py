"""Writing the points that are on screen."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from vae_studio.api import OutputError
from vae_studio.gui.plane_theme import themed_colours
from vae_studio.gui.scatter.feed import ShownPoints
from vae_studio.gui.theme import Theme
from vae_studio.latent.pictures import save_picture
from vae_studio.latent.plane import LatentPlane
from vae_studio.latent.plane_colours import PlaneColours
from vae_studio.latent.plane_picture import plane_picture
from vae_studio.latent.points import LatentPoints
from vae_studio.runs.files import atomic_write

SIDE, SCALE = 640, 2.0


@dataclass(frozen=True)
class SavedFigure:
    """What is written: the points that are shown, on the axes that are shown, in the theme's colours."""

    plane: LatentPlane
    epoch: int
    colours: PlaneColours

    @classmethod
    def of(
        cls, shown: ShownPoints, visible: np.ndarray, axes: tuple[int, int | None], run: str, theme: Theme
    ) -> SavedFigure:
        """Return the figure of some of the points."""
        points = _chosen(shown.points, visible)
        words = f"{len(points)} of {points.examples} {points.split} examples · epoch {shown.epoch}"
        plane = LatentPlane(run, words, points, *axes, grid=None)
        return cls(plane, shown.epoch, themed_colours(theme, len(points.class_names)))


def save_figure(path: Path, figure: SavedFigure) -> Path:
    """Write ``.png`` a picture, ``.csv`` a line for each point, ``.npz`` the same as arrays.

    Returns
    -------
    The path written.

    Raises
    ------
    OutputError
        The name ends otherwise, or the file cannot be written.
    """
    ending = path.suffix.lower()
    if ending == ".png":
        metadata = {"Software": "VAE Studio", "Run": figure.plane.title, "Epoch": figure.epoch}
        save_picture(path, plane_picture([figure.plane], SIDE, SCALE, figure.colours), metadata=metadata)
    elif ending == ".csv":
        _save_csv(path, figure.plane.points)
    elif ending == ".npz":
        _save_npz(path, figure.plane.points)
    else:
        raise OutputError(
            f"{path.name} ends neither in .png nor in .csv nor in .npz.", "Choose one of these endings."
        )
    return path


def _save_csv(path: Path, points: LatentPoints) -> None:
    latent = range(1, points.latent_size + 1)
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    classes = [] if points.labels is None else ["class"]
    writer.writerow(["example", *classes, *(f"mean_{i}" for i in latent), *(f"sd_{i}" for i in latent)])
    for number, index in enumerate(points.indices):
        name = [] if points.labels is None else [points.class_names[int(points.labels[number])]]
        values = (*points.loc[number], *points.scale[number])
        writer.writerow([int(index), *name, *(f"{value:.7g}" for value in values)])
    with atomic_write(path) as file:
        file.write(text.getvalue().encode())


def _save_npz(path: Path, points: LatentPoints) -> None:
    arrays = {"indices": points.indices, "loc": points.loc, "scale": points.scale}
    if points.labels is not None:
        arrays |= {"labels": points.labels, "class_names": np.array(points.class_names, dtype=np.str_)}
    with atomic_write(path) as file:
        np.savez_compressed(file, **arrays)  # type: ignore[arg-type]


def _chosen(points: LatentPoints, visible: np.ndarray) -> LatentPoints:
    return replace(
        points,
        loc=points.loc[visible],
        scale=points.scale[visible],
        indices=points.indices[visible],
        labels=None if points.labels is None else points.labels[visible],
    )
