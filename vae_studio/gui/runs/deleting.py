"""Deleting a run: into the desktop's trash where there is one, else into the workspace's own."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QFile

from vae_studio.runs.trash import Trashed, move_to_trash, require_idle, restore


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
