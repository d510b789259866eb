"""The weighted KL, with warm-up and free bits."""

from __future__ import annotations

import math
from typing import Any, Literal

from vae_studio.api import API_VERSION, BuildContext, Kind, Params, PluginSpec, SpecError, parameter


class BetaParams(Params):
    """Parameters of the weighted KL."""

    beta: float = parameter(
        1.0, "Weight of the KL once the warm-up is over.", label="β", minimum=0.0, maximum=1e6
    )
    schedule: Literal["constant", "linear", "cosine", "cyclical"] = parameter(
        "linear",
        "How the weight gets there: at once, along a line, along half a cosine, or in cycles that rise along "
        "a line for half their length and stay for the other half.",
    )
    warm_up: float = parameter(
        10.0,
        "Length of the warm-up; of one cycle, where it is cyclical.",
        unit="epochs",
        above=0.0,
        maximum=1e6,
    )
    cycles: int = parameter(4, "How often a cyclical warm-up starts again.", minimum=1, maximum=10_000)
    free_bits: float = parameter(
        0.0,
        "KL of each latent dimension, averaged over the batch, below which nothing is gained by lowering it.",
        unit="nats",
        minimum=0.0,
        maximum=1000.0,
    )
    estimate: Literal["analytic", "monte_carlo"] = parameter(
        "analytic", "Closed form, or the mean of log q − log p over draws, for priors that have none."
    )
    samples: int = parameter(1, "Draws for each example, for Monte Carlo.", minimum=1, maximum=10_000)


PLUGIN = PluginSpec(
    kind=Kind.KL_STRATEGY,
    name="beta",
    label="β warm-up",
    summary="The KL with a weight β that warms up over epochs, and free bits per dimension.",
    params=BetaParams,
    build="vae_studio_builtins.beta_kl:build",
    script="vae_studio_builtins.scripts_kl:beta",
    api_version=API_VERSION,
    reference="Higgins et al. 2017; Bowman et al. 2016; Fu et al. 2019; Kingma et al. 2016",
)


class BetaKL:
    """``β(epoch) · KL``, where each latent dimension may keep some nats for free.

    With free bits λ the penalty is ``Σ_j max(λ, mean over the batch of KL_j)`` (Kingma et al. 2016, eq. 15);
    it belongs to the batch, whose examples all carry it.

    Parameters
    ----------
    params
        Weight, schedule, free bits and estimate.
    """

    def __init__(self, params: BetaParams) -> None:
        self._params = params
        self._analytic = params.estimate == "analytic"
        self.samples = 1 if self._analytic else params.samples
        self.closed_form_kl = self._analytic
        self.without_closed_form = ("kl.estimate", "Set it to monte_carlo, or choose another prior.")
        self.ties_prior = params.beta > 0.0
        self.couples_examples = params.free_bits > 0.0

    def penalty(self, q: Any, p: Any, z: Any) -> Any:
        """Return the KL, or with free bits its floored value, for each example, ``[B]``, nats."""
        import tensorflow as tf
        import tensorflow_probability as tfp

        if self._params.free_bits > 0.0:
            per_dimension = tf.reduce_mean(self._per_dimension(q, p, z), axis=0)
            floored = tf.reduce_sum(tf.maximum(per_dimension, self._params.free_bits))
            return tf.fill(tf.shape(z)[1:2], floored) + tf.zeros_like(z[0, :, 0])
        if self._analytic:
            return tfp.distributions.kl_divergence(q, p)
        return tf.reduce_mean(q.log_prob(z) - p.log_prob(z), axis=0)

    def weight(self, epoch: float) -> float:
        """Return β after so many epochs, fractions included."""
        params = self._params
        share = min(epoch / params.warm_up, 1.0)
        if params.schedule == "cyclical" and epoch < params.cycles * params.warm_up:
            share = min(2.0 * (epoch / params.warm_up % 1.0), 1.0)
        if params.schedule == "constant":
            share = 1.0
        if params.schedule == "cosine":
            share = 0.5 * (1.0 - math.cos(math.pi * share))
        return params.beta * share

    def _per_dimension(self, q: Any, p: Any, z: Any) -> Any:
        """Return the KL of each latent dimension, ``[B, L]``."""
        import tensorflow as tf
        import tensorflow_probability as tfp

        q_marginals, p_marginals = _normals(q), _normals(p)
        if q_marginals is None or p_marginals is None:
            raise SpecError(
                "free bits need a KL for each latent dimension, which only posteriors and priors with a "
                "diagonal covariance have",
                "kl.free_bits",
                "Set it to 0, or choose a diagonal posterior and prior.",
            )
        if self._analytic:
            return tfp.distributions.kl_divergence(q_marginals, p_marginals)
        return tf.reduce_mean(q_marginals.log_prob(z) - p_marginals.log_prob(z), axis=0)


def _normals(distribution: Any) -> Any | None:
    """Return the marginals of a Gaussian with diagonal covariance as one Normal, or None."""
    import tensorflow_probability as tfp

    tfd = tfp.distributions
    if isinstance(distribution, tfd.MultivariateNormalDiag):
        return tfd.Normal(distribution.mean(), distribution.stddev())
    if isinstance(distribution, tfd.Independent) and isinstance(distribution.distribution, tfd.Normal):
        return distribution.distribution
    return None


def build(params: BetaParams, context: BuildContext) -> BetaKL:  # noqa: ARG001 (the contract's signature)
    """Return the strategy."""
    return BetaKL(params)
