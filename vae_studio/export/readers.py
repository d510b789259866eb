"""The functions that an exported script reads its data with; their source code is copied into it.

They use numpy and the standard library alone. An export calls them first, and lets the script use them only
where they give the very examples of the run; see :mod:`vae_studio.export.data_source`.
"""

from __future__ import annotations

import gzip
from pathlib import Path

import numpy as np


def read_idx(path: Path) -> np.ndarray:
    """Return the images of an IDX file, plain or gzip, uint8 [N, H, W, 1]."""
    with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as file:
        data = file.read()
    sides = np.frombuffer(data, ">u4", count=data[3], offset=4)
    return np.frombuffer(data, np.uint8, offset=4 + 4 * data[3]).reshape(*sides, 1)


def read_idx_folder(folder: Path, *names: str) -> np.ndarray:
    """Return the images of IDX files in a folder, one after the other."""
    return np.concatenate([read_idx(folder / name) for name in names])


def read_npy(path: Path) -> np.ndarray:
    """Return the array of an .npy file, of which nothing is read before it is used."""
    array: np.ndarray = np.load(path, mmap_mode="r")
    return array


def read_npz(path: Path, *names: str) -> np.ndarray:
    """Return arrays of an .npz file, one after the other."""
    with path.open("rb") as file, np.load(file) as arrays:
        return np.concatenate([arrays[name] for name in names])


def read_csv(path: Path, delimiter: str, header_rows: int, columns: list[int]) -> np.ndarray:
    """Return columns of a table of numbers, counted from 0, float64 [N, D]."""
    return np.loadtxt(
        path,
        delimiter=delimiter,
        skiprows=header_rows,
        usecols=columns,
        encoding="utf-8-sig",
        comments=None,
        quotechar='"',
        ndmin=2,
    )


def standardised(table: np.ndarray, train: np.ndarray) -> np.ndarray:
    """Return a table less the mean and over the standard deviation of its training rows, float32.

    Columns that hold nothing but 0 and 1 stay as they are, and constant ones become 0.
    """
    rows = np.asarray(table[train], np.float64)
    mean, scale = rows.mean(axis=0), rows.std(axis=0)
    constant = rows.min(axis=0) == rows.max(axis=0)
    mean, scale = np.where(constant, rows[0], mean), np.where(constant, 1.0, scale)
    binary = ((rows == 0) | (rows == 1)).all(axis=0)
    mean, scale = np.where(binary, 0.0, mean), np.where(binary, 1.0, scale)
    return ((table - mean) / scale).astype(np.float32)


def mixed(values: np.ndarray) -> np.ndarray:
    """Return the finalising function of the splitmix64 generator (Steele, Lea & Flood 2014), uint64 [N]."""
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    hashed: np.ndarray = values ^ (values >> np.uint64(31))
    return hashed


def split(
    count: int, validation: float, test: float, seed: int, given_test: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the indices of training, validation and test examples: in the order of a hash of (seed, index).

    The last `given_test` examples are the data's own test set, and where there are any, the only one.
    """
    own = count - given_test
    steps = np.arange(1, own + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    order = np.argsort(mixed(mixed(np.array([seed], np.uint64)) + steps))
    tests = 0 if given_test else max(0, min(int(test * own + 0.5), own - 1))
    validations = max(0, min(int(validation * (own - tests) + 0.5), own - tests - 1))
    first, second, rest = (np.sort(part) for part in np.split(order, [tests, tests + validations]))
    return rest, second, np.concatenate([first, np.arange(own, count)])
