"""Encoded examples, as plain data. Imports no TensorFlow."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Encoding:
    """What a model makes of N examples; figures are nats.

    Attributes
    ----------
    loc, scale
        Mean and standard deviation of the posterior, float32 ``[N, L]``; the deviation of a point is 0.
    x
        The examples, scaled but not binarised, float32 ``[N, *data_shape]``.
    reconstruction
        Mean of the decoder at the posterior's mean, float32 ``[N, *data_shape]``.
    reconstruction_nats
        ``-log p(x|z)`` averaged over draws of z, float32 ``[N]``.
    kl
        ``KL(q(z|x) ‖ p(z))``, float32 ``[N]``; None for a deterministic posterior.
    unit
        Unit of ``reconstruction_nats``: nats, or the mean squared error of a decoder without a density.
    """

    loc: np.ndarray
    scale: np.ndarray
    x: np.ndarray
    reconstruction: np.ndarray
    reconstruction_nats: np.ndarray
    kl: np.ndarray | None
    unit: str = "nats"

    @property
    def negative_elbo(self) -> np.ndarray | None:
        """Reconstruction plus KL, float32 ``[N]``; None where one of them does not exist in nats."""
        if self.kl is None or self.unit != "nats":
            return None
        return np.asarray(self.reconstruction_nats + self.kl)

    def __len__(self) -> int:
        return len(self.loc)

    def to_arrays(self) -> dict[str, np.ndarray]:
        """Return the arrays that exist by the names under which they are saved."""
        arrays = {
            "loc": self.loc,
            "scale": self.scale,
            "x": self.x,
            "reconstruction": self.reconstruction,
            "negative_elbo": self.negative_elbo,
            "reconstruction_nats": self.reconstruction_nats,
            "kl": self.kl,
        }
        return {name: array for name, array in arrays.items() if array is not None}

    @classmethod
    def joined(cls, parts: list[Encoding]) -> Encoding:
        """Return several encodings as one."""
        kls = [part.kl for part in parts if part.kl is not None]
        return cls(
            loc=np.concatenate([part.loc for part in parts]),
            scale=np.concatenate([part.scale for part in parts]),
            x=np.concatenate([part.x for part in parts]),
            reconstruction=np.concatenate([part.reconstruction for part in parts]),
            reconstruction_nats=np.concatenate([part.reconstruction_nats for part in parts]),
            kl=np.concatenate(kls) if kls else None,
            unit=parts[0].unit,
        )
