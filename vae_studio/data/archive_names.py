"""Which files are archives of images, by their names."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

SourceKind = Literal["folder", "zip", "tar", "packed tar"]
"""Where many images lie."""

PACKED = (".tar.gz", ".tgz", ".tar.xz", ".txz", ".tar.bz2", ".tbz2")
"""Endings of tar archives that are compressed as a whole."""


def archive_kind(path: Path) -> SourceKind | None:
    """Return what kind of archive a file is by its name; None for none."""
    name = path.name.lower()
    if name.endswith(PACKED):
        return "packed tar"
    if name.endswith(".zip"):
        return "zip"
    return "tar" if name.endswith(".tar") else None
