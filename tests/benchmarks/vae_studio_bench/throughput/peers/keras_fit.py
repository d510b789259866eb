"""Keras ``fit`` with TFP's layers, as in TFP's tutorial on probabilistic layers.

The KL is a layer's loss. ``KLDivergenceAddLoss`` adds the sum over the batch, which the weight turns
into the mean that the reconstruction also has.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import tensorflow as tf
import tensorflow_probability as tfp
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

ENDLESS = 1_000_000


class KerasFit:
    """See :class:`~vae_studio_bench.throughput.trainer.Trainer`."""

    def __init__(self, images: np.ndarray, model: Model, learning_rate: float, seed: int):
        tfk.utils.set_random_seed(seed)
        self.prior, self.decoder = make_prior(model.network), make_decoder(model.network)
        kl = tfp.layers.KLDivergenceAddLoss(self.prior, use_exact_kl=True, weight=1 / model.batch_size)
        self.encoder = make_encoder(model.network, kl)
        self.vae = tfk.Model(inputs=self.encoder.inputs, outputs=self.decoder(self.encoder.outputs[0]))
        self.vae.compile(optimizer=tfk.optimizers.Adam(learning_rate), loss=lambda x, rv_x: -rv_x.log_prob(x))
        x = tf.data.Dataset.from_tensor_slices(as_float(images)).shuffle(len(images))
        x = x.batch(model.batch_size, drop_remainder=True)
        self.dataset = x.map(lambda x: (x, x)).prefetch(tf.data.AUTOTUNE)

    @property
    def parameters(self) -> int:
        return count_parameters(self.vae)

    def train(self, turn: CountedTurn | TimedTurn) -> None:
        self.vae.fit(self.dataset, epochs=ENDLESS, verbose=0, callbacks=[StopWhenOver(turn)])

    def negative_elbo(self, images: np.ndarray) -> float:
        x = as_float(images)
        return float(np.mean(negative_elbo(self.encoder, self.decoder, self.prior, x)))


class StopWhenOver(tfk.callbacks.Callback):
    """Ends ``fit`` with the turn."""

    def __init__(self, turn: CountedTurn | TimedTurn):
        super().__init__()
        self._turn = turn

    def on_train_batch_end(self, batch: int, logs: Any = None) -> None:
        if self._turn.over(1):
            self.model.stop_training = True


TRAINER = KerasFit
