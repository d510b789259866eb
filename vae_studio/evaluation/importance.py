"""The importance-weighted estimate of log p(x). Imports TensorFlow."""

from __future__ import annotations

import math
import zlib
from collections.abc import Callable, Generator
from time import perf_counter

import numpy as np

from vae_studio.api import SpecError
from vae_studio.evaluation.weight_sums import WeightSums
from vae_studio.model.inference import Inference

SAMPLES = 200
SECONDS_PER_STEP = 0.1
"""How long a step should last, unless a caller who waits for nothing else can do with longer ones."""
MOST_AT_ONCE = 1000
"""Examples in one step at most."""


class ImportanceMeter:
    """Estimates log p(x) by importance sampling from q(z|x) (Burda et al. 2015, eq. 8).

    ``log 1/K Σ_k p(x|z_k) p(z_k) / q(z_k|x)`` with ``z_k ~ q(z|x)``. In expectation it is a lower bound on
    log p(x) that rises with K; at K = 1 it is the ELBO.

    Parameters
    ----------
    inference
        The model, and how and where it is applied; its weights are read at each call.
    """

    def __init__(self, inference: Inference) -> None:
        self._vae = inference.vae
        self._sums = WeightSums(inference)
        self._seconds_per_draw: float | None = None
        self._is_warm = False

    def log_likelihood(
        self,
        stored: np.ndarray,
        samples: int = SAMPLES,
        seed: int = 0,
        progress: Callable[[float], None] | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> np.ndarray:
        """Return the estimates for stored examples.

        Parameters
        ----------
        stored, samples, seed
            As for :meth:`steps`.
        progress
            Called after each step with how many examples are done; of the last one perhaps a part.
        cancelled
            Asked before each step; where it says yes, the examples that are done are returned.

        Returns
        -------
        float64 ``[n]``, nats; n = N unless cancelled.

        Raises
        ------
        SpecError
            As for :meth:`steps`.
        """
        found = np.zeros(len(stored))
        done = 0
        steps = self.steps(stored, samples, seed)
        while cancelled is None or not cancelled():
            try:
                reached, part = next(steps)
            except StopIteration:
                break
            found[done : done + len(part)] = part
            done += len(part)
            if progress is not None:
                progress(reached)
        return found[:done]

    def steps(
        self, stored: np.ndarray, samples: int = SAMPLES, seed: int = 0, seconds: float = SECONDS_PER_STEP
    ) -> Generator[tuple[float, np.ndarray], None, None]:
        """Estimate log p(x) of stored examples in steps of about equal duration.

        An example's draws depend on the seed and on its own values alone: neither on its company nor on its
        place. Binarisation is that of :meth:`LatentMap.encode <vae_studio.latent.mapping.LatentMap.encode>`.

        Parameters
        ----------
        stored
            Stored examples, ``[N, *data_shape]``.
        samples
            Draws of z for each example, K >= 1.
        seed
            Added to the run's seed.
        seconds
            How long a step should last.

        Yields
        ------
        How many examples are done, where K is large a fraction among them; and the estimates that are new,
        float64 ``[n]``, nats, in the order of the examples.

        Raises
        ------
        SpecError
            The model has no density to be estimated, the examples have another shape, or K < 1.
        """
        self._check(stored, samples)
        blocks = math.ceil(samples / self._sums.draws)
        start = 0
        while start < len(stored):
            affordable = self._affordable(seconds, samples)
            batch = stored[start : start + self._at_once(int(affordable))]
            keys = np.array([_key(example) for example in batch], np.int32)
            total = np.full(len(batch), -np.inf)
            first = 0
            while first < blocks:
                share = min(1.0, self._affordable(seconds, samples) / len(batch))
                last = min(blocks, first + max(1, int(blocks * share)))
                total = np.logaddexp(total, self._timed(batch, keys, seed, samples, range(first, last)))
                first = last
                if first < blocks:
                    yield start + len(batch) * first / blocks, np.zeros(0)
            start += len(batch)
            yield float(start), total - math.log(samples)

    def _check(self, stored: np.ndarray, samples: int) -> None:
        if stored.shape[1:] != self._vae.data_shape:
            raise SpecError(f"examples have the shape {stored.shape[1:]} instead of {self._vae.data_shape}")
        if not self._vae.has_density:
            raise SpecError("Without a density of the posterior there is no importance sampling.")
        if samples < 1:
            raise SpecError(f"{samples} importance samples are too few.", remedy="Give 1 or more.")

    def _affordable(self, seconds: float, samples: int) -> float:
        """Return how many examples can be done in so many seconds; before anything is known, none."""
        if self._seconds_per_draw is None:
            return 0.0
        return seconds / (self._seconds_per_draw * samples)

    def _at_once(self, affordable: int) -> int:
        """Return how many examples to work on together: as many for each core, and one for each at least."""
        shards = self._sums.shards
        return shards * max(1, min(affordable, MOST_AT_ONCE) // shards)

    def _timed(self, batch: np.ndarray, keys: np.ndarray, seed: int, samples: int, blocks: range) -> np.ndarray:
        """Return the sums over some blocks, and learn from how long they took.

        The first call also compiles, which says nothing of those that follow.
        """
        began = perf_counter()
        sums = np.asarray(self._sums(batch, keys, seed, samples, blocks))
        if self._is_warm:
            draws = self._sums.draws
            done = len(batch) * (min(samples, blocks.stop * draws) - blocks.start * draws)
            self._seconds_per_draw = (perf_counter() - began) / done
        self._is_warm = True
        return sums


def _key(example: np.ndarray) -> int:
    """Return a number that is a function of an example's values."""
    return zlib.crc32(np.ascontiguousarray(example).tobytes()) & 0x7FFFFFFF
