"""Sums of importance weights, drawn, decoded and added up inside one graph. Imports TensorFlow."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from vae_studio.evaluation.rectified_layers import thrifty_likelihood
from vae_studio.model.batches import batch_size
from vae_studio.model.decoded_likelihood import decoded_log_likelihood
from vae_studio.model.inference import Inference
from vae_studio.model.posterior_draws import draw
from vae_studio.model.seeds import stateless_seed
from vae_studio.model.sharding import split_sizes

DRAWS, DRAWS_ON_GPU = 1000, 10_000
"""Draws of one example that are decoded together at most: fewer, or more, take longer."""


class WeightSums:
    """Adds up ``p(x|z) p(z) / q(z|x)`` over draws from q(z|x), as logarithms.

    The draws of an example come in blocks of its own, whose numbers are a function of the seed, of the
    example's key and of the block's number. The sum runs along in float64, so that memory holds one block for
    each part of the batch, whatever the number of draws.

    Parameters
    ----------
    inference
        The model, and how and where it is applied; its weights are read at each call.

    Attributes
    ----------
    draws
        How many draws a block has.
    shards
        How many examples are worked on side by side.
    """

    def __init__(self, inference: Inference) -> None:
        self._vae = inference.vae
        self._pixels = inference.pixels
        self._seed = inference.seed
        self.shards = inference.shards
        is_gpu = "GPU" in inference.device
        most = DRAWS_ON_GPU if is_gpu else DRAWS
        self.draws = batch_size(self._vae.data_shape, most)
        self._decode = self._vae.likelihood if is_gpu else thrifty_likelihood(self._vae)
        self._compiled: Any = inference.compiled(self._sums)

    def __call__(self, stored: Any, keys: Any, seed: int, samples: int, blocks: range) -> Any:
        """Return the logarithms of the sums, float64 ``[n]``, over some blocks of the draws.

        Parameters
        ----------
        stored
            Stored examples, ``[n, *data_shape]``.
        keys
            What tells their draws apart, int32 ``[n]``.
        seed
            Added to the run's seed.
        samples
            Draws of each example in all blocks, K.
        blocks
            Which of the ``ceil(K / draws)`` blocks.
        """
        signature = [
            tf.TensorSpec([None, *self._vae.data_shape], stored.dtype),
            tf.TensorSpec([None], tf.int32),
            *[tf.TensorSpec([2], tf.int32)] * 2,
            *[tf.TensorSpec([], tf.int32)] * 3,
        ]
        sums = self._compiled.get_concrete_function(*signature)
        return sums(
            tf.constant(stored),
            tf.constant(keys, tf.int32),
            stateless_seed(self._seed, "encode"),
            stateless_seed(self._seed + seed, "sample"),
            *[tf.constant(number, tf.int32) for number in (samples, blocks.start, blocks.stop)],
        )

    def _sums(
        self, stored: Any, keys: Any, pixel_seed: Any, seed: Any, samples: Any, first: Any, last: Any
    ) -> Any:
        x = self._pixels(stored, pixel_seed, same_draw=True)
        x = tf.ensure_shape(x, [None, *self._vae.data_shape])
        sizes = split_sizes(tf.shape(keys)[0], self.shards)
        parts = zip(tf.split(x, sizes, num=self.shards), tf.split(keys, sizes, num=self.shards), strict=True)

        def one(example: tuple[Any, Any]) -> Any:
            x, key = example
            own = tf.random.experimental.stateless_fold_in(seed, key)
            return self._example(x, own, samples, first, last)

        results = [
            tf.map_fn(one, part, fn_output_signature=tf.float64, parallel_iterations=1) for part in parts
        ]
        return tf.concat(results, axis=0)

    def _example(self, x: Any, seed: Any, samples: Any, first: Any, last: Any) -> Any:
        """Return the logarithm of the sum of the weights of an example, float64 ``[]``."""
        q = self._vae.posterior(x[None])

        def add_block(number: Any, total: Any) -> tuple[Any, Any]:
            count = tf.minimum(self.draws, samples - number * self.draws)
            own = tf.random.experimental.stateless_fold_in(seed, number)
            weights = tf.cast(self._log_weights(x, q, count, own), tf.float64)
            return number + 1, tf.reduce_logsumexp(tf.concat([[total], weights], axis=0))

        start = (first, tf.constant(float("-inf"), tf.float64))
        return tf.while_loop(lambda number, _: number < last, add_block, start, parallel_iterations=1)[1]

    def _log_weights(self, x: Any, q: Any, count: Any, seed: Any) -> Any:
        """Return log p(x|z) + log p(z) − log q(z|x), float32 ``[count]``, of draws z ~ q(z|x)."""
        noise = tf.random.stateless_normal([count, 1, self._vae.latent_size], seed)
        z = draw(q, noise, seed)
        density = q.log_prob(z)[:, 0]
        z = tf.ensure_shape(z[:, 0], [None, self._vae.latent_size])
        likelihood = decoded_log_likelihood(self._decode(z), x[None])[:, 0]
        return likelihood + self._vae.prior.log_prob(z) - density
