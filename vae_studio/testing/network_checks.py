"""Checks of encoders, x → q(z|x), and decoders, z → p(x|z)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from vae_studio.api.plugins import Kind, PluginSpec
from vae_studio.api.protocols import BuildContext
from vae_studio.testing.cases import build, contexts, examples, latent, one_per_shape, require, variables, words
from vae_studio.testing.distribution_checks import (
    check_same_seed_gives_the_same_initial_values,
    require_finite,
    require_gradients,
    require_shapes,
)

_BATCH = 3


def check_shapes(plugin: PluginSpec) -> None:
    """The output has batch ``[B]`` and the event of its kind, for several B."""
    for context, network in _networks(plugin):
        for batch in (1, _BATCH):
            output = network(_inputs(plugin, context, batch))
            require_shapes(output, (batch,), _event(plugin, context), words(context))


def check_log_prob_is_finite(plugin: PluginSpec) -> None:
    """The output's log-probability of its own draws is finite, ``[B]``."""
    import tensorflow as tf

    for context, network in _networks(plugin):
        output = network(_inputs(plugin, context, _BATCH))
        # A copy, because a distribution recalls what it drew and would not compute anything for it.
        draw = tf.identity(output.sample(seed=(1, 2)))
        require_finite(draw, "a draw", words(context))
        log_prob = output.log_prob(draw)
        require(tuple(log_prob.shape) == (_BATCH,), f"{words(context)}: log_prob has shape {log_prob.shape}")
        require_finite(log_prob, "log_prob of its own draws", words(context))


def check_gradients_reach_every_variable(plugin: PluginSpec) -> None:
    """The log-probability depends on each trainable variable."""
    for context, network in _networks(plugin):
        inputs = _inputs(plugin, context, _BATCH)
        draw = network(inputs).sample(seed=(1, 2))
        require_gradients(
            lambda network=network, inputs=inputs, draw=draw: network(inputs).log_prob(draw),  # type: ignore[misc]
            variables(network),
            words(context),
        )


def check_draws_carry_gradients(plugin: PluginSpec) -> None:
    """Draws of z follow the encoder's variables, so that the reconstruction can train it."""
    import tensorflow as tf

    for context, network in _networks(plugin):
        inputs = _inputs(plugin, context, _BATCH)
        with tf.GradientTape() as tape:
            draws = tf.reduce_sum(network(inputs).sample(seed=(1, 2)))
        gradients = tape.gradient(draws, variables(network))
        reached = any(gradient is not None for gradient in gradients)
        require(
            reached or not variables(network),
            f"{words(context)}: q(z|x) is not reparameterised, its draws carry no gradient",
        )


def check_compiles_for_any_batch(plugin: PluginSpec) -> None:
    """The network runs inside a ``tf.function`` that does not know the size of the batch."""
    import tensorflow as tf

    for context in one_per_shape(plugin):
        network, inputs = build(plugin, context), _inputs(plugin, context, _BATCH)
        signature = tf.TensorSpec((None, *inputs.shape[1:]), tf.float32)

        @tf.function(input_signature=[signature])  # type: ignore[untyped-decorator,unused-ignore]
        def log_prob(batch: Any, network: Any = network) -> Any:
            output = network(batch)
            return output.log_prob(output.sample(seed=(1, 2)))

        require(tuple(log_prob(inputs).shape) == (_BATCH,), f"{words(context)}: compiled, the batch is lost")


def check_examples_do_not_mix(plugin: PluginSpec) -> None:
    """Unless the plugin says that it couples examples, each is treated as if it were alone."""
    import numpy as np

    if plugin.couples_examples:
        return
    for context, network in _networks(plugin):
        inputs = _inputs(plugin, context, _BATCH)
        together = network(inputs)
        draw = together.sample(seed=(1, 2))
        alone = network(inputs[:1]).log_prob(draw[:1])
        require(
            np.allclose(together.log_prob(draw)[:1], alone, rtol=1e-3, atol=1e-3),
            f"{words(context)}: an example's output depends on the others; declare couples_examples=True",
        )


def _networks(plugin: PluginSpec) -> Iterator[tuple[BuildContext, Any]]:
    for context in contexts(plugin):
        yield context, build(plugin, context)


def _inputs(plugin: PluginSpec, context: BuildContext, batch: int) -> Any:
    return examples(context, batch) if plugin.kind is Kind.ENCODER else latent(context, batch)


def _event(plugin: PluginSpec, context: BuildContext) -> tuple[int, ...]:
    return (context.latent_size,) if plugin.kind is Kind.ENCODER else context.data_shape


DECODER_CHECKS = (
    check_shapes,
    check_log_prob_is_finite,
    check_gradients_reach_every_variable,
    check_same_seed_gives_the_same_initial_values,
    check_compiles_for_any_batch,
    check_examples_do_not_mix,
)
ENCODER_CHECKS = (*DECODER_CHECKS, check_draws_carry_gradients)
