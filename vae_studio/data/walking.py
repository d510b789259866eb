"""Finding image files: recursively, in the same order everywhere."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from vae_studio.data.dataset import Skipped

IMAGE_SUFFIXES = frozenset({".png", ".jpg", ".jpeg", ".jpe", ".jfif", ".bmp", ".dib", ".tif", ".tiff", ".webp"})


def is_image_name(path: Path) -> bool:
    """Say whether a file's name promises an image."""
    return path.suffix.lower() in IMAGE_SUFFIXES


def collect_image_files(paths: Iterable[Path | str]) -> list[Path]:
    """Return image files: those given by name, and those that lie in given folders at any depth.

    A file given by name is kept whatever it is called, so that reading it can say what is wrong
    with it. In folders, the names' endings decide; hidden files and folders are left out. The order
    is that of the paths given, and within a folder that of the names; no file comes twice.
    """
    found: dict[Path, None] = {}
    for path in map(Path, paths):
        files = walk_images(path)[0] if path.is_dir() else [path]
        found.update(dict.fromkeys(files))
    return list(found)


def walk_images(folder: Path) -> tuple[list[Path], list[Skipped]]:
    """Return the image files of a folder at any depth, sorted, and the sub-folders that cannot be listed."""
    files: list[Path] = []
    skipped: list[Skipped] = []

    def note(error: OSError) -> None:
        skipped.append(Skipped(str(error.filename), f"The folder cannot be listed: {error.strerror}."))

    for where, subfolders, names in os.walk(folder, onerror=note):
        subfolders[:] = [name for name in subfolders if not name.startswith(".") and name != "__MACOSX"]
        visible = (Path(where, name) for name in names if not name.startswith("."))
        files.extend(path for path in visible if is_image_name(path))
    return sorted(files, key=lambda path: path.relative_to(folder).as_posix()), skipped
