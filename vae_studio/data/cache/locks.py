"""Marks on a folder of the cache that it is in use, which end with the process that set them."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

NAME = "lock"
_ABANDONED_SECONDS = 24 * 3600


def share(folder: Path) -> int | None:
    """Mark a folder as in use, and return a descriptor that is to be closed when the use ends.

    Returns
    -------
    None where there are no locks: on Windows, where what is open cannot be removed anyway, and on file systems
    without them.

    Raises
    ------
    OSError
        There is no such folder, or it cannot be written.
    """
    if sys.platform == "win32":
        (folder / NAME).touch()
        return None
    import fcntl

    descriptor = os.open(folder / NAME, os.O_RDWR | os.O_CREAT, 0o644)
    os.utime(descriptor)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError:  # a network file system without locks, or a folder about to be removed
        os.close(descriptor)
        return None
    return descriptor


def is_free(folder: Path) -> bool:
    """Say whether nobody uses a folder, as far as can be known.

    Raises
    ------
    OSError
        There is no such folder, or it cannot be written.
    """
    if sys.platform == "win32":
        return True
    import fcntl

    descriptor = os.open(folder / NAME, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    finally:
        os.close(descriptor)
    return True


def is_abandoned(folder: Path) -> bool:
    """Say whether a folder that somebody was writing is written by nobody any more.

    Where there are no locks that is so after a day.
    """
    if sys.platform != "win32" and (folder / NAME).exists():
        return is_free(folder)
    return time.time() - folder.stat().st_mtime > _ABANDONED_SECONDS
