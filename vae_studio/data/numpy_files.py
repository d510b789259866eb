"""NumPy's files, opened without ever unpickling anything."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from vae_studio.api.errors import DataError
from vae_studio.data import dataset as limits
from vae_studio.data.dataset import Array

NPY_MAGIC = b"\x93NUMPY"
_OF_OBJECTS = ("Object arrays cannot be loaded", "Python objects in dtype")
_SAVE_AGAIN = "Save it again with numpy.save or numpy.savez."


def load_npy(path: Path) -> Array:
    """Return the array of an .npy file; one that is too large for the memory is mapped, and cannot be written.

    Raises
    ------
    DataError
        The file is empty, damaged or no .npy file, or holds Python objects.
    """
    with path.open("rb") as file:
        start = file.read(len(NPY_MAGIC))
    if not start:
        raise DataError(f"{path} is empty.", _SAVE_AGAIN)
    if start != NPY_MAGIC:
        raise DataError(f"{path} is not a NumPy .npy file.", _SAVE_AGAIN)
    with _reading(str(path)):
        large = path.stat().st_size > limits.IN_MEMORY_BYTES
        array: Array = np.load(path, mmap_mode="r" if large else None, allow_pickle=False)
    return array


class NpzFile:
    """The arrays of an .npz file, each read when asked for.

    Parameters
    ----------
    path
        The file.

    Raises
    ------
    DataError
        The file is empty, damaged or no .npz file.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        if path.stat().st_size == 0:
            raise DataError(f"{path} is empty.", _SAVE_AGAIN)
        if not zipfile.is_zipfile(path):
            raise DataError(f"{path} is truncated or not a NumPy .npz file.", _SAVE_AGAIN)
        with _reading(str(path)), np.load(path, allow_pickle=False) as archive:
            self.names = tuple(archive.files)

    def __contains__(self, name: str) -> bool:
        """Whether there is an array of that name."""
        return name in self.names

    def where(self, name: str) -> str:
        """Return the words that name one array in messages."""
        return f"Array {name!r} of {self.path}"

    def read(self, name: str) -> Array:
        """Return one array.

        Raises
        ------
        DataError
            The array is damaged, holds Python objects, or is no NumPy array.
        """
        with _reading(self.where(name)), np.load(self.path, allow_pickle=False) as archive:
            array = archive[name]
        if not isinstance(array, np.ndarray):
            raise DataError(f"{self.where(name)} is not a NumPy array.", _SAVE_AGAIN)
        return array


@contextmanager
def _reading(where: str) -> Iterator[None]:
    """Turn what NumPy and zipfile raise at bad files, which is almost anything, into one clear error."""
    try:
        yield
    except MemoryError as error:
        raise DataError(f"{where} is damaged, or larger than the memory.", _SAVE_AGAIN) from error
    except Exception as error:
        if any(words in str(error) for words in _OF_OBJECTS):
            raise DataError(
                f"{where} holds Python objects, which are never loaded: they could run any code.",
                "Save it as an array of plain numbers (check its dtype before saving).",
            ) from error
        raise DataError(f"{where} is truncated or damaged.", _SAVE_AGAIN) from error
