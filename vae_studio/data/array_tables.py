"""Tables in arrays ``[N, D]``, whose columns have names only where a file gives them apart."""

from __future__ import annotations

import numpy as np

from vae_studio.api.errors import DataError
from vae_studio.api.run_spec import DataSpec
from vae_studio.data.chunks import columns_of
from vae_studio.data.dataset import Array
from vae_studio.data.finite import finite_range
from vae_studio.data.progress import Reporter
from vae_studio.data.raw import RawExamples
from vae_studio.data.table_columns import roles_for, to_examples
from vae_studio.data.table_reading import RawTable, Role, Roles, Texts, check_names
from vae_studio.data.values import require_numbers


def array_examples(
    array: Array, names: tuple[str, ...], where: str, name: str, spec: DataSpec, reporter: Reporter
) -> RawExamples:
    """Return an array as examples of a dataset: the columns that a spec wants, and its label.

    Parameters
    ----------
    array, names, where, reporter
        As for :func:`array_table`.
    name
        Short name of the dataset.
    spec
        Names the label and the columns to leave out.

    Raises
    ------
    DataError
        As :func:`array_table` and :func:`~vae_studio.data.table_columns.to_examples`.
    """
    return to_examples(array_table(array, names, where, roles_for(spec, where), reporter), name, spec)


def array_table(array: Array, names: tuple[str, ...], where: str, roles: Roles, reporter: Reporter) -> RawTable:
    """Return the wanted columns of an array; rows are counted from 0, as NumPy does.

    Parameters
    ----------
    array
        Numbers ``[N, D]``.
    names
        Names of the columns; ``column 0``, ``column 1`` and so on where empty.
    where
        Which array of which file, for messages.
    roles
        Given the names of the columns, says what becomes of each.
    reporter
        Asked between pieces whether to stop.

    Raises
    ------
    DataError
        The array is empty, does not hold numbers, or holds NaN or infinity in a column that is wanted.
    """
    require_numbers(array, where)
    made_up = not names
    names = names or tuple(f"column {index}" for index in range(array.shape[1]))
    if len(names) != array.shape[1]:
        raise DataError(
            f"{where} has {array.shape[1]:,} columns, but {len(names):,} names of columns are given.",
            "Give one name for each column.",
        )
    check_names(names, where)
    wanted = [(index, role) for index, role in enumerate(roles(names)) if role is not Role.LEFT_OUT]
    read = tuple(names[index] for index, _ in wanted)
    kept = columns_of(array, [index for index, _ in wanted], reporter)
    if kept.size:
        finite_range(kept, where, read, reporter)
    as_texts = [place for place, (_, role) in enumerate(wanted) if role is Role.TEXTS]
    return RawTable(
        where,
        read,
        columns_of(kept, [place for place in range(len(read)) if place not in as_texts], reporter),
        np.arange(len(array)),
        {read[place]: _texts(kept[:, place]) for place in as_texts},
        made_up=made_up,
    )


def _texts(numbers: Array) -> Texts:
    values, codes = np.unique(numbers, return_inverse=True)
    return Texts(codes.reshape(-1).astype(np.int32), tuple(str(value) for value in values.tolist()))
