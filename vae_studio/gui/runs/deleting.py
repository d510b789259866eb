"""Deleting a run: into the desktop's trash where there is one, else into the workspace's own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Lock
from typing import TypeVar

from PySide6.QtCore import QFile

from vae_studio.runs.trash import Trashed, move_to_trash, require_idle, restore

Thing = TypeVar("Thing")
Value = TypeVar("Value")


class Deletion:
    """Runs that are deleted together, brought back together, and deleted again.

    Its methods work on any thread, one at a time, and return what went wrong: one run with which it fails
    does not keep the others from it.

    Parameters
    ----------
    paths
        The folders of the runs.

    Attributes
    ----------
    trashed
        What is in the trash.
    """

    def __init__(self, paths: Sequence[Path]) -> None:
        self._there = list(paths)
        self._lock = Lock()
        self.trashed: list[Trashed] = []

    def delete(self) -> list[Exception]:
        """Move the runs that are there to the trash."""
        with self._lock:
            gone, self._there, errors = _each(delete, self._there)
            self.trashed += gone
            return errors

    def bring_back(self) -> list[Exception]:
        """Bring those back that were deleted."""
        with self._lock:
            self._there, self.trashed, errors = _each(bring_back, self.trashed)
            return errors


def delete(path: Path) -> Trashed:
    """Delete a run so that it can be brought back.

    Raises
    ------
    RunError
        It is being trained, or there is no such folder.
    OutputError
        It cannot be moved.
    """
    require_idle(path, "deleted")
    file = QFile(str(path))
    if path.is_dir() and file.moveToTrash() and not path.exists():
        return Trashed(path, Path(file.fileName()))
    return move_to_trash(path)


def bring_back(trashed: Trashed) -> Path:
    """Bring a deleted run back, and return its folder.

    Raises
    ------
    RunError
        It is not in the trash any more.
    OutputError
        Its folder exists again, or cannot be written.
    """
    origin = restore(trashed)
    note = trashed.place.parent.parent / "info" / f"{trashed.place.name}.trashinfo"
    note.unlink(missing_ok=True)  # where freedesktop's trash keeps the address of what it holds
    return origin


def _each(
    action: Callable[[Thing], Value], things: Sequence[Thing]
) -> tuple[list[Value], list[Thing], list[Exception]]:
    """Do the same with each; return what came of it, with what it failed, and why."""
    done: list[Value] = []
    left: list[Thing] = []
    errors: list[Exception] = []
    for thing in things:
        try:
            done.append(action(thing))
        except Exception as error:  # noqa: BLE001  (told one by one)
            left.append(thing)
            errors.append(error)
    return done, left, errors
