"""Where the examples of a run's dataset lie in its latent space. Imports no TensorFlow by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np

from vae_studio.api import SpecError
from vae_studio.data.dataset import Dataset
from vae_studio.latent.points import LatentPoints, spread_out

if TYPE_CHECKING:
    from vae_studio.session.run import Run

Split = Literal["train", "validation", "test"]
SPLITS: tuple[Split, ...] = ("train", "validation", "test")
POINTS = 3000
"""Examples that are shown unless more are asked for."""


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
    loc, scale = run.posterior_map(dataset.examples[chosen])
    labels = None if dataset.labels is None else dataset.labels[chosen]
    return LatentPoints(loc, scale, chosen, labels, dataset.class_names, split, len(indices))


def fullest_split(dataset: Dataset) -> Split:
    """Return the split that the model has not seen: test, or validation, or else the training examples."""
    for split in ("test", "validation"):
        if len(getattr(dataset.splits, split)):
            return "test" if split == "test" else "validation"
    return "train"
