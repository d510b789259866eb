"""Where examples lie in the latent space, without decoding anything. Imports TensorFlow."""

from __future__ import annotations

from typing import Any

import numpy as np
import tensorflow as tf

from vae_studio.api import SpecError
from vae_studio.model.batches import batch_size
from vae_studio.model.inference import Inference
from vae_studio.model.seeds import stateless_seed
from vae_studio.model.sharding import map_shards

BATCH = 1024


class PosteriorMap:
    """Mean and standard deviation of q(z|x), with the weights that a model has at each call.

    The same numbers as those of :meth:`LatentMap.encode <vae_studio.latent.mapping.LatentMap.encode>`, some
    twenty times faster, because nothing is decoded.

    Parameters
    ----------
    inference
        The model, and how and where it is applied.
    """

    def __init__(self, inference: Inference) -> None:
        self._vae = inference.vae
        self._pixels = inference.pixels
        self._seed = inference.seed
        self._shards = inference.shards
        self._posterior: Any = inference.compiled(self._moments, reduce_retracing=True)

    def __call__(self, stored: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return mean and deviation of stored examples ``[N, *data_shape]``, float32 ``[N, L]`` each."""
        require_examples(stored, self._vae.data_shape)
        seed = stateless_seed(self._seed, "encode")
        size = batch_size(self._vae.data_shape, BATCH)
        locs, scales = [], []
        for start in range(0, len(stored), size):
            loc, scale = self._posterior(tf.convert_to_tensor(stored[start : start + size]), seed)
            locs.append(np.asarray(loc))
            scales.append(np.asarray(scale))
        empty = [np.zeros((0, self._vae.latent_size), np.float32)]
        return np.concatenate(locs or empty), np.concatenate(scales or empty)

    def _moments(self, stored: Any, seed: Any) -> tuple[Any, ...]:
        x = self._pixels(stored, seed, same_draw=True)
        return map_shards(
            self._moments_of_part, tf.ensure_shape(x, [None, *self._vae.data_shape]), self._shards
        )

    def _moments_of_part(self, x: Any) -> tuple[Any, ...]:
        q = self._vae.posterior(x)
        return q.mean(), q.stddev()


def require_examples(stored: np.ndarray, data_shape: tuple[int, ...]) -> None:
    """Refuse examples of another shape than a model's own.

    Raises
    ------
    SpecError
        Naming both shapes.
    """
    if stored.shape[1:] != data_shape:
        raise SpecError(f"examples have the shape {stored.shape[1:]} instead of {data_shape}")
