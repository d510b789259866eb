"""The figures of every example of a split, batch by batch."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import tensorflow as tf

from vae_studio.data.rows import read_rows
from vae_studio.evaluation.figures import Figures
from vae_studio.model.batches import batch_size
from vae_studio.model.inference import Inference
from vae_studio.model.objective import example_figures, standard_noise
from vae_studio.model.seeds import derived_seed, stateless_seed
from vae_studio.model.sharding import filled, split_sizes

BATCH = 1000
ROOM = 64 << 20
"""Bytes for the activations of a batch; less than elsewhere, as a training step holds its own beside them."""
ACTIVE_VARIANCE = 0.01
"""A latent unit is active when the variance of its posterior mean exceeds this (Burda et al. 2015)."""


@dataclass(frozen=True)
class SplitFigures:
    """Figures of N examples.

    Attributes
    ----------
    reconstruction
        float32 ``[N]``.
    kl
        float32 ``[N]``, nats; None for a deterministic posterior.
    kl_per_dimension
        float32 ``[N, L]``, or None where the KL does not factorise.
    posterior_mean
        float32 ``[N, L]``.
    unit
        Unit of the reconstruction.
    """

    reconstruction: np.ndarray
    kl: np.ndarray | None
    kl_per_dimension: np.ndarray | None
    posterior_mean: np.ndarray
    unit: str = "nats"

    def mean(self) -> Figures:
        """Return the averages over the examples."""
        reconstruction = float(np.mean(self.reconstruction, dtype=np.float64))
        kl = None if self.kl is None else float(np.mean(self.kl, dtype=np.float64))
        per_dimension = self.kl_per_dimension
        return Figures.of(
            reconstruction,
            kl,
            None
            if per_dimension is None
            else tuple(float(value) for value in np.asarray(np.mean(per_dimension, axis=0, dtype=np.float64))),
            self.unit,
        )

    def active_dimensions(self) -> tuple[bool, ...]:
        """Return for each latent dimension whether it is active."""
        variances = np.var(self.posterior_mean, axis=0, dtype=np.float64)
        return tuple(bool(variance > ACTIVE_VARIANCE) for variance in variances)

    def active_units(self) -> int:
        """Return how many latent dimensions are active."""
        return sum(self.active_dimensions())


class SplitMeter:
    """Measures splits with a model, compiled once.

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
        self._compiled: Any = inference.compiled(self._batch)

    def measure(
        self,
        examples: np.ndarray,
        indices: np.ndarray,
        purpose: str,
        between: Callable[[], None] = lambda: None,
    ) -> SplitFigures:
        """Return the figures of the examples at `indices`.

        Parameters
        ----------
        examples
            Stored examples, ``[N, *data_shape]``.
        indices
            Which of them, int64 ``[n]``, n >= 1.
        purpose
            ``validation`` or ``test``: whose random numbers; the same ones at every measurement.
        between
            Called after each batch.
        """
        batch_of = self._compiled.get_concrete_function(
            tf.TensorSpec([None, *self._vae.data_shape], examples.dtype), tf.TensorSpec([2], tf.int32)
        )
        columns: list[np.ndarray] = []
        size = batch_size(self._vae.data_shape, BATCH, room=ROOM)
        for number, start in enumerate(range(0, len(indices), size)):
            stored = tf.convert_to_tensor(read_rows(examples, indices[start : start + size]))
            batch = batch_of(stored, stateless_seed(self._seed, purpose, number))
            found = [np.asarray(column) for column in batch]
            columns = columns or [np.empty((len(indices), *part.shape[1:]), part.dtype) for part in found]
            for column, part in zip(columns, found, strict=True):
                column[start : start + size] = part
            between()
        reconstruction, mean, *kls = columns
        kl, per_dimension = (*kls, None, None)[:2]
        return SplitFigures(reconstruction, kl, per_dimension, mean, self._vae.reconstruction_unit)

    def _batch(self, stored: Any, seed: Any) -> tuple[Any, ...]:
        batch = tf.shape(stored)[0]
        x = self._pixels(stored, seed)
        x = tf.ensure_shape(x, [None, *self._vae.data_shape])
        noise = filled(standard_noise(self._vae, batch, derived_seed(seed, 0)), self._shards, axis=1)
        x = filled(x, self._shards)
        sizes = split_sizes(tf.shape(x)[0], self._shards)
        parts = zip(
            tf.split(x, sizes, num=self._shards), tf.split(noise, sizes, axis=1, num=self._shards), strict=True
        )
        results = [
            self._shard(x_part, noise_part, derived_seed(seed, number))
            for number, (x_part, noise_part) in enumerate(parts, start=1)
        ]
        return tuple(tf.concat(column, axis=0)[:batch] for column in zip(*results, strict=True))

    def _shard(self, x: Any, noise: Any, seed: Any) -> tuple[Any, ...]:
        figures = example_figures(self._vae, x, noise, seed, penalised=False)
        kls = (figures.kl, figures.kl_per_dimension)
        return (figures.reconstruction, figures.posterior.mean(), *(kl for kl in kls if kl is not None))
