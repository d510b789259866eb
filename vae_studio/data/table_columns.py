"""Which columns of a table are trained on, and what its label is: by the keys of the data spec."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from vae_studio.api.errors import DataError
from vae_studio.api.run_spec import DataSpec
from vae_studio.data.chunks import chunks
from vae_studio.data.dataset import Array
from vae_studio.data.large_arrays import new_array
from vae_studio.data.raw import RawExamples
from vae_studio.data.rows import release
from vae_studio.data.table_layout import TableField
from vae_studio.data.table_reading import RawTable, Role, Roles, Texts, called, check_count, check_names

_FEWEST_ROWS = 2


def asked_for(spec: DataSpec) -> tuple[str, ...]:
    """Return the names of the columns that a spec names."""
    return spec.leave_out if spec.label is None else (spec.label, *spec.leave_out)


def roles_for(spec: DataSpec, where: str) -> Roles:
    """Return the function that says what becomes of each column of a dataset.

    Raises
    ------
    DataError
        When called with names of which the label, or a column to leave out, is none, or where a column
        is both.
    """

    def roles(names: tuple[str, ...]) -> Sequence[Role]:
        for key, column in (("label", spec.label), *(("leave_out", one) for one in spec.leave_out)):
            if column is not None and column not in names:
                raise DataError(
                    f"{where} has no column {column!r}, which data.{key} names.", _suggestion(column, names)
                )
        if spec.label in spec.leave_out:
            raise DataError(
                f"data.leave_out names {spec.label!r}, which is the label (data.label).",
                "The label is never trained on; take it out of data.leave_out.",
            )
        rest = Role.EITHER if spec.categories == "one_hot" else Role.NUMBERS
        return [
            Role.LEFT_OUT if name in spec.leave_out else Role.TEXTS if name == spec.label else rest
            for name in names
        ]

    return roles


def to_examples(table: RawTable, name: str, spec: DataSpec) -> RawExamples:
    """Return a table as examples: its label apart, its columns of text as columns of 0 and 1.

    Parameters
    ----------
    table
        What was read with the roles of :func:`roles_for`.
    name
        Short name of the dataset.
    spec
        Names the label.

    Raises
    ------
    DataError
        No column is left, there are fewer than two rows, or the label holds fractions.
    """
    label = None if spec.label is None else table.texts[spec.label]
    table = _without_row_numbers(table)
    categories = {
        column: tuple(sorted(texts.values)) for column, texts in table.texts.items() if column != spec.label
    }
    table = replace(table, names=tuple(column for column in table.names if column != spec.label))
    examples, columns = one_hot(table, categories)
    if not columns:
        raise DataError(f"{table.where} has no column of numbers left.", "Leave fewer columns out.")
    if len(examples) < _FEWEST_ROWS:
        raise DataError(f"{table.where} has one row only.", f"A table needs at least {_FEWEST_ROWS} rows.")
    raw = RawExamples(name, examples, columns=columns, categories=categories, notes=table.notes)
    if label is None:
        return raw
    labels, class_names = _classes(label, spec.label or "", table.where)
    return replace(raw, labels=labels, class_names=class_names)


def _without_row_numbers(table: RawTable) -> RawTable:
    """Leave out a first column without a name that only counts the rows, as data frames write it."""
    name = table.names[0] if table.names else ""
    if table.made_up or name != "column 1" or name in table.texts:
        return table
    counted = np.arange(len(table.rows))
    if not any(np.array_equal(table.numbers[:, 0], counted + start) for start in (0, 1)):
        return table
    note = "the first column, which has no name and counts the rows, was left out"
    return replace(table, names=table.names[1:], numbers=table.numbers[:, 1:], notes=(*table.notes, note))


def one_hot(table: RawTable, categories: Mapping[str, tuple[str, ...]]) -> tuple[Array, tuple[str, ...]]:
    """Return the numbers of a table ``[N, D]``, and the names of the D columns.

    Parameters
    ----------
    table
        Its columns of text are all among the categories.
    categories
        Values of each column of text, in the order of the columns that they become.

    Raises
    ------
    DataError
        A cell holds another value, or the columns become too many.
    """
    if not categories:
        return table.numbers, table.names
    fields = [TableField(name, categories.get(name, ())) for name in table.names]
    columns = tuple(column for one in fields for column in one.columns)
    check_count(len(columns), f"{table.where}, with a column for each value of a text,")
    check_names(columns, table.where)
    found = {one.name: _places(table, one.name, one.values) for one in fields if one.values}
    result = new_array((len(table.numbers), len(columns)), np.float64)
    for piece in chunks(result):
        numbers = iter(table.numbers[piece].T)
        parts = [
            found[one.name][piece, np.newaxis] == np.arange(len(one.values))
            if one.values
            else next(numbers)[:, np.newaxis]
            for one in fields
        ]
        np.concatenate(parts, axis=1, out=result[piece], casting="unsafe")
        release(table.numbers, result)
    return result, columns


def _places(table: RawTable, name: str, values: tuple[str, ...]) -> Array:
    """Return which of the values each row has, int64 ``[N]``."""
    texts = table.texts[name]
    places = np.array([values.index(value) if value in values else -1 for value in texts.values])
    found: Array = places[texts.codes]
    if (found < 0).any():
        row = int(np.argmax(found < 0))
        known = ", ".join(values[:8]) + (", …" if len(values) > 8 else "")
        raise DataError(
            f"{table.where}: row {table.rows[row]:,}, {called(name)} holds "
            f"{texts.values[texts.codes[row]]!r}, which the training data has not; it has: {known}.",
            "Correct the cell, or leave out its row.",
        )
    return found


def _classes(texts: Texts, name: str, where: str) -> tuple[Array, tuple[str, ...]]:
    """Return class indices and names: in numerical order if all are whole numbers, else in that of text."""
    values: Array = np.array(texts.values, np.str_)
    numbers = _numbers(texts.values)
    if numbers is not None:
        fractions = np.flatnonzero(numbers != np.floor(numbers))
        if len(fractions):
            raise DataError(
                f"{where}: {called(name)} holds fractions, such as {texts.values[fractions[0]]}, "
                "and cannot be the label.",
                "Give a column of classes (data.label), or none.",
            )
        values = numbers.astype(np.int64)
    classes, places = np.unique(values, return_inverse=True)
    return places.reshape(-1)[texts.codes].astype(np.int64), tuple(str(one) for one in classes)


def _numbers(values: Sequence[str]) -> Array | None:
    try:
        numbers = np.array([float(value) for value in values])
    except ValueError:
        return None
    return numbers if np.isfinite(numbers).all() else None


def _suggestion(column: str, names: Sequence[str]) -> str:
    close = difflib.get_close_matches(column, names, n=3)
    if close:
        return f"Did you mean {' or '.join(map(repr, close))}?"
    return f"It has: {', '.join(names[:20])}{', …' if len(names) > 20 else ''}."
