"""Checks of priors, p(z)."""

from __future__ import annotations

from typing import Any

from vae_studio.api.plugins import PluginSpec
from vae_studio.testing.cases import build, contexts, latent, require, variables, words
from vae_studio.testing.distribution_checks import (
    check_same_seed_gives_the_same_initial_values,
    require_finite,
    require_gradients,
    require_shapes,
)


def check_shapes(plugin: PluginSpec) -> None:
    """The prior has batch ``[]`` and event ``[L]``; its draws have the shape ``[L]``."""
    for context in contexts(plugin):
        prior = build(plugin, context)
        require_shapes(prior, (), (context.latent_size,), words(context))
        draw, draws = prior.sample(seed=(1, 2)), prior.sample(4, seed=(1, 2))
        found = tuple(draw.shape), tuple(draws.shape)
        expected = (context.latent_size,), (4, context.latent_size)
        require(found == expected, f"{words(context)}: draws have the shapes {found}, expected {expected}")
        require_finite(draws, "a draw", words(context))


def check_log_prob_is_finite(plugin: PluginSpec) -> None:
    """The density log p(z) is finite for the prior's own draws, and ``[S, B]`` for z ``[S, B, L]``."""
    import tensorflow as tf

    for context in contexts(plugin):
        prior = build(plugin, context)
        draws = tf.identity(prior.sample(4, seed=(1, 2)))
        require_finite(prior.log_prob(draws), "log_prob of its own draws", words(context))
        log_prob = prior.log_prob(latent(context, 2, 3))
        require(tuple(log_prob.shape) == (2, 3), f"{words(context)}: log_prob of [2, 3, L] is {log_prob.shape}")
        require_finite(log_prob, "log_prob of standard normal draws", words(context))


def check_gradients_reach_every_variable(plugin: PluginSpec) -> None:
    """The density log p(z) depends on each trainable variable, and on z."""
    import tensorflow as tf

    for context in contexts(plugin):
        prior = build(plugin, context)
        z = tf.Variable(latent(context, 3), name="z")
        require_gradients(
            lambda prior=prior, z=z: prior.log_prob(z),  # type: ignore[misc]
            (*variables(prior), z),
            words(context),
        )


def check_compiles(plugin: PluginSpec) -> None:
    """The density log p(z) runs inside a ``tf.function``, with the same values as outside."""
    import numpy as np
    import tensorflow as tf

    for context in contexts(plugin):
        prior = build(plugin, context)
        z = latent(context, 3)

        @tf.function  # type: ignore[untyped-decorator,unused-ignore]
        def log_prob(z: Any, prior: Any = prior) -> Any:
            return prior.log_prob(z)

        same = np.allclose(log_prob(z), prior.log_prob(z), rtol=1e-4, atol=1e-4)
        require(same, f"{words(context)}: compiled, log_prob has other values")


PRIOR_CHECKS = (
    check_shapes,
    check_log_prob_is_finite,
    check_gradients_reach_every_variable,
    check_same_seed_gives_the_same_initial_values,
    check_compiles,
)
