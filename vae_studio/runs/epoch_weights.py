"""The weights after each complete epoch: ``epochs/epoch-0001.npz`` …, to look back at.

They are those of the model alone, without what the optimiser keeps: nothing goes on from here, so that a
file that is missing or damaged costs nothing but the view of that epoch.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from vae_studio.api.errors import OutputError, RunError
from vae_studio.runs.array_archive import DAMAGE, read_archive, write_archive
from vae_studio.runs.files import output_error

LARGEST_BYTES = 512_000_000
"""What all of them may take on disk."""

_FOLDER = "epochs"


def save_epoch_weights(folder: Path, epoch: int, weights: Mapping[str, np.ndarray], keep: int) -> None:
    """Write the weights of one epoch, then drop what is no longer wanted.

    Parameters
    ----------
    folder
        Folder of the run.
    epoch
        Complete epochs behind the weights; later ones belong to a future that was given up and are removed.
    weights
        By name, each as it is but for float64, which becomes float32.
    keep
        Most epochs kept; 0 keeps none, not even those that are there.

    Raises
    ------
    OutputError
        It cannot be written.
    """
    truncate_epoch_weights(folder, epoch if keep else 0)
    if keep == 0:
        return
    path = _path(folder, epoch)
    try:
        path.parent.mkdir(exist_ok=True)
    except OSError as error:
        raise output_error(error, path) from error
    narrow = {
        name: array.astype(np.float32) if array.dtype == np.float64 else array
        for name, array in weights.items()
    }
    write_archive(path, narrow, {"epoch": epoch}, durable=False)
    _thin_out(folder, keep)


def recorded_epochs(folder: Path) -> tuple[int, ...]:
    """Return the epochs whose weights are there, in their order."""
    found = (re.fullmatch(r"epoch-(\d+)\.npz", path.name) for path in (folder / _FOLDER).glob("epoch-*.npz"))
    return tuple(sorted(int(match[1]) for match in found if match))


def load_epoch_weights(folder: Path, epoch: int) -> dict[str, np.ndarray]:
    """Return the weights after an epoch, by name.

    Raises
    ------
    RunError
        They were not kept, or their file is damaged.
    """
    path = _path(folder, epoch)
    if not path.exists():
        known = recorded_epochs(folder)
        there = f"Kept are those after {_listed(known)}." if known else "None were kept."
        raise RunError(f"Run {folder.name} has no weights of epoch {epoch}. {there}")
    try:
        return read_archive(path)[0]
    except DAMAGE as error:
        raise RunError(f"The weights {path} are damaged ({error}).", "Choose another epoch.") from error


def truncate_epoch_weights(folder: Path, epoch: int) -> None:
    """Forget the weights of the epochs after `epoch`, as when the run goes on from there.

    Raises
    ------
    OutputError
        A file cannot be removed.
    """
    _drop(folder, [later for later in recorded_epochs(folder) if later > epoch])


def wanted_epochs(epochs: tuple[int, ...], most: int) -> tuple[int, ...]:
    """Return which of the epochs stay where there may be so many.

    The newest always stays, and of the others every one, every second, every fourth … counted from epoch 1,
    so that what stays is spread over the whole run.
    """
    stride, kept = 1, epochs
    while len(kept) > max(most, 1) and stride <= epochs[-1]:
        stride *= 2
        kept = tuple(epoch for epoch in epochs if (epoch - 1) % stride == 0 or epoch == epochs[-1])
    return kept if len(kept) <= max(most, 1) else epochs[-1:]


def _thin_out(folder: Path, keep: int) -> None:
    epochs = recorded_epochs(folder)
    each = max(1, _path(folder, epochs[-1]).stat().st_size)
    kept = set(wanted_epochs(epochs, min(keep, LARGEST_BYTES // each)))
    _drop(folder, [epoch for epoch in epochs if epoch not in kept])


def _drop(folder: Path, epochs: list[int]) -> None:
    for epoch in epochs:
        try:
            _path(folder, epoch).unlink(missing_ok=True)
        except OSError as error:
            raise OutputError(f"{_path(folder, epoch)} cannot be removed: {error.strerror}.") from error


def _path(folder: Path, epoch: int) -> Path:
    return folder / _FOLDER / f"epoch-{epoch:04d}.npz"


def _listed(epochs: tuple[int, ...]) -> str:
    words = ", ".join(map(str, epochs if len(epochs) <= 12 else (*epochs[:6], "…", *epochs[-5:])))
    return f"epoch {words}" if len(epochs) == 1 else f"epochs {words}"
