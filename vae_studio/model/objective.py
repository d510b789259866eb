"""What training minimises, and the figures that tell the truth about it.

For one example, with z ~ q(z|x) (Kingma & Welling 2014, eq. 7)::

    negative ELBO = -log p(x|z) + KL(q(z|x) ‖ p(z))
    objective     = -log p(x|z) + β · penalty

The penalty and β belong to the KL strategy; the figures always have weight 1.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import tensorflow as tf

from vae_studio.model.divergence import kl_divergence
from vae_studio.model.log_likelihood import log_likelihood
from vae_studio.model.posterior_draws import draw
from vae_studio.model.vae import VAE


@dataclass(frozen=True)
class ExampleFigures:
    """Figures of each example of a batch, nats.

    Attributes
    ----------
    reconstruction
        ``-log p(x|z)``, float32 ``[B]``.
    kl
        ``KL(q‖p)``, float32 ``[B]``; None for a deterministic posterior.
    kl_per_dimension
        float32 ``[B, L]``; None where the KL does not factorise.
    penalty
        What the strategy adds to the loss before its weight, float32 ``[B]``; None where it was not asked
        for.
    posterior
        ``q(z|x)``.
    decoded
        ``p(x|z)`` for the first draw of z.
    """

    reconstruction: Any
    kl: Any | None
    kl_per_dimension: Any | None
    penalty: Any | None
    posterior: Any
    decoded: Any

    def objective(self, beta: Any) -> Any:
        """Return what training minimises for each example, float32 ``[B]``."""
        return self.reconstruction + self.added(beta)

    def added(self, beta: Any) -> Any:
        """Return what the KL strategy adds to the objective of each example, float32 ``[B]``."""
        return beta * self.penalty


def example_figures(
    vae: VAE, x: Any, noise: Any, seed: Any, *, training: bool = False, penalised: bool = True
) -> ExampleFigures:
    """Encode, draw, decode and measure a batch.

    Parameters
    ----------
    vae
        The model.
    x
        float32 ``[B, *data_shape]``.
    noise
        Standard normal, float32 ``[S, B, L]`` with S = ``vae.kl.samples``; the reconstruction uses the
        first draw, the KL strategy all of them.
    seed
        Stateless seed, int32 ``[2]``, for posteriors that are not Gaussian.
    training
        Whether layers that behave otherwise in training (batch normalisation, dropout) do so.
    penalised
        Whether the penalty is wanted, which may belong to a whole training batch.
    """
    q = vae.posterior(x, training=training)
    z = draw(q, noise, seed)
    decoded = vae.likelihood(z[0], training=training)
    kl, kl_per_dimension = kl_divergence(q, vae.prior, z)
    return ExampleFigures(
        reconstruction=-log_likelihood(decoded, x),
        kl=kl,
        kl_per_dimension=kl_per_dimension,
        penalty=vae.kl.penalty(q, vae.prior, z) if penalised else None,
        posterior=q,
        decoded=decoded,
    )


def standard_noise(vae: VAE, batch: Any, seed: Any) -> Any:
    """Return the noise of a whole batch, float32 ``[S, B, L]``, to be split with it."""
    return tf.random.stateless_normal([vae.kl.samples, batch, vae.latent_size], seed)
