"""The importance-weighted log-likelihood of a split of a dataset. Imports no TensorFlow."""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import TYPE_CHECKING

import numpy as np

from vae_studio.api import SpecError
from vae_studio.data.dataset import Dataset
from vae_studio.runs.likelihood import SplitLikelihood

if TYPE_CHECKING:
    from vae_studio.session.live_model import LiveModel

COUNT = 500
SAMPLES = 200
SPLITS = ("train", "validation", "test")
DECODED_AT_ONCE = 2000
"""Points that are decoded in one step, of all its examples together, at most."""
MOST_AT_ONCE = 50
"""Examples that are measured in one step at most."""


def measure_split(
    model: LiveModel,
    epoch: int,
    split: str = "test",
    count: int = COUNT,
    samples: int = SAMPLES,
    seed: int = 0,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> SplitLikelihood:
    """Measure a split with a model whose weights have seen `epoch` epochs.

    The other parameters and the errors are those of
    :meth:`Run.likelihood <vae_studio.session.run.Run.likelihood>`.
    """
    indices = _wanted(model, split, count)
    report = None if progress is None else (lambda done: progress(done, len(indices)))
    examples = model.dataset.examples[indices]
    found = model.log_likelihood(examples, samples, seed, progress=report, cancelled=cancelled)
    if len(found) == 0:
        raise SpecError("The measurement was cancelled before its first example was done.")
    return _result(model, epoch, split, samples, seed, indices, found)


def measure_split_in_steps(
    model: LiveModel, epoch: int, split: str = "test", count: int = COUNT, samples: int = SAMPLES, seed: int = 0
) -> Generator[tuple[int, int], None, SplitLikelihood]:
    """Do the same as :func:`measure_split` in steps of about a tenth of a second.

    Yields how many examples are done, and of how many; returns the measurement. The weights must stay as they
    are until then.
    """
    indices = _wanted(model, split, count)
    at_once = max(1, min(MOST_AT_ONCE, DECODED_AT_ONCE // max(1, samples)))
    parts = []
    for start in range(0, len(indices), at_once):
        if start:
            yield start, len(indices)
        examples = model.dataset.examples[indices[start : start + at_once]]
        parts.append(model.log_likelihood(examples, samples, seed))
    return _result(model, epoch, split, samples, seed, indices, np.concatenate(parts))


def _wanted(model: LiveModel, split: str, count: int) -> np.ndarray:
    if count < 1:
        raise SpecError(f"{count} examples cannot be measured.", remedy="Give 1 or more.")
    indices = chosen_examples(split_of(model.dataset, split), count)
    if len(indices) == 0:
        raise SpecError(f"The dataset has no {split} examples.", remedy="Choose another split.")
    return indices


def _result(
    model: LiveModel, epoch: int, split: str, samples: int, seed: int, indices: np.ndarray, found: np.ndarray
) -> SplitLikelihood:
    """Return a measurement of the first of the examples, as many as were measured."""
    return SplitLikelihood(
        split=split,
        epoch=epoch,
        samples=samples,
        seed=seed,
        fingerprint=model.dataset.fingerprint,
        indices=tuple(int(index) for index in indices[: len(found)]),
        per_example=tuple(float(value) for value in found),
    )


def split_of(dataset: Dataset, split: str) -> np.ndarray:
    """Return the indices of a split, int64 ``[n]``.

    Raises
    ------
    SpecError
        There is no split of that name.
    """
    if split not in SPLITS:
        raise SpecError(f"There is no split {split!r}.", remedy=f"Choose one of {', '.join(SPLITS)}.")
    indices: np.ndarray = getattr(dataset.splits, split)
    return indices


def chosen_examples(indices: np.ndarray, count: int) -> np.ndarray:
    """Return `count` of the given indices, spread evenly over them; all where there are no more."""
    if count >= len(indices):
        return indices
    return indices[np.linspace(0, len(indices) - 1, count).round().astype(np.int64)]
