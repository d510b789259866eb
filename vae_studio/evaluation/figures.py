"""Figures in nats per example, as plain data. Imports no TensorFlow."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Figures(BaseModel):
    """The truth about a set of examples, in nats per example.

    Attributes
    ----------
    negative_elbo
        ``reconstruction + kl``.
    reconstruction
        ``-log p(x|z)``, summed over the event, averaged over the examples.
    kl
        ``KL(q(z|x) ‖ p(z))``, averaged over the examples.
    kl_per_dimension
        The same for each latent dimension, where it factorises.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    negative_elbo: float
    reconstruction: float
    kl: float
    kl_per_dimension: tuple[float, ...] | None = None
