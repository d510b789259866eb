"""Records as lines of JSON, appended while a run trains: one for each complete epoch, or for each change."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from vae_studio.api.errors import RunError
from vae_studio.runs.files import atomic_write, output_error

_BLOCK = 65_536
"""Bytes that are read at once to find the end of the last line."""


def append_record(path: Path, record: Mapping[str, Any]) -> None:
    """Add a record as one line, after cutting off a line that a killed process left unfinished.

    Raises
    ------
    OutputError
        The file cannot be written.
    """
    line = json.dumps(dict(record), ensure_ascii=False).encode() + b"\n"
    try:
        with path.open("ab+") as file:
            file.truncate(_complete_size(path))
            file.write(line)
    except OSError as error:
        raise output_error(error, path) from error


def read_records(path: Path) -> list[dict[str, Any]]:
    """Return all records; a last line that was cut off is left out.

    Raises
    ------
    RunError
        The file cannot be read, or a line before the last is damaged; names the line.
    """
    try:
        lines = path.read_bytes().split(b"\n")
    except FileNotFoundError:
        return []
    except OSError as error:
        raise RunError(f"{path} cannot be read: {error.strerror}.") from error
    records = []
    for number, line in enumerate(lines[:-1], start=1):
        record = _parsed(line)
        if record is not None:
            records.append(record)
        elif number < len(lines) - 1:
            raise RunError(f"Line {number} of {path} is damaged.", "Remove the line and open the run again.")
    return records


def keep_until(path: Path, epoch: int) -> None:
    """Keep the records of the epochs up to and including `epoch`, as when a run goes on from there.

    Raises
    ------
    RunError
        The file is damaged.
    OutputError
        The file cannot be written.
    """
    _rewrite(path, [record for record in read_records(path) if record.get("epoch", 0) <= epoch])


def keep_first(path: Path, count: int) -> None:
    """Keep the first `count` records; a file that has no more, or is not there, stays as it is.

    Raises
    ------
    RunError
        The file is damaged.
    OutputError
        The file cannot be written.
    """
    records = read_records(path)
    if len(records) > count:
        _rewrite(path, records[:count])


def recount(path: Path, steps_per_epoch: int) -> None:
    """Have each record tell its step as its epoch, fractions included, times so many; no file stays none.

    Raises
    ------
    RunError
        The file is damaged.
    OutputError
        The file cannot be written.
    """
    records = read_records(path)
    counted = [record | {"step": round(record.get("epoch", 0) * steps_per_epoch)} for record in records]
    if counted != records:
        _rewrite(path, counted)


def _rewrite(path: Path, records: list[dict[str, Any]]) -> None:
    with atomic_write(path) as file:
        file.writelines(json.dumps(record, ensure_ascii=False).encode() + b"\n" for record in records)


def _parsed(line: bytes) -> dict[str, Any] | None:
    try:
        record = json.loads(line)
    except ValueError:
        return None
    return record if isinstance(record, dict) else None


def _complete_size(path: Path) -> int:
    """Return the length of the file up to the end of its last complete line, in bytes."""
    size = path.stat().st_size
    with path.open("rb") as file:
        for start in range(size - 1 - (size - 1) % _BLOCK, -1, -_BLOCK):
            file.seek(start)
            found = file.read(_BLOCK).rfind(b"\n")
            if found >= 0:
                return start + found + 1
    return 0
