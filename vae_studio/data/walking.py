"""Finding image files: recursively, in the same order everywhere."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from vae_studio.data.dataset import Skipped

IMAGE_SUFFIXES = frozenset({".png", ".jpg", ".jpeg", ".jpe", ".jfif", ".bmp", ".dib", ".tif", ".tiff", ".webp"})
_APPLE = "__MACOSX"


class Member(NamedTuple):
    """An image file of a folder or of an archive, before it is opened.

    Attributes
    ----------
    name
        Its path below the folder or inside the archive, with forward slashes.
    size
        Bytes; −1 where the file cannot be looked at, such as a link to nowhere.
    modified
        Time of its last change, ns; 0 inside an archive.
    place
        Where it lies in an archive: its number, or the offset of its bytes.
    """

    name: str
    size: int
    modified: int = 0
    place: int = 0


def is_image_name(path: Path | str) -> bool:
    """Say whether a file's name promises an image."""
    return os.path.splitext(path)[1].lower() in IMAGE_SUFFIXES  # noqa: PTH122  (a Path each takes ten times as long)


def is_hidden(name: str) -> bool:
    """Say whether a file or folder of this name is left out, as what begins with a dot is."""
    return name.startswith(".") or name == _APPLE


def collect_image_files(paths: Iterable[Path | str]) -> list[Path]:
    """Return image files: those given by name, and those that lie in given folders at any depth.

    A file given by name is kept whatever it is called, so that reading it can say what is wrong
    with it. In folders, the names' endings decide; hidden files and folders are left out. The order
    is that of the paths given, and within a folder that of the names; no file comes twice.
    """
    found: dict[Path, None] = {}
    for path in map(Path, paths):
        files = [path / member.name for member in walk_images(path)[0]] if path.is_dir() else [path]
        found.update(dict.fromkeys(files))
    return list(found)


def walk_images(folder: Path) -> tuple[list[Member], list[Skipped]]:
    """Return the image files of a folder at any depth, by name, and the sub-folders that cannot be listed.

    Links to files are followed, links to folders are not.
    """
    members: list[Member] = []
    skipped: list[Skipped] = []
    waiting = [""]
    while waiting:
        inside = waiting.pop()
        try:
            with os.scandir(folder / inside) as entries:
                for entry in entries:
                    if is_hidden(entry.name):
                        continue
                    if entry.is_dir():
                        if not entry.is_symlink():
                            waiting.append(f"{inside}{entry.name}/")
                    elif is_image_name(entry.name):
                        members.append(_member(entry, inside))
        except OSError as error:
            skipped.append(Skipped(str(error.filename), f"The folder cannot be listed: {error.strerror}."))
    members.sort()
    return members, skipped


def _member(entry: os.DirEntry[str], inside: str) -> Member:
    try:
        status = entry.stat()
    except OSError:  # whoever opens the file says why it cannot be read
        return Member(inside + entry.name, -1)
    return Member(inside + entry.name, status.st_size, status.st_mtime_ns)
