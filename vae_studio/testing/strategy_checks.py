"""Checks of KL strategies."""

from __future__ import annotations

import math
from typing import Any

from vae_studio.api.plugins import PluginSpec
from vae_studio.api.protocols import BuildContext, KLStrategy
from vae_studio.testing.cases import build, contexts, latent, require, variables, words
from vae_studio.testing.distribution_checks import require_finite, require_gradients

_BATCH = 3
_EPOCHS = (0.0, 0.5, 1.0, 10.0, 1000.0)


def check_is_a_strategy(plugin: PluginSpec) -> None:
    """The object has a penalty, a weight and a number of samples."""
    for context in contexts(plugin):
        strategy = build(plugin, context)
        require(isinstance(strategy, KLStrategy), f"{type(strategy).__name__} lacks samples, penalty or weight")
        samples = strategy.samples
        require(
            isinstance(samples, int) and samples >= 1, f"samples is {samples!r}, not a whole number above 0"
        )


def check_weight_is_not_negative(plugin: PluginSpec) -> None:
    """The weight β is a finite number >= 0 at every time, fractions of epochs included."""
    strategy = build(plugin, next(contexts(plugin)))
    for epoch in _EPOCHS:
        weight = float(strategy.weight(epoch))
        require(math.isfinite(weight) and weight >= 0, f"the weight after {epoch:g} epochs is {weight}")


def check_penalty_is_finite(plugin: PluginSpec) -> None:
    """The penalty is a finite number of nats for each example, ``[B]``."""
    for context in contexts(plugin):
        strategy = build(plugin, context)
        loc, scale = _parameters(context)
        penalty = _penalty(strategy, loc, scale, context)
        require(
            tuple(penalty.shape) == (_BATCH,),
            f"{words(context)}: the penalty has the shape {tuple(penalty.shape)} instead of [B] = [{_BATCH}]",
        )
        require_finite(penalty, "the penalty", words(context))


def check_gradients_reach_the_posterior(plugin: PluginSpec) -> None:
    """The penalty depends on the posterior's mean and scale, and on the strategy's own variables.

    A strategy that says of itself that it ties nothing to the prior is not asked.
    """
    if not plugin.ties_prior:
        return
    for context in contexts(plugin):
        strategy = build(plugin, context)
        loc, scale = _parameters(context)
        require_gradients(
            lambda s=strategy, loc=loc, scale=scale, c=context: _penalty(s, loc, scale, c),  # type: ignore[misc]
            (loc, scale, *variables(strategy)),
            words(context),
        )


def check_compiles(plugin: PluginSpec) -> None:
    """The penalty can be computed inside a ``tf.function``."""
    import tensorflow as tf

    for context in contexts(plugin):
        strategy = build(plugin, context)
        loc, scale = _parameters(context)

        @tf.function  # type: ignore[untyped-decorator,unused-ignore]
        def penalty(
            strategy: Any = strategy, loc: Any = loc, scale: Any = scale, context: Any = context
        ) -> Any:
            return _penalty(strategy, loc, scale, context)

        require(tuple(penalty().shape) == (_BATCH,), f"{words(context)}: compiled, the penalty loses its shape")


def _parameters(context: BuildContext) -> tuple[Any, Any]:
    """Return the mean and scale of a posterior, ``[B, L]`` each, as variables."""
    import tensorflow as tf

    loc = tf.Variable(latent(context, _BATCH), name="posterior mean")
    return loc, tf.Variable(tf.fill((_BATCH, context.latent_size), 0.7), name="posterior scale")


def _penalty(strategy: Any, loc: Any, scale: Any, context: BuildContext) -> Any:
    import tensorflow as tf
    import tensorflow_probability as tfp

    q = tfp.distributions.MultivariateNormalDiag(loc, scale)
    p = tfp.distributions.MultivariateNormalDiag(tf.zeros(context.latent_size), tf.ones(context.latent_size))
    return strategy.penalty(q, p, q.sample(strategy.samples, seed=(1, 2)))


STRATEGY_CHECKS = (
    check_is_a_strategy,
    check_weight_is_not_negative,
    check_penalty_is_finite,
    check_gradients_reach_the_posterior,
    check_compiles,
)
