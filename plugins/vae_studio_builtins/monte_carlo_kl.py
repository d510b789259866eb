"""The Monte Carlo estimate of the KL."""

from __future__ import annotations

from typing import Any

from vae_studio.api import API_VERSION, BuildContext, Kind, Params, PluginSpec, parameter


class MonteCarloParams(Params):
    """Parameters of the Monte Carlo KL."""

    samples: int = parameter(
        1, "Draws of z for each example over which the estimate is averaged.", minimum=1, maximum=10_000
    )


PLUGIN = PluginSpec(
    kind=Kind.KL_STRATEGY,
    name="monte_carlo",
    label="Monte Carlo",
    summary="Mean of log q(z|x) − log p(z) over draws of z; works with every prior.",
    params=MonteCarloParams,
    build="vae_studio_builtins.monte_carlo_kl:build",
    script="vae_studio_builtins.scripts_kl:monte_carlo",
    api_version=API_VERSION,
    reference="Kingma & Welling 2014, eq. 5",
)


class MonteCarloKL:
    """The mean of ``log q(z|x) - log p(z)`` over draws z ~ q(z|x); gradients flow through the draws.

    Parameters
    ----------
    samples
        Draws for each example.
    """

    def __init__(self, samples: int) -> None:
        self.samples = samples

    def penalty(self, q: Any, p: Any, z: Any) -> Any:
        """Return the estimate for each example, ``[B]``, nats; z is ``[samples, B, L]``."""
        import tensorflow as tf

        return tf.reduce_mean(q.log_prob(z) - p.log_prob(z), axis=0)

    def weight(self, epoch: float) -> float:  # noqa: ARG002 (the contract's signature)
        """Return 1."""
        return 1.0


def build(params: MonteCarloParams, context: BuildContext) -> MonteCarloKL:  # noqa: ARG001 (the contract's signature)
    """Return the strategy."""
    return MonteCarloKL(params.samples)
