"""Planes of a run's latent space that its examples give. Imports no TensorFlow by itself."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from vae_studio.api import SpecError
from vae_studio.data.dataset import Dataset
from vae_studio.data.rows import read_rows
from vae_studio.latent.grid import GridRequest
from vae_studio.latent.planes import PlaneBasis, plane_through, principal_plane
from vae_studio.session.latent_points import fullest_split, latent_points

if TYPE_CHECKING:
    from vae_studio.session.live_model import LiveModel
    from vae_studio.session.run import Run

Corner = int | Sequence[float]
"""An example by its index in the dataset, or where one is encoded, L numbers."""

CORNERS = 3
REMEDY = "Give pca, two dimensions such as z1,z3, or three examples of the dataset such as 0,15,7."


def principal_plane_of(run: Run, dataset: Dataset | None = None) -> PlaneBasis:
    """Return the principal plane of examples that the run was not trained on.

    Raises
    ------
    DataError
        The dataset cannot be read any more.
    """
    dataset = dataset or run.dataset
    return principal_plane(latent_points(run, fullest_split(dataset), dataset=dataset).loc)


def plane_through_examples(
    model: LiveModel, corners: Sequence[Corner], dataset: Dataset | None = None
) -> PlaneBasis:
    """Return the plane through three examples, each by its index in the dataset or by its code.

    Raises
    ------
    SpecError
        There are not three, an index does not exist, or the three lie on one line.
    DataError
        The dataset cannot be read any more.
    """
    if len(corners) != CORNERS:
        raise SpecError(f"{len(corners)} examples were given for a plane", remedy="Give three.")
    dataset = dataset or model.dataset
    a, b, c = (_code(model, corner, dataset) for corner in corners)
    return plane_through(a, b, c)


def on_plane(run: Run, request: GridRequest, words: str) -> GridRequest:
    """Return a request for a grid over the plane that words name.

    Parameters
    ----------
    words
        ``pca``; two dimensions such as ``z1,z3``; or the indices of three examples such as ``0,15,7``.

    Raises
    ------
    SpecError
        The words name no plane of this run.
    DataError
        The dataset cannot be read any more.
    """
    if words == "pca":
        return replace(request, plane=principal_plane_of(run))
    dimensions = re.fullmatch(r"z([1-9]\d*),\s*z([1-9]\d*)", words)
    if dimensions is not None:
        across, up = (int(found) - 1 for found in dimensions.groups())
        return replace(request, across=across, up=up)
    examples = re.fullmatch(r"\d+(,\s*\d+){2}", words)
    if examples is not None:
        corners = [int(found) for found in words.split(",")]
        return replace(request, plane=plane_through_examples(run, corners))
    raise SpecError(f"{words!r} names no plane", remedy=REMEDY)


def _code(model: LiveModel, corner: Corner, dataset: Dataset) -> np.ndarray:
    if not isinstance(corner, int):
        return np.asarray(corner)
    if not 0 <= corner < len(dataset):
        raise SpecError(
            f"there is no example {corner}", remedy=f"The dataset's examples go from 0 to {len(dataset) - 1}."
        )
    return np.asarray(model.posterior_map(read_rows(dataset.examples, np.array([corner])))[0][0])
