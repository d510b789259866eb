"""What is asked of every distribution and of everything that trains."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from vae_studio.api.plugins import PluginSpec
from vae_studio.testing.cases import SEED, build, context_for, contexts, require, variables


def require_shapes(distribution: Any, batch: tuple[int, ...], event: tuple[int, ...], where: str) -> None:
    """Require a distribution's batch and event shape."""
    found = tuple(distribution.batch_shape), tuple(distribution.event_shape)
    require(
        found == (batch, event),
        f"{where}: batch {list(found[0])} and event {list(found[1])}, expected {list(batch)} and {list(event)}",
    )


def require_finite(values: Any, what: str, where: str) -> None:
    """Require that no value is NaN or infinite."""
    import numpy as np

    require(bool(np.all(np.isfinite(values))), f"{where}: {what} is not finite")


def require_gradients(loss: Callable[[], Any], trained: tuple[Any, ...], where: str) -> None:
    """Require that a loss depends on each variable, with finite gradients."""
    import tensorflow as tf

    if not trained:
        return
    with tf.GradientTape() as tape:
        value = tf.reduce_sum(loss())
    gradients = tape.gradient(value, trained)
    cut_off = [v.name for v, g in zip(trained, gradients, strict=True) if g is None]
    require(not cut_off, f"{where}: no gradient reaches {', '.join(cut_off)}")
    for variable, gradient in zip(trained, gradients, strict=True):
        require_finite(tf.convert_to_tensor(gradient), f"the gradient of {variable.name}", where)


def check_same_seed_gives_the_same_initial_values(plugin: PluginSpec) -> None:
    """Initial values are a function of the seed in the context."""
    import numpy as np

    context = next(contexts(plugin))
    again = context_for(plugin, context.data_shape, context.latent_size, SEED)
    first, second = variables(build(plugin, context)), variables(build(plugin, again))
    require(len(first) == len(second), "two builds with the same seed have different numbers of variables")
    for one, other in zip(first, second, strict=True):
        require(
            np.array_equal(one.numpy(), other.numpy()),
            f"two builds with the same seed start with different values of {one.name}; "
            "give each initialiser a seed made from context.seed",
        )
