"""Table files of every format, told apart by their names and first bytes."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from vae_studio.data.csv_tables import CSV_SUFFIXES, read_csv_table
from vae_studio.data.parquet_tables import PARQUET_MAGIC, PARQUET_SUFFIXES, read_parquet_table
from vae_studio.data.progress import Reporter
from vae_studio.data.table_reading import RawTable, Roles

TABLE_SUFFIXES = CSV_SUFFIXES | PARQUET_SUFFIXES


def is_table_file(path: Path, start: bytes = b"") -> bool:
    """Say whether a file is a table, by its name or its first bytes."""
    return path.suffix.lower() in TABLE_SUFFIXES or start.startswith(PARQUET_MAGIC)


def read_table(path: Path, roles: Roles, reporter: Reporter, wanted: Collection[str] = ()) -> RawTable:
    """Read the wanted columns of a table file.

    Parameters
    ----------
    path
        A ``.csv``, ``.tsv``, ``.tab``, ``.parquet`` or ``.pq`` file.
    roles
        Given the names of the columns, says what becomes of each.
    reporter
        Told of the progress.
    wanted
        Names of columns that are asked for: they tell a header from values, and a data frame's index that is
        asked for from one that is not.

    Raises
    ------
    DataError
        Naming file, row and column of what cannot be read.
    """
    if path.suffix.lower() in CSV_SUFFIXES:
        return read_csv_table(path, roles, reporter, wanted)
    return read_parquet_table(path, roles, reporter, wanted)
