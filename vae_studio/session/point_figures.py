"""What can be measured of the examples that are shown as points. Imports no TensorFlow by itself."""

from __future__ import annotations

from collections.abc import Generator
from typing import TYPE_CHECKING

import numpy as np

from vae_studio.api import SpecError
from vae_studio.data.dataset import Dataset
from vae_studio.data.rows import read_rows
from vae_studio.latent.point_figures import QUANTITIES, PointFigures, Quantity
from vae_studio.latent.points import LatentPoints, spread_out
from vae_studio.session.latent_points import Progress, result_of

if TYPE_CHECKING:
    from vae_studio.session.run import Run

NATS = "nats"
MEASURED_AT_ONCE = 1000
"""Examples whose figures are measured in one step."""
WEIGHTED_AT_ONCE = 10
"""Examples whose likelihood is estimated in one step."""
MOST_WEIGHTED = 500
"""Examples whose likelihood is estimated at most: each takes as long as some thousand encodings."""


def point_figures(
    run: Run, points: LatentPoints, quantity: Quantity, dataset: Dataset | None = None
) -> PointFigures:
    """Measure one figure of encoded examples with the present weights of a run.

    Parameters
    ----------
    run
        The model.
    points
        The examples.
    quantity
        Which figure. The importance-weighted ``log_likelihood`` is estimated for :data:`MOST_WEIGHTED` of
        them at most, which lie evenly among the points.
    dataset
        The run's dataset, where it is in memory already; read from its source otherwise.

    Raises
    ------
    SpecError
        The model has no such figure.
    DataError
        The dataset cannot be read any more.
    """
    return result_of(point_figures_in_steps(run, points, quantity, dataset))


def point_figures_in_steps(
    run: Run, points: LatentPoints, quantity: Quantity, dataset: Dataset | None = None
) -> Generator[Progress, None, PointFigures]:
    """Do the same as :func:`point_figures` in steps of about a tenth of a second.

    Yields how much is done, and returns the figures.
    """
    reason = figure_reasons(run).get(quantity)
    if reason:
        raise SpecError(reason, remedy="Colour the points by something else.")
    examples = (dataset or run.dataset).examples
    values = np.full(len(points), np.nan)
    weighted = quantity == "log_likelihood"
    wanted = np.asarray(spread_out(np.arange(len(points)), measured(quantity, len(points))))
    at_once = WEIGHTED_AT_ONCE if weighted else MEASURED_AT_ONCE
    for start in range(0, len(wanted), at_once):
        if start:
            yield start, len(wanted)
        part = wanted[start : start + at_once]
        if weighted:
            values[part] = run.log_likelihood(read_rows(examples, points.indices[part]))
        else:
            values[part] = _measured(run, examples, points.indices[part], quantity)
    unit = run.model.reconstruction_unit if quantity == "reconstruction" else "nats"
    return PointFigures(quantity, values, unit, points.indices)


def measured(quantity: Quantity, points: int) -> int:
    """Return of how many examples a figure is measured, of so many that are shown."""
    return min(points, MOST_WEIGHTED) if quantity == "log_likelihood" else points


def figure_reasons(run: Run) -> dict[Quantity, str]:
    """Return why a model lacks a figure, for each that it lacks; imports TensorFlow."""
    if not run.model.has_density:
        reason = "A standard autoencoder has no KL and no likelihood: its codes are points."
        return {quantity: reason for quantity in QUANTITIES if quantity != "reconstruction"}
    if run.model.reconstruction_unit != NATS:
        reason = (
            f"This decoder measures the {run.model.reconstruction_unit}, which is not a likelihood in nats."
        )
        return {"negative_elbo": reason, "log_likelihood": reason}
    return {}


def _measured(run: Run, examples: np.ndarray, indices: np.ndarray, quantity: Quantity) -> np.ndarray:
    found = run.meter.measure(examples, indices, "validation")
    if quantity == "reconstruction":
        return np.asarray(found.reconstruction, np.float64)
    if found.kl is None:
        raise SpecError("this model's KL is not known for single examples")
    kl = np.asarray(found.kl, np.float64)
    return kl if quantity == "kl" else kl + np.asarray(found.reconstruction, np.float64)
