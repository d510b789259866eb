"""Figures per example, as plain data. Imports no TensorFlow."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Figures(BaseModel):
    """The truth about a set of examples, averaged over them.

    A deterministic autoencoder has no posterior density, hence no KL and no ELBO: these are None.

    Attributes
    ----------
    negative_elbo
        ``reconstruction + kl``.
    reconstruction
        ``-log p(x|z)``, summed over the event; the squared error averaged over the event where `unit` says so.
    kl
        ``KL(q(z|x) ‖ p(z))``, nats.
    kl_per_dimension
        The same for each latent dimension, where it factorises.
    unit
        Unit of the reconstruction: nats, or the mean squared error of a decoder that has no density.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    negative_elbo: float | None
    reconstruction: float
    kl: float | None
    kl_per_dimension: tuple[float, ...] | None = None
    unit: str = "nats"

    @classmethod
    def of(
        cls, reconstruction: float, kl: float | None, kl_per_dimension: tuple[float, ...] | None, unit: str
    ) -> Figures:
        """Return figures whose negative ELBO is the sum of the two terms, where both are nats."""
        exists = kl is not None and unit == "nats"
        return cls(
            negative_elbo=reconstruction + kl if exists and kl is not None else None,
            reconstruction=reconstruction,
            kl=kl,
            kl_per_dimension=kl_per_dimension,
            unit=unit,
        )

    @property
    def score(self) -> float:
        """What tells the better of two models of one kind: the negative ELBO, or the reconstruction alone."""
        return self.reconstruction if self.negative_elbo is None else self.negative_elbo
