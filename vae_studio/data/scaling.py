"""A table's columns brought to a common scale, and back to their own units."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from vae_studio.data.dataset import Array


@dataclass(frozen=True, eq=False)
class ColumnScaling:
    """What is subtracted from each column of a table, and by what it is divided.

    Attributes
    ----------
    mean, scale
        float64 ``[D]``, in the units of the columns; 0 and 1 for a column that stays as it is. The scale is
        positive.
    """

    mean: Array
    scale: Array

    @classmethod
    def none(cls, columns: int) -> ColumnScaling:
        """Return the scaling of `columns` columns that leaves them as they are."""
        return cls(np.zeros(columns), np.ones(columns))

    def forward(self, table: Array) -> Array:
        """Return what the model sees of rows in the columns' own units.

        Parameters
        ----------
        table
            Numbers ``[N, D]``.

        Returns
        -------
        float32 ``[N, D]``, ``(table - mean) / scale``, computed in float64.
        """
        scaled: Array = (table.astype(np.float64) - self.mean) / self.scale
        with np.errstate(over="ignore"):  # what is too large becomes infinite, which the caller looks for
            return scaled.astype(np.float32)

    def inverse(self, table: Array) -> Array:
        """Return rows of the model in the columns' own units, float64 ``[N, D]``."""
        original: Array = table.astype(np.float64) * self.scale + self.mean
        return original
