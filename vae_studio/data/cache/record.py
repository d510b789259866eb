"""What is written beside decoded examples: what they are, what they were made from, and their checksums."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

FORMAT = 1
"""Version of the cache's files, and of the way in which images become examples."""

NAME = "dataset.json"


class DamagedError(Exception):
    """What lies in a folder of the cache is not what was put there; the words say what is wrong."""


@dataclass(frozen=True)
class Record:
    """A description of kept examples.

    Attributes
    ----------
    source
        Path of what they were made from.
    treatment
        The keys of the data spec on which they depend, as values of JSON.
    title
        Short name of the dataset.
    dtype, shape
        Of the examples.
    modified
        When the file of examples was written, ns.
    checksums
        CRC-32 of each block of the file of examples.
    labels
        Whether there is a file of labels.
    more
        What else belongs to the dataset, as values of JSON.
    format
        :data:`FORMAT`.
    """

    source: str
    treatment: Mapping[str, Any]
    title: str
    dtype: str
    shape: tuple[int, ...]
    modified: int
    checksums: tuple[int, ...]
    labels: bool
    more: Mapping[str, Any] = field(default_factory=dict)
    format: int = FORMAT


def write_record(folder: Path, record: Record) -> None:
    """Write a record, with a checksum of its own."""
    plain = asdict(record)
    write_json(folder / NAME, {"checksum": _checksum(plain), **plain})


def read_record(folder: Path) -> Record:
    """Return the record of a folder.

    Raises
    ------
    DamagedError
        There is none, or it is not as it was written.
    """
    try:
        plain = json.loads((folder / NAME).read_text(encoding="utf-8"))
        found = plain.pop("checksum")
        if found != _checksum(plain):
            raise DamagedError(f"{NAME} was changed")
        values = {**plain, "shape": tuple(plain["shape"]), "checksums": tuple(plain["checksums"])}
        return Record(**values)
    except OSError as error:
        raise DamagedError(f"{NAME} cannot be read") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise DamagedError(f"{NAME} is damaged") from error


def write_json(path: Path, value: Any) -> None:
    """Write a file that is there whole or not at all."""
    descriptor, temporary = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            json.dump(value, file)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def _checksum(plain: Any) -> str:
    return hashlib.sha256(json.dumps(plain, sort_keys=True).encode()).hexdigest()
