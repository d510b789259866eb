"""One process at a time may train a run.

The lock belongs to the operating system, which releases it when the process ends, however it ends:
a killed process leaves no stale lock behind.
"""

from __future__ import annotations

import contextlib
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from vae_studio.api.errors import RunError
from vae_studio.runs.files import output_error

_FILE = ".lock"
_ATTEMPTS, _BETWEEN_SECONDS = 10, 0.02
"""How often the right is asked for: whoever only looks holds it too, for an instant."""


@contextlib.contextmanager
def training_lock(folder: Path) -> Iterator[None]:
    """Hold the exclusive right to train the run in a folder.

    Raises
    ------
    RunError
        Another process, or another job of this one, is training it.
    OutputError
        The folder cannot be written to.
    """
    try:
        descriptor = os.open(folder / _FILE, os.O_RDWR | os.O_CREAT, 0o666)
    except OSError as error:
        raise output_error(error, folder / _FILE) from error
    try:
        try:
            _acquire_soon(descriptor)
        except OSError as error:
            raise RunError(
                f"Run {folder.name} is being trained by another process.",
                "Wait until it ends or stop it, then try again.",
            ) from error
        yield
    finally:
        os.close(descriptor)


def is_locked(folder: Path) -> bool:
    """Return whether some process, this one included, holds the right to train the run in a folder.

    Nothing is written: a folder without a lock is not being trained.
    """
    try:
        descriptor = os.open(folder / _FILE, os.O_RDWR)
    except OSError:
        return False
    try:
        _acquire(descriptor)
    except OSError:
        return True
    finally:
        os.close(descriptor)
    return False


def _acquire_soon(descriptor: int) -> None:
    for _ in range(_ATTEMPTS - 1):
        with contextlib.suppress(OSError):
            _acquire(descriptor)
            return
        time.sleep(_BETWEEN_SECONDS)
    _acquire(descriptor)


if sys.platform == "win32":
    import msvcrt

    def _acquire(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _acquire(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
