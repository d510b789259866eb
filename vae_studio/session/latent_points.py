"""Where the examples of a run's dataset lie in its latent space. Imports no TensorFlow by itself."""

from __future__ import annotations

from collections.abc import Generator
from typing import TYPE_CHECKING, Literal, TypeVar

import numpy as np

from vae_studio.api import SpecError
from vae_studio.data.dataset import Dataset
from vae_studio.data.rows import read_rows
from vae_studio.latent.points import LatentPoints, spread_out

if TYPE_CHECKING:
    from vae_studio.session.run import Run

Result = TypeVar("Result")
Split = Literal["train", "validation", "test"]
SPLITS: tuple[Split, ...] = ("train", "validation", "test")
POINTS = 3000
"""Examples that are shown unless more are asked for."""
ENCODED_AT_ONCE = 8192
"""Examples that are encoded in one step."""

Progress = tuple[int, int]
"""How many examples are done, of how many."""


def latent_points(
    run: Run, split: str = "test", count: int = POINTS, dataset: Dataset | None = None
) -> LatentPoints:
    """Encode examples of one split with the present weights of a run.

    Parameters
    ----------
    run
        The model.
    split
        ``train``, ``validation`` or ``test``.
    count
        How many examples at most; fewer than there are lie evenly over the split.
    dataset
        The run's dataset, where it is in memory already; read from its source otherwise.

    Raises
    ------
    SpecError
        There is no such split, it is empty, or no example is asked for.
    DataError
        The dataset cannot be read any more.
    """
    return result_of(latent_points_in_steps(run, split, count, dataset))


def latent_points_in_steps(
    run: Run, split: str = "test", count: int = POINTS, dataset: Dataset | None = None
) -> Generator[Progress, None, LatentPoints]:
    """Do the same as :func:`latent_points` in steps of about a tenth of a second.

    Yields how much is done, and returns the points. Where the run is trained between two steps, the later
    examples are encoded with newer weights.
    """
    if split not in SPLITS:
        raise SpecError(f"there is no split {split!r}", remedy=f"Choose one of {', '.join(SPLITS)}.")
    if count < 1:
        raise SpecError(f"{count} examples cannot be shown", remedy="Give 1 or more.")
    dataset = dataset or run.dataset
    indices = getattr(dataset.splits, split)
    if len(indices) == 0:
        others = " or ".join(one for one in SPLITS if len(getattr(dataset.splits, one)))
        raise SpecError(f"the run has no {split} examples", remedy=f"Choose {others}.")
    chosen = np.asarray(spread_out(indices, count))
    parts = []
    for start in range(0, len(chosen), ENCODED_AT_ONCE):
        if start:
            yield start, len(chosen)
        parts.append(run.posterior_map(read_rows(dataset.examples, chosen[start : start + ENCODED_AT_ONCE])))
    loc, scale = (np.concatenate(column) for column in zip(*parts, strict=True))
    labels = None if dataset.labels is None else dataset.labels[chosen]
    return LatentPoints(loc, scale, chosen, labels, dataset.class_names, split, len(indices))


def fullest_split(dataset: Dataset) -> Split:
    """Return the split that the model has not seen: test, or validation, or else the training examples."""
    for split in ("test", "validation"):
        if len(getattr(dataset.splits, split)):
            return "test" if split == "test" else "validation"
    return "train"


def result_of(steps: Generator[Progress, None, Result]) -> Result:
    """Run steps to their end and return what they return."""
    while True:
        try:
            next(steps)
        except StopIteration as end:
            result: Result = end.value
            return result
