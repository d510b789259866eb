"""The cache as a whole: what it holds, what goes when it becomes too large, and what nobody needs any more."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from vae_studio.data.cache import locks
from vae_studio.data.cache.places import datasets_folder, most_bytes
from vae_studio.data.cache.record import DamagedError, Record, read_record

BUILDING, REMOVING = ".building-", ".removing-"


@dataclass(frozen=True)
class Holding:
    """One dataset of the cache.

    Attributes
    ----------
    folder
        Where it lies; its name is the key.
    record
        What it is; None where that cannot be read.
    size
        Bytes on disk.
    used
        When it was last opened, seconds since 1970.
    """

    folder: Path
    record: Record | None
    size: int
    used: float


def holdings() -> list[Holding]:
    """Return what the cache holds, the latest used first."""
    try:
        folders = [path for path in datasets_folder().iterdir() if path.is_dir()]
    except FileNotFoundError:
        return []
    found = [_holding(folder) for folder in folders if not folder.name.startswith((BUILDING, REMOVING))]
    there = [holding for holding in found if holding is not None]
    return sorted(there, key=lambda holding: holding.used, reverse=True)


def _holding(folder: Path) -> Holding | None:
    """Return what lies in a folder; None where another process removes it meanwhile."""
    try:
        record = read_record(folder)
    except DamagedError:
        record = None
    lock = folder / locks.NAME
    try:
        return Holding(folder, record, size_of(folder), (lock if lock.exists() else folder).stat().st_mtime)
    except FileNotFoundError:
        return None


def size_of(folder: Path) -> int:
    """Return the bytes of the files in a folder; one that goes away meanwhile does not count."""
    size = 0
    for path in folder.iterdir():
        with contextlib.suppress(FileNotFoundError):
            size += path.stat().st_size
    return size


def remove(folder: Path) -> bool:
    """Remove a dataset from the cache; False where it is in use."""
    try:
        return locks.is_free(folder) and _take_away(folder)
    except FileNotFoundError:  # another process was faster
        return True


def discard(key: str) -> None:
    """Remove a dataset that is not what it should be, even if it is in use."""
    with contextlib.suppress(FileNotFoundError):
        _take_away(datasets_folder() / key)


def _take_away(folder: Path) -> bool:
    """Move a folder aside, so that it is gone at once, and then remove it."""
    aside = Path(tempfile.mkdtemp(prefix=REMOVING, dir=folder.parent))
    try:
        folder.replace(aside / folder.name)
    except PermissionError:  # on Windows, of what is in use
        return False
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    return True


def put(made: Path, place: Path, record: Record) -> None:
    """Move a finished folder to its place, unless another process did so first, and remove what is superfluous.

    That is what was made from the same source when it was another, and what was not used for longest, where the
    cache has become too large.
    """
    _rename(made, place)
    same = [
        holding.folder
        for holding in holdings()
        if holding.folder != place
        and holding.record is not None
        and (holding.record.source, holding.record.treatment) == (record.source, record.treatment)
    ]
    for folder in same:
        remove(folder)
    keep_within_bound(place)


def keep_within_bound(place: Path, needed: int = 0) -> None:
    """Remove the datasets that were not used for longest until the cache has its size, but not the one given.

    Parameters
    ----------
    place
        Folder of the one that stays.
    needed
        Bytes that will be written soon.
    """
    found = holdings()
    total = sum(holding.size for holding in found)
    most = most_bytes(place.parent, total)
    for holding in reversed(found):
        if total + needed <= most:
            return
        if holding.folder != place and remove(holding.folder):
            total -= holding.size


def clear(folders: Iterable[Path]) -> tuple[int, list[Path]]:
    """Remove datasets; return how many bytes became free, and the folders that are in use."""
    freed, in_use = 0, []
    for folder in folders:
        try:
            size = size_of(folder)
        except FileNotFoundError:  # another process was faster
            continue
        if remove(folder):
            freed += size
        else:
            in_use.append(folder)
    return freed, in_use


def remove_abandoned(store: Path) -> None:
    """Remove what processes have left that ended while they wrote or removed."""
    for folder in store.iterdir():
        if folder.name.startswith((BUILDING, REMOVING)):
            with contextlib.suppress(OSError):  # another process may be removing it as well
                if locks.is_abandoned(folder):
                    shutil.rmtree(folder, ignore_errors=True)


def _rename(made: Path, place: Path) -> None:
    try:
        made.rename(place)
    except OSError:
        if not place.is_dir():
            raise
        # Another process has put the same there meanwhile.
