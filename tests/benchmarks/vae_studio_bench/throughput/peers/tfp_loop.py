"""The training loop of the TFP tutorials.

Gradients in a ``tf.function``, the optimiser outside it, batches from ``tf.data``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import tensorflow as tf
import tf_keras as tfk

from vae_studio_bench.throughput.models import Model
from vae_studio_bench.throughput.peers.tfp_networks import (
    as_float,
    count_parameters,
    make_decoder,
    make_encoder,
    make_prior,
    negative_elbo,
)
from vae_studio_bench.throughput.turns import CountedTurn, TimedTurn


class TutorialLoop:
    """See :class:`~vae_studio_bench.throughput.trainer.Trainer`."""

    def __init__(self, images: np.ndarray, model: Model, learning_rate: float, seed: int):
        tfk.utils.set_random_seed(seed)
        self.prior, self.encoder = make_prior(model.network), make_encoder(model.network)
        self.decoder = make_decoder(model.network)
        self.optimizer = tfk.optimizers.Adam(learning_rate)
        self.dataset = (
            tf.data.Dataset.from_tensor_slices(as_float(images))
            .shuffle(len(images))
            .batch(model.batch_size, drop_remainder=True)
            .prefetch(tf.data.AUTOTUNE)
        )
        self._batches = self._epochs()

    @property
    def parameters(self) -> int:
        return count_parameters(self.encoder, self.decoder)

    def train(self, turn: CountedTurn | TimedTurn) -> None:
        for x in self._batches:
            self.step(x)
            if turn.over(1):
                return

    def negative_elbo(self, images: np.ndarray) -> float:
        x = as_float(images)
        return float(np.mean(negative_elbo(self.encoder, self.decoder, self.prior, x)))

    def step(self, x: Any) -> Any:
        """Take one optimiser step, and return the loss."""
        loss, gradients = self._loss_and_gradients(x)
        self.optimizer.apply_gradients(zip(gradients, self.weights, strict=True))
        return loss

    @tf.function
    def _loss_and_gradients(self, x: Any) -> tuple[Any, Any]:
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(negative_elbo(self.encoder, self.decoder, self.prior, x))
        return loss, tape.gradient(loss, self.weights)

    def _epochs(self) -> Iterator[Any]:
        while True:
            yield from self.dataset

    @property
    def weights(self) -> list[Any]:
        return self.encoder.trainable_weights + self.decoder.trainable_weights


TRAINER = TutorialLoop
