"""Tables in Parquet files, read through Apache Arrow, which is imported on first use."""

from __future__ import annotations

import json
from collections.abc import Collection
from pathlib import Path
from typing import Any

import numpy as np

from vae_studio.api.errors import DataError
from vae_studio.data.dataset import Array
from vae_studio.data.large_arrays import Growing
from vae_studio.data.progress import Reporter
from vae_studio.data.table_reading import (
    RawTable,
    Role,
    Roles,
    TextCells,
    called,
    cell_without_number,
    check_count,
    check_names,
    missing_cell,
)

PARQUET_SUFFIXES = frozenset({".parquet", ".pq"})
PARQUET_MAGIC = b"PAR1"
_CELLS_AT_ONCE = 200_000


def read_parquet_table(path: Path, roles: Roles, reporter: Reporter, wanted: Collection[str] = ()) -> RawTable:
    """Read the wanted columns of a Parquet file; rows are counted from 1.

    The index that pandas writes along with a data frame is left out with a note, unless it is asked for.

    Parameters
    ----------
    path
        The file.
    roles
        Given the names of the columns, says what becomes of each.
    reporter
        Told of the progress.
    wanted
        Names of columns that are asked for, though one is an index.

    Raises
    ------
    DataError
        Naming file, row and column of what cannot be read.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with pq.ParquetFile(path) as file:
            return _Columns(path, file, roles, wanted).read(file, reporter)
    except (pa.ArrowException, EOFError) as error:
        raise DataError(
            f"{path} is truncated, damaged or not a Parquet file.", "Write it again as Parquet, or as CSV."
        ) from error


class _Columns:
    """The columns as they grow, batch by batch."""

    def __init__(self, path: Path, file: Any, roles: Roles, wanted: Collection[str]) -> None:
        schema = file.schema_arrow
        self._where = str(path)
        check_count(len(schema.names), self._where)
        check_names(schema.names, self._where)
        index = _index_columns(schema.metadata) - set(wanted)
        self._notes = tuple(
            f"{called(name)}, the index of the data frame, was left out"
            for name in schema.names
            if name in index
        )
        names = tuple(name for name in schema.names if name not in index)
        read = [
            (name, role) for name, role in zip(names, roles(names), strict=True) if role is not Role.LEFT_OUT
        ]
        self._names = [name for name, _ in read]
        types = {name: _value_type(schema.field(name).type) for name in self._names}
        self._texts = {
            name: TextCells(name, self._where)
            for name, role in read
            if role is Role.TEXTS or (role is Role.EITHER and _is_text(types[name]))
        }
        for name in self._names:
            if not _is_numeric(types[name]) and not _is_text(types[name]):
                raise DataError(
                    f"{self._where}: {called(name)} holds {types[name]} values, neither numbers nor texts.",
                    "Leave it out (data.leave_out).",
                )
        self._numbers = Growing()

    def read(self, file: Any, reporter: Reporter) -> RawTable:
        total, done = file.metadata.num_rows, 0
        if total == 0:
            raise DataError(f"{self._where} holds no rows.", "Give rows of numbers.")
        size = max(1, _CELLS_AT_ONCE // max(1, len(self._names)))
        for batch in file.iter_batches(size, columns=self._names, use_threads=False):
            self._add(batch, done)
            done += batch.num_rows
            reporter.report("reading", done, total)
        return RawTable(
            self._where,
            tuple(self._names),
            self._numbers.finished(),
            np.arange(1, total + 1),
            {name: cells.finished() for name, cells in self._texts.items()},
            self._notes,
        )

    def _add(self, batch: Any, done: int) -> None:
        numbers = []
        for name in self._names:
            column = batch.column(name)
            self._require_values(column, name, done)
            if name in self._texts:
                rows = range(done + 1, done + 1 + len(column))
                self._texts[name].add([_text(value) for value in column.to_pylist()], rows)
            else:
                numbers.append(self._floats(column, name, done))
        self._numbers.add(np.stack(numbers, axis=1) if numbers else np.zeros((batch.num_rows, 0)))

    def _require_values(self, column: Any, name: str, done: int) -> None:
        if column.null_count:
            missing = np.flatnonzero(column.is_null().to_numpy(zero_copy_only=False))
            raise missing_cell(self._where, done + int(missing[0]) + 1, name)

    def _floats(self, column: Any, name: str, done: int) -> Array:
        import pyarrow as pa

        if _is_text(_value_type(column.type)):
            raise cell_without_number(self._where, done + 1, name, str(column[0].as_py()), first=True)
        if pa.types.is_boolean(column.type):
            column = column.cast(pa.uint8())
        numbers: Array = column.cast(pa.float64(), safe=False).to_numpy(zero_copy_only=False)
        wrong = np.flatnonzero(~np.isfinite(numbers))
        if len(wrong):
            raise missing_cell(self._where, done + int(wrong[0]) + 1, name, str(numbers[wrong[0]]))
        return numbers


def _index_columns(metadata: Any) -> set[str]:
    """Return the columns that hold the index of a data frame; none where pandas says nothing readable of it."""
    try:
        told = json.loads((metadata or {}).get(b"pandas", b"{}"))
    except (ValueError, RecursionError):
        return set()
    columns = told.get("index_columns") if isinstance(told, dict) else None
    return {one for one in columns if isinstance(one, str)} if isinstance(columns, list) else set()


def _value_type(of: Any) -> Any:
    import pyarrow as pa

    return of.value_type if pa.types.is_dictionary(of) else of


def _is_numeric(of: Any) -> bool:
    from pyarrow import types

    return any(test(of) for test in (types.is_integer, types.is_floating, types.is_boolean, types.is_decimal))


def _is_text(of: Any) -> bool:
    from pyarrow import types

    return any(test(of) for test in (types.is_string, types.is_large_string, types.is_string_view))


def _text(value: object) -> str:
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value).strip()
