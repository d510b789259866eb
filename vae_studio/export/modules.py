"""The parts of a model as functions of tensors alone, ready to be saved."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import tensorflow as tf

from vae_studio.model.divergence import independent_normals
from vae_studio.model.vae import NATS, VAE
from vae_studio.model.weights import weights_of

COUNT = tf.TensorSpec([], tf.int32, "n")
SEED = tf.TensorSpec([2], tf.int32, "seed")


@dataclass(frozen=True)
class SavedPart:
    """One part of a model.

    Attributes
    ----------
    module
        Holds the functions as attributes, and the weights that they read.
    signatures
        The same functions by name.
    words
        By name, what each function takes and returns, with shapes.
    """

    module: tf.Module
    signatures: dict[str, Any]
    words: dict[str, str]


class _Functions:
    """Collects compiled functions of one part."""

    def __init__(self, part: Any) -> None:
        self._module = tf.Module()
        # Variables by themselves: of layers TensorFlow would save configuration that nobody reads.
        self._module.weights = weights_of(part)
        self._signatures: dict[str, Any] = {}
        self._words: dict[str, str] = {}

    def add(self, name: str, function: Callable[..., Any], inputs: list[Any], words: str) -> None:
        compiled = tf.function(function, input_signature=inputs)
        setattr(self._module, name, compiled)
        self._signatures[name] = compiled
        self._words[name] = words

    def finished(self) -> SavedPart:
        return SavedPart(self._module, self._signatures, self._words)


def encoder_module(vae: VAE) -> SavedPart:
    """Return the encoder: ``encode(x)``, and ``sample(x, n, seed)`` where it gives a distribution."""
    x = tf.TensorSpec([None, *vae.data_shape], tf.float32, "x")
    functions = _Functions(vae.encoder)
    if not vae.has_density:
        functions.add("encode", lambda x: {"mean": vae.posterior(x).mean()}, [x], "x -> mean, the code [B, L]")
        return functions.finished()
    full = independent_normals(vae.posterior(tf.zeros([1, *vae.data_shape]))) is None

    def encode(x: Any) -> dict[str, Any]:
        q = vae.posterior(x)
        moments = {"mean": q.mean(), "stddev": q.stddev()}
        return moments | ({"covariance": q.covariance()} if full else {})

    also = ", covariance [B, L, L]" if full else ""
    functions.add("encode", encode, [x], f"x -> mean [B, L], stddev [B, L]{also} of q(z|x)")
    functions.add(
        "sample",
        lambda x, n, seed: vae.posterior(x).sample(n, seed=seed),
        [x, COUNT, SEED],
        "x, n, seed -> n draws from q(z|x), [n, B, L]",
    )
    return functions.finished()


def decoder_module(vae: VAE) -> SavedPart:
    """Return the decoder: ``decode(z)``, and ``sample`` and ``log_prob`` where it gives a distribution."""
    x = tf.TensorSpec([None, *vae.data_shape], tf.float32, "x")
    z = tf.TensorSpec([None, vae.latent_size], tf.float32, "z")
    functions = _Functions(vae.decoder)
    shape = f"[B, {', '.join(map(str, vae.data_shape))}]"
    functions.add("decode", lambda z: {"mean": vae.likelihood(z).mean()}, [z], f"z -> mean of x, {shape}")
    if vae.reconstruction_unit != NATS:
        functions.add(
            "error",
            lambda x, z: -vae.likelihood(z).log_prob(x),
            [x, z],
            f"x, z -> {vae.reconstruction_unit}, [B]",
        )
        return functions.finished()
    functions.add(
        "sample",
        lambda z, seed: vae.likelihood(z).sample(seed=seed),
        [z, SEED],
        f"z, seed -> one draw from p(x|z), {shape}",
    )
    functions.add(
        "log_prob", lambda x, z: vae.likelihood(z).log_prob(x), [x, z], "x, z -> log p(x|z), [B], nats"
    )
    return functions.finished()


def prior_module(vae: VAE) -> SavedPart:
    """Return the prior: ``sample(n, seed)`` and ``log_prob(z)``."""
    z = tf.TensorSpec([None, vae.latent_size], tf.float32, "z")
    functions = _Functions(vae.prior)
    functions.add(
        "sample",
        lambda n, seed: vae.prior.sample(n, seed=seed),
        [COUNT, SEED],
        "n, seed -> n draws from p(z), [n, L]",
    )
    functions.add("log_prob", vae.prior.log_prob, [z], "z -> log p(z), [B], nats")
    return functions.finished()
