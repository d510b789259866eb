"""The importance-weighted log-likelihood of a split of a dataset. Imports no TensorFlow by itself."""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import TYPE_CHECKING

import numpy as np

from vae_studio.api import SpecError
from vae_studio.data.dataset import Dataset
from vae_studio.data.rows import read_rows
from vae_studio.runs.likelihood import SplitLikelihood

if TYPE_CHECKING:
    from vae_studio.session.live_model import LiveModel

COUNT = 500
SAMPLES = 200
SPLITS = ("train", "validation", "test")
SHORT_STEP, LONG_STEP = 0.1, 0.5
"""Seconds of a step where others wait for their turn, and where only a cancellation waits."""
READ_AT_ONCE = 16 * 2**20
"""Bytes of examples that are read together, about."""


def measure_split(
    model: LiveModel,
    epoch: int,
    split: str = "test",
    count: int = COUNT,
    samples: int = SAMPLES,
    seed: int = 0,
    progress: Callable[[float, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> SplitLikelihood:
    """Measure a split with a model whose weights have seen `epoch` epochs.

    The other parameters and the errors are those of
    :meth:`Run.likelihood <vae_studio.session.run.Run.likelihood>`.
    """
    measurement = SplitMeasurement(model, epoch, split, count, samples, seed)
    steps = measurement.steps(LONG_STEP)
    while cancelled is None or not cancelled():
        reached = next(steps, None)
        if reached is None:
            break
        if progress is not None:
            progress(reached, measurement.count)
    return measurement.result()


def measure_split_in_steps(
    model: LiveModel, epoch: int, split: str = "test", count: int = COUNT, samples: int = SAMPLES, seed: int = 0
) -> Generator[tuple[int, int], None, SplitLikelihood]:
    """Do the same as :func:`measure_split` in steps of about a tenth of a second.

    Yields how many examples are done, and of how many; returns the measurement. The weights must stay as they
    are until then.
    """
    measurement = SplitMeasurement(model, epoch, split, count, samples, seed)
    for reached in measurement.steps(SHORT_STEP):
        yield int(reached), measurement.count
    return measurement.result()


class SplitMeasurement:
    """The examples of a split that are to be measured, and what is known of them so far.

    They are measured in an order drawn by the seed: where a measurement ends early, what it has is a fair
    sample of what was wanted.

    Parameters
    ----------
    model, epoch, split, count, samples, seed
        As for :func:`measure_split`.

    Attributes
    ----------
    count
        How many examples there are to be measured.

    Raises
    ------
    SpecError
        The dataset has no such examples, or none are asked for.
    """

    def __init__(self, model: LiveModel, epoch: int, split: str, count: int, samples: int, seed: int) -> None:
        if count < 1:
            raise SpecError(f"{count} examples cannot be measured.", remedy="Give 1 or more.")
        indices = chosen_examples(split_of(model.dataset, split), count)
        if len(indices) == 0:
            raise SpecError(f"The dataset has no {split} examples.", remedy="Choose another split.")
        self.count = len(indices)
        self._model = model
        self._split, self._epoch, self._samples, self._seed = split, epoch, samples, seed
        self._indices = np.random.default_rng(seed).permutation(indices)
        self._found = np.zeros(self.count)
        self._done = 0

    def steps(self, seconds: float) -> Generator[float, None, None]:
        """Measure in steps of about so many seconds; yields how many examples are done, fractions included."""
        examples = self._model.dataset.examples
        at_once = max(1, READ_AT_ONCE // max(1, examples[:1].nbytes))
        for start in range(0, self.count, at_once):
            read = read_rows(examples, self._indices[start : start + at_once])
            steps = self._model.log_likelihood_steps(read, self._samples, self._seed, seconds=seconds)
            for reached, part in steps:
                self._found[self._done : self._done + len(part)] = part
                self._done += len(part)
                yield start + reached

    def result(self) -> SplitLikelihood:
        """Return what is known, in the order of the dataset.

        Raises
        ------
        SpecError
            That is nothing.
        """
        if self._done == 0:
            raise SpecError("The measurement was cancelled before its first example was done.")
        order = np.argsort(self._indices[: self._done])
        return SplitLikelihood(
            split=self._split,
            epoch=self._epoch,
            samples=self._samples,
            seed=self._seed,
            fingerprint=self._model.dataset.fingerprint,
            indices=tuple(int(index) for index in self._indices[order]),
            per_example=tuple(float(value) for value in self._found[order]),
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
