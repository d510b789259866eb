"""The networks as TFP's tutorials write them: Keras models that end in distributions."""

from __future__ import annotations

from typing import Any

import numpy as np
import tensorflow as tf
import tensorflow_probability as tfp
import tf_keras as tfk

tfd = tfp.distributions
tfpl = tfp.layers
tfkl = tfk.layers

LATENT_SIZES = {"conv28": 2, "mlp": 32, "conv64": 128}
DATA_SHAPES = {"conv28": (28, 28, 1), "mlp": (28, 28, 1), "conv64": (64, 64, 3)}


def make_prior(network: str) -> Any:
    """Return p(z), a standard normal."""
    return tfd.MultivariateNormalDiag(loc=tf.zeros(LATENT_SIZES[network]))


def make_encoder(network: str, *after: Any) -> Any:
    """Return the encoder, x ``[B, *data_shape]`` → q(z|x), followed by other layers."""
    latent_size = LATENT_SIZES[network]
    return tfk.Sequential(
        [
            tfkl.InputLayer(input_shape=DATA_SHAPES[network]),
            *_ENCODERS[network](),
            tfkl.Dense(2 * latent_size),
            tfpl.DistributionLambda(
                lambda t: tfd.MultivariateNormalDiag(
                    loc=t[..., :latent_size], scale_diag=tf.exp(t[..., latent_size:])
                )
            ),
            *after,
        ]
    )


def make_decoder(network: str) -> Any:
    """Return the decoder, z ``[B, latent_size]`` → p(x|z)."""
    return tfk.Sequential(
        [
            tfkl.InputLayer(input_shape=[LATENT_SIZES[network]]),
            *_DECODERS[network](),
            tfpl.IndependentBernoulli(DATA_SHAPES[network], tfd.Bernoulli.logits),
        ]
    )


def _conv28_encoder() -> list[Any]:
    return [
        tfkl.Conv2D(8, 5, strides=2, activation="tanh"),
        tfkl.Conv2D(8, 5, strides=2, activation="tanh"),
        tfkl.Flatten(),
        tfkl.Dense(64, activation="tanh"),
    ]


def _conv28_decoder() -> list[Any]:
    return [
        tfkl.Dense(64, activation="tanh"),
        tfkl.Dense(128, activation="tanh"),
        tfkl.Reshape([4, 4, 8]),
        tfkl.Conv2DTranspose(8, 5, strides=2, output_padding=1, activation="tanh"),
        tfkl.Conv2DTranspose(8, 5, strides=2, output_padding=1, activation="tanh"),
        tfkl.Conv2D(1, 3, padding="same"),
        tfkl.Flatten(),
    ]


def _mlp_encoder() -> list[Any]:
    return [tfkl.Flatten(), tfkl.Dense(512, activation="relu"), tfkl.Dense(256, activation="relu")]


def _mlp_decoder() -> list[Any]:
    return [tfkl.Dense(256, activation="relu"), tfkl.Dense(512, activation="relu"), tfkl.Dense(784)]


def _conv64_encoder() -> list[Any]:
    return [
        tfkl.Conv2D(32, 4, strides=2, activation="relu"),
        tfkl.Conv2D(64, 4, strides=2, activation="relu"),
        tfkl.Conv2D(128, 4, strides=2, activation="relu"),
        tfkl.Conv2D(256, 4, strides=2, activation="relu"),
        tfkl.Flatten(),
        tfkl.Dense(256, activation="relu"),
    ]


def _conv64_decoder() -> list[Any]:
    return [
        tfkl.Dense(256, activation="relu"),
        tfkl.Dense(1024, activation="relu"),
        tfkl.Reshape([2, 2, 256]),
        tfkl.Conv2DTranspose(256, 4, strides=2, activation="relu"),
        tfkl.Conv2DTranspose(128, 4, strides=2, activation="relu"),
        tfkl.Conv2DTranspose(64, 4, strides=2, output_padding=1, activation="relu"),
        tfkl.Conv2DTranspose(32, 4, strides=2, activation="relu"),
        tfkl.Conv2D(3, 3, padding="same"),
        tfkl.Flatten(),
    ]


_ENCODERS = {"conv28": _conv28_encoder, "mlp": _mlp_encoder, "conv64": _conv64_encoder}
_DECODERS = {"conv28": _conv28_decoder, "mlp": _mlp_decoder, "conv64": _conv64_decoder}


def as_float(images: np.ndarray) -> np.ndarray:
    """Return uint8 images as float32 between 0 and 1."""
    return images.astype("float32") / 255.0


def count_parameters(*models: Any) -> int:
    """Return how many numbers training changes."""
    return sum(int(tf.size(weight)) for model in models for weight in model.trainable_weights)


def negative_elbo(encoder: Any, decoder: Any, prior: Any, x: Any) -> Any:
    """Return -log p(x|z) + KL(q ‖ p) of each example, nats ``[B]``, for one draw of z."""
    q = encoder(x)
    return tfd.kl_divergence(q, prior) - decoder(q.sample()).log_prob(x)
