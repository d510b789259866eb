"""The importance-weighted estimate of log p(x). Imports TensorFlow."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from typing import Any

import numpy as np
import tensorflow as tf

from vae_studio.api import SpecError
from vae_studio.model.batches import batch_size
from vae_studio.model.inference import Inference
from vae_studio.model.posterior_draws import draw, takes_noise
from vae_studio.model.seeds import derived_seed, stateless_seed
from vae_studio.model.sharding import map_shards

SAMPLES = 200
DECODES = 2000
"""How many points are decoded in one call at most."""


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
        self._pixels = inference.pixels
        self._seed = inference.seed
        self._shards = inference.shards
        self._compiled: Any = inference.compiled(self._sum)
        self._takes_noise: bool | None = None

    def log_likelihood(
        self,
        stored: np.ndarray,
        samples: int = SAMPLES,
        seed: int = 0,
        progress: Callable[[int], None] | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> np.ndarray:
        """Return the estimates for stored examples.

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
        progress
            Called after each batch with how many examples are done.
        cancelled
            Asked before each batch; where it says yes, what is done so far is returned.

        Returns
        -------
        float64 ``[n]``, nats; n = N unless cancelled.

        Raises
        ------
        SpecError
            The model has no density to be estimated, the examples have another shape, or K < 1.
        """
        self._check(stored, samples)
        at_once = batch_size(self._vae.data_shape, DECODES)
        draws = min(samples, at_once)
        size = max(1, at_once // draws) if self._shared(stored) else 1
        parts: list[np.ndarray] = []
        for start in range(0, len(stored), size):
            if cancelled is not None and cancelled():
                break
            batch = stored[start : start + size]
            parts.append(self._batch(batch, samples, draws, seed))
            if progress is not None:
                progress(start + len(batch))
        return np.concatenate(parts) if parts else np.zeros(0)

    def _check(self, stored: np.ndarray, samples: int) -> None:
        if stored.shape[1:] != self._vae.data_shape:
            raise SpecError(f"examples have the shape {stored.shape[1:]} instead of {self._vae.data_shape}")
        if not self._vae.has_density:
            raise SpecError("Without a density of the posterior there is no importance sampling.")
        if samples < 1:
            raise SpecError(f"{samples} importance samples are too few.", remedy="Give 1 or more.")

    def _shared(self, stored: np.ndarray) -> bool:
        """Return whether the posterior is a shifted noise, so that each example can be given its own."""
        if self._takes_noise is None and len(stored):
            self._takes_noise = takes_noise(self._vae.posterior(self._pixels(stored[:1], self._pixel_seed)))
        return bool(self._takes_noise)

    @property
    def _pixel_seed(self) -> Any:
        return stateless_seed(self._seed, "encode")

    def _batch(self, stored: np.ndarray, samples: int, draws: int, seed: int) -> np.ndarray:
        """Return the estimates for examples that go through the decoder together."""
        generators = [_generator(self._seed + seed, example) for example in stored]
        total = np.full(len(stored), -np.inf)
        tensor = tf.convert_to_tensor(stored)
        log_sum = self._compiled.get_concrete_function(
            tf.TensorSpec([None, *self._vae.data_shape], stored.dtype),
            tf.TensorSpec([None, None, self._vae.latent_size], tf.float32),
            *[tf.TensorSpec([2], tf.int32)] * 2,
        )
        for number, first in enumerate(range(0, samples, draws)):
            count = min(draws, samples - first)
            noise = np.stack(
                [one.standard_normal((count, self._vae.latent_size), np.float32) for one in generators], axis=1
            )
            own = stateless_seed(self._seed + seed, "sample", _key(stored[0]))
            part = log_sum(tensor, tf.constant(noise), self._pixel_seed, derived_seed(own, number))
            total = np.logaddexp(total, np.asarray(part))
        estimates: np.ndarray = total - np.log(samples)
        return estimates

    def _sum(self, stored: Any, noise: Any, pixel_seed: Any, seed: Any) -> Any:
        """Return the logarithm of the sum of the weights, float64 ``[B]``, of draws ``[S, B, L]``."""
        vae = self._vae
        x = tf.ensure_shape(self._pixels(stored, pixel_seed, same_draw=True), [None, *vae.data_shape])
        q = vae.posterior(x)
        z = draw(q, noise, seed)
        log_likelihood = map_shards(lambda part: (self._log_likelihood(x, part),), z, self._shards)[0]
        weights = log_likelihood + vae.prior.log_prob(z) - q.log_prob(z)
        return tf.reduce_logsumexp(tf.cast(weights, tf.float64), axis=0)

    def _log_likelihood(self, x: Any, z: Any) -> Any:
        """Return log p(x|z), float32 ``[S, B]``, of draws ``[S, B, L]``."""
        flat = tf.reshape(z, [-1, self._vae.latent_size])
        repeated = tf.tile(x, [tf.shape(z)[0], *[1] * len(self._vae.data_shape)])
        return tf.reshape(self._vae.likelihood(flat).log_prob(repeated), tf.shape(z)[:2])


def _generator(seed: int, example: np.ndarray) -> np.random.Generator:
    """Return random numbers that are a function of a seed and of an example's values."""
    return np.random.Generator(np.random.Philox(key=[seed & 0xFFFFFFFFFFFFFFFF, _key(example)]))


def _key(example: np.ndarray) -> int:
    return zlib.crc32(np.ascontiguousarray(example).tobytes()) & 0x7FFFFFFF
