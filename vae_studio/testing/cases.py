"""The models that plugins are tried in: shapes of data, latent sizes, and building for each of them."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from typing import Any

from vae_studio.api.plugins import Kind, PluginSpec
from vae_studio.api.protocols import BuildContext

SHAPES: tuple[tuple[int, ...], ...] = ((28, 28, 1), (28, 20, 3), (33, 47, 1), (8, 8, 1), (12,))
"""Shapes of one example: square and not, odd and even, grey and colour, the smallest, and a table."""

LATENT_SIZES = (1, 2, 5)
"""Numbers of latent dimensions."""

SEED = 11


def require(condition: bool, message: str) -> None:
    """Raise ``AssertionError`` with a message unless the condition holds, also under ``python -O``."""
    if not condition:
        raise AssertionError(message)


def tried_in(plugin: PluginSpec) -> tuple[tuple[tuple[int, ...], ...], tuple[int, ...]]:
    """Return the data shapes and the latent sizes that a plugin is tried in.

    They are those that its needs allow; one data shape is enough for what sees no data.
    """
    shapes = tuple(s for s in SHAPES if ("table" if len(s) == 1 else "image") in plugin.needs.data)
    if plugin.kind in (Kind.PRIOR, Kind.KL_STRATEGY):
        shapes = shapes[-1:]
    return shapes, _latent_sizes(plugin)


def contexts(plugin: PluginSpec) -> Iterator[BuildContext]:
    """Yield a context for every shape and latent size that a plugin is tried in."""
    shapes, latent_sizes = tried_in(plugin)
    for shape in shapes:
        for size in latent_sizes:
            yield context_for(plugin, shape, size, SEED)


def one_per_shape(plugin: PluginSpec) -> Iterator[BuildContext]:
    """Yield one context for each data shape, for checks that take long."""
    last = {context.data_shape: context for context in contexts(plugin)}
    yield from last.values()


def context_for(plugin: PluginSpec, shape: tuple[int, ...], latent_size: int, seed: int) -> BuildContext:
    """Return the context for one model; priors are told of an encoder, as in the studio."""
    encoder = linear_encoder(shape, latent_size) if plugin.kind is Kind.PRIOR else None
    return BuildContext(data_shape=shape, latent_size=latent_size, seed=seed, encoder=encoder)


def build(plugin: PluginSpec, context: BuildContext) -> Any:
    """Return what the plugin builds with its default parameters."""
    module, _, function = plugin.build.partition(":")
    return getattr(importlib.import_module(module), function)(plugin.params(), context)


def words(context: BuildContext) -> str:
    """Return a context in words, for messages."""
    shape = "×".join(str(side) for side in context.data_shape)
    return f"data {shape}, latent size {context.latent_size}"


def examples(context: BuildContext, batch: int) -> Any:
    """Return examples x, float32 ``[batch, *data_shape]``, uniform in [0, 1)."""
    import tensorflow as tf

    return tf.random.stateless_uniform((batch, *context.data_shape), seed=(SEED, batch))


def latent(context: BuildContext, *sizes: int) -> Any:
    """Return standard normal draws z, float32 ``[*sizes, L]``."""
    import tensorflow as tf

    return tf.random.stateless_normal((*sizes, context.latent_size), seed=(SEED, len(sizes)))


def linear_encoder(shape: tuple[int, ...], latent_size: int) -> Any:
    """Return the simplest encoder there is: a Gaussian whose mean is linear in x."""
    import tensorflow as tf
    import tensorflow_probability as tfp

    class LinearEncoder(tf.Module):
        def __init__(self) -> None:
            super().__init__()
            size = tf.reduce_prod(shape)
            self.matrix = tf.Variable(tf.random.stateless_normal((size, latent_size), seed=(SEED, 0)) * 0.1)

        def __call__(self, x: Any) -> Any:
            loc = tf.reshape(x, (-1, self.matrix.shape[0])) @ self.matrix
            return tfp.distributions.MultivariateNormalDiag(loc, tf.ones_like(loc))

    return LinearEncoder()


def variables(built: Any) -> tuple[Any, ...]:
    """Return the trainable variables of what a plugin built; distributions and modules have them."""
    return tuple(getattr(built, "trainable_variables", ()))


def _latent_sizes(plugin: PluginSpec) -> tuple[int, ...]:
    needs = plugin.needs
    largest = needs.largest_latent
    allowed = [n for n in LATENT_SIZES if n >= needs.smallest_latent and (largest is None or n <= largest)]
    return tuple(allowed) or (needs.smallest_latent,)
