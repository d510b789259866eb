"""Arrays and a JSON document in one ``.npz`` file, every byte of which is checked when it is read.

A file is complete or absent, holds plain arrays and JSON, and is never unpickled.
"""

from __future__ import annotations

import json
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from vae_studio.runs.files import atomic_write

DOCUMENT = "state.json"
DAMAGE = (OSError, EOFError, KeyError, ValueError, zipfile.BadZipFile, zlib.error, NotImplementedError)
"""What reading a damaged file may raise."""


def write_archive(
    path: Path, arrays: Mapping[str, np.ndarray], document: Mapping[str, Any], *, durable: bool = True
) -> None:
    """Write a file, atomically.

    Parameters
    ----------
    path
        Ending in ``.npz``; its folder must exist.
    arrays
        Arrays by name; names may contain ``/`` and ``:``.
    document
        What else there is; must be expressible as JSON.
    durable
        Whether it must have reached the disk before this returns.

    Raises
    ------
    OutputError
        It cannot be written.
    """
    text = json.dumps(dict(document)).encode()
    with (
        atomic_write(path, durable=durable) as file,
        zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive,
    ):
        for name, array in arrays.items():
            with archive.open(f"{name}.npy", "w", force_zip64=True) as member:
                np.lib.format.write_array(member, np.asanyarray(array), allow_pickle=False)
        archive.writestr(DOCUMENT, text)


def read_archive(path: Path) -> tuple[dict[str, np.ndarray], dict[str, Any]]:
    """Return the arrays and the document of a file; raises one of :data:`DAMAGE` where it is damaged."""
    with zipfile.ZipFile(path) as archive:
        names = [name for name in archive.namelist() if name != DOCUMENT]
        arrays = {name.removesuffix(".npy"): _array(archive, name) for name in names}
        return arrays, json.loads(archive.read(DOCUMENT))


def read_document(path: Path) -> dict[str, Any]:
    """Return the document alone; raises one of :data:`DAMAGE` where the file is damaged."""
    with zipfile.ZipFile(path) as archive:
        document: dict[str, Any] = json.loads(archive.read(DOCUMENT))
        return document


def _array(archive: zipfile.ZipFile, name: str) -> np.ndarray:
    with archive.open(name) as member:
        array: np.ndarray = np.lib.format.read_array(member, allow_pickle=False)
        if member.read(1):
            raise ValueError(f"{name} is longer than its header says")
        return array
