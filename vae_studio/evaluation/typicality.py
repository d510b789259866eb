"""Whether a model finds an image as likely as the ones it is validated on. Imports no TensorFlow."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

UNUSUAL_QUANTILE = 0.9
EXPLANATION = "Unlikely under this model; that does not make it the wrong kind of image."


class Range(StrEnum):
    """Where an image's −log p̂(x) lies among those of the validation images."""

    IN_RANGE = "In range"
    UNUSUAL = "Unusual, top 10 %"
    OUT_OF_RANGE = "Out of range"


@dataclass(frozen=True)
class Typicality:
    """What is usual for validation images of the same model.

    Attributes
    ----------
    unusual
        The 90th percentile of their −log p̂(x), nats.
    largest
        The largest of them, nats.
    count
        How many images that comes from.
    """

    unusual: float
    largest: float
    count: int

    @classmethod
    def of(cls, log_likelihoods: np.ndarray) -> Typicality | None:
        """Return what is usual, from log p̂(x) of validation images ``[n]``; None without a finite one."""
        finite = np.asarray(log_likelihoods, np.float64)
        finite = finite[np.isfinite(finite)]
        if len(finite) == 0:
            return None
        surprise = -finite
        return cls(float(np.quantile(surprise, UNUSUAL_QUANTILE)), float(surprise.max()), len(finite))

    def range_of(self, negative_log_likelihood: float) -> Range:
        """Return where an image's −log p̂(x), nats, lies; one that is no number is out of range."""
        if not negative_log_likelihood <= self.largest:
            return Range.OUT_OF_RANGE
        return Range.UNUSUAL if negative_log_likelihood > self.unusual else Range.IN_RANGE
