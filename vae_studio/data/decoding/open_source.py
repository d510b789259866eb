"""The images of a place, by what it is."""

from __future__ import annotations

from pathlib import Path

from vae_studio.data.archive_names import SourceKind
from vae_studio.data.decoding.sources import FolderSource, ImageSource
from vae_studio.data.decoding.tar_archives import PackedTarSource, TarSource
from vae_studio.data.decoding.zip_archive import ZipSource


def source_of(kind: SourceKind, path: Path) -> ImageSource:
    """Return the images of a folder or an archive."""
    sources: dict[SourceKind, type[FolderSource | ZipSource | TarSource | PackedTarSource]] = {
        "folder": FolderSource,
        "zip": ZipSource,
        "tar": TarSource,
        "packed tar": PackedTarSource,
    }
    return sources[kind](path)
