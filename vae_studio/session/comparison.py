"""Two runs on the same data, side by side. Imports no TensorFlow by itself."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from vae_studio.api import OutputError, RunError
from vae_studio.data.dataset import Dataset
from vae_studio.latent.grid import GridRequest
from vae_studio.latent.pictures import save_picture
from vae_studio.latent.plane import LatentPlane
from vae_studio.latent.plane_colours import PlaneColours
from vae_studio.latent.plane_picture import plane_picture
from vae_studio.latent.points import widest_axes
from vae_studio.session.latent_points import (
    POINTS,
    Progress,
    fullest_split,
    latent_points_in_steps,
    result_of,
)

if TYPE_CHECKING:
    from vae_studio.session.run import Run

TILES = 15
"""Tiles per side of a decoded grid beside another."""


@dataclass(frozen=True)
class Comparison:
    """The latent planes of two runs.

    Attributes
    ----------
    first, second
        Encoded examples and decoded tiles of either.
    """

    first: LatentPlane
    second: LatentPlane

    def picture(self, side: int = 420, scale: float = 2.0, colours: PlaneColours | None = None) -> object:
        """Return both as one picture, uint8 ``[H, W, 3]``; see :func:`plane_picture`."""
        return plane_picture((self.first, self.second), side, scale, colours)

    def save(self, path: Path | str, side: int = 420, scale: float = 2.0) -> None:
        """Write both as one PNG picture.

        Raises
        ------
        OutputError
            The name does not end in ``.png``, or the file cannot be written.
        """
        save_planes(Path(path), (self.first, self.second), side, scale)


def save_planes(
    path: Path, planes: tuple[LatentPlane, ...], side: int, scale: float, colours: PlaneColours | None = None
) -> Path:
    """Write planes as one PNG picture, and return its path.

    Raises
    ------
    OutputError
        The name does not end in ``.png``, or the file cannot be written.
    """
    if path.suffix.lower() != ".png":
        raise OutputError(f"{path.name} does not end in .png.", "A comparison is saved as PNG.")
    runs = {f"Run {number}": plane.title for number, plane in enumerate(planes, start=1)}
    save_picture(path, plane_picture(planes, side, scale, colours), metadata={"Software": "VAE Studio", **runs})
    return path


def compare(first: Run, second: Run, split: str | None = None, count: int = POINTS) -> Comparison:
    """Encode the same examples with two runs, and decode the planes that they lie in.

    Parameters
    ----------
    first, second
        Runs on the same dataset.
    split
        Whose examples; by default those that neither has been trained on, where there are any.
    count
        How many examples at most.

    Raises
    ------
    RunError
        The runs were trained on different data.
    SpecError
        The split is empty.
    """
    require_same_data(first, second)
    dataset = first.dataset
    split = split or fullest_split(dataset)
    return Comparison(*(latent_plane(run, split, count, dataset) for run in (first, second)))


def latent_plane(run: Run, split: str, count: int = POINTS, dataset: Dataset | None = None) -> LatentPlane:
    """Return the plane of a run in which its examples are spread the most, and its decoded tiles."""
    return result_of(latent_plane_in_steps(run, split, count, dataset))


def latent_plane_in_steps(
    run: Run, split: str, count: int = POINTS, dataset: Dataset | None = None
) -> Generator[Progress, None, LatentPlane]:
    """Do the same as :func:`latent_plane` in steps of about a tenth of a second.

    Yields how many examples are encoded, and returns the plane.
    """
    points = yield from latent_points_in_steps(run, split, count, dataset)
    yield len(points), len(points)
    across, up = widest_axes(points.loc)
    grid = None
    if len(run.data_shape) == 3:
        grid = run.latent_grid(
            GridRequest(rows=1 if up is None else TILES, columns=TILES, across=across, up=up)
        )
    name = run.name or "Untitled run"
    return LatentPlane(name, describe(run), points, across, up, grid)


def describe(run: Run) -> str:
    """Return what a run is, in a few words: ``Autoencoder, z 2, epoch 20``."""
    kind = "VAE" if run.generative else "Autoencoder" if not run.model.has_density else "No KL"
    return f"{kind} · z {run.latent_size} · epoch {run.complete_epochs}"


def require_same_data(first: Run, second: Run) -> None:
    """Refuse two runs whose examples or splits differ.

    Raises
    ------
    RunError
        Naming both datasets.
    """
    prints = [_fingerprint(run) for run in (first, second)]
    if prints[0] != prints[1] or first.data_shape != second.data_shape:
        raise RunError(
            f"{first.name} was trained on {first.spec.data.source}, {second.name} on "
            f"{second.spec.data.source}, and these are not the same examples in the same splits.",
            "Compare two runs on the same data.",
        )


def _fingerprint(run: Run) -> str:
    source = run.folder.manifest.dataset if run.folder is not None else None
    return source.fingerprint if source is not None and source.fingerprint else run.dataset.fingerprint
