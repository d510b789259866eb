"""The training loop of the TFP tutorials.

Gradients in a ``tf.function``, the optimiser outside it, batches from ``tf.data``.
"""

import numpy as np
import tensorflow as tf
import tf_keras as tfk
from peers.tfp_network import (
    as_float,
    count_parameters,
    make_decoder,
    make_encoder,
    make_prior,
    negative_elbo,
)


class TutorialLoop:
    """See :class:`peers.trainer.Trainer`."""

    def __init__(self, images, batch_size, learning_rate, seed):
        tfk.utils.set_random_seed(seed)
        self.prior, self.encoder, self.decoder = make_prior(), make_encoder(), make_decoder()
        self.optimizer = tfk.optimizers.Adam(learning_rate)
        self.dataset = (
            tf.data.Dataset.from_tensor_slices(as_float(images))
            .shuffle(len(images))
            .batch(batch_size, drop_remainder=True)
            .prefetch(tf.data.AUTOTUNE)
        )
        self._batches = self._epochs()

    @property
    def parameters(self):
        return count_parameters(self.encoder, self.decoder)

    def train(self, turn):
        for x in self._batches:
            self._step(x)
            if turn.over(1):
                return

    def negative_elbo(self, images):
        x = as_float(images)
        return float(np.mean(negative_elbo(self.encoder, self.decoder, self.prior, x)))

    def _epochs(self):
        while True:
            yield from self.dataset

    def _step(self, x):
        loss, gradients = self._loss_and_gradients(x)
        self.optimizer.apply_gradients(zip(gradients, self._weights, strict=True))
        return loss

    @tf.function
    def _loss_and_gradients(self, x):
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(negative_elbo(self.encoder, self.decoder, self.prior, x))
        return loss, tape.gradient(loss, self._weights)

    @property
    def _weights(self):
        return self.encoder.trainable_weights + self.decoder.trainable_weights


TRAINER = TutorialLoop
