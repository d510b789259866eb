"""The compiled training steps of one model on several devices.

Each step's batch and noise are drawn as on one device, by seed and step, and cut into the same parts; each
device takes the parts that are next to each other by its number, the sums over all devices are what one device
would have added up, and every device then changes its own copy of the weights by the same amount.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import tensorflow as tf

from vae_studio.api import SpecError
from vae_studio.model.vae import VAE
from vae_studio.training.batch_source import Batches
from vae_studio.training.distribution import Distribution
from vae_studio.training.engine import Engine
from vae_studio.training.optimisers import FusedOptimiser


class DistributedEngine(Engine):
    """Training steps in which several devices share each batch.

    Parameters
    ----------
    vae
        The model, made in the distribution's scope.
    batches
        What it is trained on.
    distribution
        The devices.
    shards
        Parts of a batch, those of all devices together.
    options
        As for :class:`~.engine.Engine`.

    Raises
    ------
    SpecError
        The model couples the examples of a batch, or the batch has fewer examples than there are devices.
    """

    def __init__(
        self, vae: VAE, batches: Batches, *, distribution: Distribution, shards: int, **options: Any
    ) -> None:
        require_parts(vae, batches.batch_size, distribution.replicas)
        self.distribution = distribution
        super().__init__(vae, batches, shards=max(shards, distribution.replicas), **options)

    def make_optimiser(self, rule: str) -> FusedOptimiser:
        """Return the optimiser, with its slots on every device."""
        with self.distribution.scope():
            return MirroredOptimiser(rule, self.variables, self.distribution.strategy)

    def added(self, parts: Sequence[tuple[Any, Any, Any]], beta: Any) -> tuple[Any, list[Any]]:
        """Return the figures and the gradients of a batch, each device having added up its own parts."""
        strategy = self.distribution.strategy

        def own() -> tuple[Any, ...]:
            share = self.distribution.share(len(parts))
            figures, gradients = super(DistributedEngine, self).added(parts[share.start : share.stop], beta)
            return figures, *gradients

        places = [self.variables[0], *self.variables]
        pairs = list(zip(strategy.run(own), places, strict=True))
        figures, *gradients = strategy.extended.batch_reduce_to(tf.distribute.ReduceOp.SUM, pairs)
        return strategy.experimental_local_results(figures)[0], gradients


class MirroredOptimiser(FusedOptimiser):
    """An update rule that each device applies to its own copy of the variables.

    Parameters
    ----------
    rule, variables
        As for :class:`~.optimisers.FusedOptimiser`.
    strategy
        Whose variables they are.
    """

    def __init__(self, rule: str, variables: Sequence[Any], strategy: Any) -> None:
        super().__init__(rule, variables)
        self._strategy = strategy

    def apply(self, gradients: Sequence[Any], rate: Any, step: Any) -> Any:
        """Change the variables by one step on every device."""

        def on_one(_first: Any, gradients: Sequence[Any]) -> Any:
            return super(MirroredOptimiser, self).apply(gradients, rate, step)

        first, arguments = self._variables[0], (list(gradients),)
        return self._strategy.extended.update(first, on_one, args=arguments, group=True)


def require_parts(vae: VAE, batch_size: int, replicas: int) -> None:
    """Refuse a model whose batches cannot be shared out among several devices.

    Raises
    ------
    SpecError
        It couples the examples of a batch, or the batch has fewer examples than there are devices.
    """
    if vae.couples_examples:
        raise SpecError(
            "this model lets the examples of a batch act on each other, so that no batch can be shared out",
            "training.distribute",
            "Choose 'none', or parts that treat each example by itself.",
        )
    if batch_size < replicas:
        raise SpecError(
            f"a batch of {batch_size} cannot be shared out among {replicas} devices",
            "training.batch_size",
            f"Give at least {replicas}.",
        )
