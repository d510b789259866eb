"""Encoded examples, as plain data. Imports no TensorFlow."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Encoding:
    """What a model makes of N examples.

    Attributes
    ----------
    loc, scale
        Mean and standard deviation of the posterior, float32 ``[N, L]``; the deviation of a point is 0.
    x
        The examples, scaled but not binarised, float32 ``[N, *data_shape]``.
    reconstruction
        Mean of the decoder at the posterior's mean, float32 ``[N, *data_shape]``.
    distortion
        ``-log p(x|z)`` averaged over draws of z, or the mean squared error of a decoder without a density,
        float32 ``[N]``.
    kl
        ``KL(q(z|x) ‖ p(z))`` in nats, float32 ``[N]``; None for a deterministic posterior.
    unit
        Unit of ``distortion``: ``"nats"``, or ``"mean squared error"``.
    covariance
        Covariance of the posterior, float32 ``[N, L, L]``; None where its dimensions are uncorrelated.
    """

    loc: np.ndarray
    scale: np.ndarray
    x: np.ndarray
    reconstruction: np.ndarray
    distortion: np.ndarray
    kl: np.ndarray | None
    unit: str = "nats"
    covariance: np.ndarray | None = None

    @property
    def negative_elbo(self) -> np.ndarray | None:
        """Distortion plus KL, float32 ``[N]``; None where one of them does not exist in nats."""
        if self.kl is None or self.unit != "nats":
            return None
        return np.asarray(self.distortion + self.kl)

    @property
    def distortion_name(self) -> str:
        """Name of the distortion in files: ``"reconstruction_nats"``, or ``"mean_squared_error"``."""
        return "reconstruction_nats" if self.unit == "nats" else "mean_squared_error"

    def __len__(self) -> int:
        return len(self.loc)

    def to_arrays(self) -> dict[str, np.ndarray]:
        """Return the arrays that exist by the names under which they are saved.

        The distortion is saved as :attr:`distortion_name`, the others under their own names.
        """
        arrays = {
            "loc": self.loc,
            "scale": self.scale,
            "x": self.x,
            "reconstruction": self.reconstruction,
            "negative_elbo": self.negative_elbo,
            self.distortion_name: self.distortion,
            "kl": self.kl,
            "covariance": self.covariance,
        }
        return {name: array for name, array in arrays.items() if array is not None}

    @classmethod
    def joined(cls, parts: list[Encoding]) -> Encoding:
        """Return several encodings as one."""
        kls = [part.kl for part in parts if part.kl is not None]
        covariances = [part.covariance for part in parts if part.covariance is not None]
        return cls(
            loc=np.concatenate([part.loc for part in parts]),
            scale=np.concatenate([part.scale for part in parts]),
            x=np.concatenate([part.x for part in parts]),
            reconstruction=np.concatenate([part.reconstruction for part in parts]),
            distortion=np.concatenate([part.distortion for part in parts]),
            kl=np.concatenate(kls) if kls else None,
            unit=parts[0].unit,
            covariance=np.concatenate(covariances) if covariances else None,
        )
