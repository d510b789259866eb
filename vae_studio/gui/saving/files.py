"""Writing bytes and arrays, whole or not at all."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from vae_studio.runs.files import atomic_write


def write(path: Path, content: bytes) -> Path:
    """Write bytes and return the path.

    Raises
    ------
    OutputError
        The file cannot be written.
    """
    with atomic_write(path) as file:
        file.write(content)
    return path


def write_npz(path: Path, arrays: Mapping[str, np.ndarray], metadata: Mapping[str, object]) -> Path:
    """Write arrays, and the metadata as JSON under the name ``metadata``.

    Raises
    ------
    OutputError
        The file cannot be written.
    """
    with atomic_write(path) as file:
        np.savez_compressed(file, **arrays, metadata=np.array(json.dumps(dict(metadata))))  # type: ignore[arg-type]
    return path
