"""The columns of a table that a model was made for: names, scaling, and the values of text columns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from vae_studio.data.scaling import ColumnScaling

if TYPE_CHECKING:
    from vae_studio.data.dataset import Array


@dataclass(frozen=True, eq=False)
class TableField:
    """One column of the file.

    Attributes
    ----------
    name
        As the file has it.
    values
        Of a text column, its values, each of which is a column of the model; empty for numbers.
    """

    name: str
    values: tuple[str, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the model's columns that it becomes."""
        return tuple(f"{self.name}={value}" for value in self.values) or (self.name,)


@dataclass(frozen=True, eq=False)
class TableLayout:
    """How the rows of files become rows of the model, and back.

    Attributes
    ----------
    columns
        Names of the model's D columns.
    scaling
        From the columns' own units to the model's.
    categories
        Values of each text column; the column ``colour`` with the values ``blue`` and ``red`` is the model's
        columns ``colour=blue`` and ``colour=red``, one after the other.
    """

    columns: tuple[str, ...]
    scaling: ColumnScaling
    categories: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def fields(self) -> tuple[TableField, ...]:
        """The columns of a file that holds such rows, in the model's order."""
        starts = {f"{name}={values[0]}": TableField(name, values) for name, values in self.categories.items()}
        fields, index = [], 0
        while index < len(self.columns):
            name = self.columns[index]
            fields.append(starts.get(name, TableField(name)))
            index += len(fields[-1].columns)
        return tuple(fields)

    def cells(self, examples: Array) -> list[Array]:
        """Return what a file would hold of rows of the model, one array for each of :attr:`fields`.

        Parameters
        ----------
        examples
            float32 ``[N, D]``.

        Returns
        -------
        float64 ``[N]`` in the column's own units, or the most probable value as text ``[N]``.
        """
        original = self.scaling.inverse(examples)
        found, index = [], 0
        for one in self.fields:
            part = original[:, index : index + len(one.columns)]
            found.append(np.array(one.values, np.str_)[part.argmax(axis=1)] if one.values else part[:, 0])
            index += len(one.columns)
        return found
