"""The Gaussian p = N(0, L Lᵀ) that q is fitted to."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from vae_studio.api import SpecError
from vae_studio.kl_lab.triangular import dimension_of, fill_scale_tril

LARGEST = 1000.0
"""Largest raw number: beyond it, variances and their inverses leave the range of numbers."""
MOST_DIMENSIONS = 100
SYMMETRY = 1e-9
"""Largest difference of mirrored entries of a covariance, relative to its largest entry."""
EXAMPLE = (-0.5, 1.25, 1.0)


@dataclass(frozen=True)
class Target:
    """A centred Gaussian by its scale.

    Attributes
    ----------
    rows
        The lower triangular L, row by row, each of d numbers.
    raw
        The d(d + 1)/2 numbers from which ``FillScaleTriL`` makes L; None where a covariance was given.
    """

    rows: tuple[tuple[float, ...], ...]
    raw: tuple[float, ...] | None = None

    @classmethod
    def from_raw(cls, raw: Sequence[float]) -> Target:
        """Return the target of ``FillScaleTriL``'s input.

        Raises
        ------
        SpecError
            The numbers fill no triangle, or one of them is out of range.
        """
        side = dimension_of(len(raw))
        if side is None:
            remedy = "Give 1, 3, 6, 10, … numbers: d(d + 1)/2 of them for d dimensions."
            raise SpecError(f"{_count(len(raw))} fill no triangle", "raw", remedy)
        _require_few(side, "raw")
        for place, value in enumerate(raw, start=1):
            if not math.isfinite(value) or abs(value) > LARGEST:
                raise SpecError(
                    f"t{place} is {value:g}", "raw", f"Give numbers from −{LARGEST:g} to {LARGEST:g}."
                )
        return cls(_rows(fill_scale_tril(raw)), tuple(float(value) for value in raw))

    @classmethod
    def from_covariance(cls, covariance: Sequence[float]) -> Target:
        """Return the target with a covariance, given row by row.

        Raises
        ------
        SpecError
            The numbers make no square, or the matrix is not symmetric or not positive definite.
        """
        side = math.isqrt(len(covariance))
        if side == 0 or side * side != len(covariance):
            remedy = "Give 1, 4, 9, … numbers: d × d of them, row by row."
            raise SpecError(f"{_count(len(covariance))} make no square", "covariance", remedy)
        _require_few(side, "covariance")
        matrix = np.array(covariance, dtype=np.float64).reshape(side, side)
        _require_symmetric(matrix)
        try:
            scale = np.linalg.cholesky(matrix)
        except np.linalg.LinAlgError:
            scale = np.full_like(matrix, np.nan)
        if not np.isfinite(scale).all() or not (np.diag(scale) > 0).all():
            least = float(np.linalg.eigvalsh(matrix)[0])
            raise SpecError(
                "the matrix is not positive definite",
                "covariance",
                f"Its smallest eigenvalue is {least:.6g}; every one must be above 0.",
            )
        return cls(_rows(scale))

    @property
    def dimension(self) -> int:
        """Number of dimensions, d."""
        return len(self.rows)

    @property
    def scale(self) -> np.ndarray:
        """L, float64 ``[d, d]``."""
        return np.array(self.rows, dtype=np.float64)

    @property
    def covariance(self) -> np.ndarray:
        """L Lᵀ, float64 ``[d, d]``."""
        scale = self.scale
        return np.asarray(scale @ scale.T)


def _require_few(side: int, key: str) -> None:
    if side > MOST_DIMENSIONS:
        raise SpecError(f"{side} dimensions are too many", key, f"Give {MOST_DIMENSIONS} at most.")


def _require_symmetric(matrix: np.ndarray) -> None:
    if not np.isfinite(matrix).all():
        raise SpecError("every entry must be a finite number", "covariance")
    difference = np.abs(matrix - matrix.T)
    if difference.max() > SYMMETRY * np.abs(matrix).max():
        row, column = (int(place) for place in np.unravel_index(difference.argmax(), matrix.shape))
        one, other = matrix[row, column], matrix[column, row]
        where = (
            f"row {row + 1}, column {column + 1} is {one:g}, row {column + 1}, column {row + 1} is {other:g}"
        )
        raise SpecError(f"the matrix is not symmetric: {where}", "covariance", "Give both the same value.")


def _rows(scale: np.ndarray) -> tuple[tuple[float, ...], ...]:
    return tuple(tuple(float(value) for value in row) for row in scale)


def _count(numbers: int) -> str:
    return "1 number" if numbers == 1 else f"{numbers} numbers"
