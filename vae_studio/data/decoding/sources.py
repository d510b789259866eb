"""Where many images lie: a folder, or an archive that is read where it is."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import ClassVar, Protocol

from vae_studio.data.archive_names import SourceKind
from vae_studio.data.dataset import Skipped
from vae_studio.data.progress import Reporter
from vae_studio.data.walking import Member, walk_images


class ImageSource(Protocol):
    """Many images, each of which has a name.

    Attributes
    ----------
    kind
        What it is.
    path
        Where it is.
    """

    kind: ClassVar[SourceKind]
    path: Path

    @property
    def title(self) -> str:
        """Short name of the dataset."""

    def identity(self, reporter: Reporter) -> Iterator[bytes]:
        """Yield what changes when the images do: names, sizes and times, without opening an image."""

    def members(self, reporter: Reporter) -> Sequence[Member]:
        """Return the images, sorted by name."""

    def skipped(self) -> Sequence[Skipped]:
        """Return what :meth:`members` could not look at, or would not take."""

    def content(self, member: Member) -> Path | bytes:
        """Return an image's file, or the bytes of one; a :class:`DataError` where they are damaged."""

    def in_order(self, members: Sequence[Member], reporter: Reporter) -> Iterator[tuple[int, bytes]] | None:
        """Yield places in `members` and bytes from the source's beginning to its end, if it is read only so."""

    def called(self, member: Member) -> str:
        """Return an image's name in messages."""


class FolderSource:
    """A folder of images, at any depth.

    Parameters
    ----------
    path
        The folder.
    """

    kind: ClassVar[SourceKind] = "folder"

    def __init__(self, path: Path) -> None:
        self.path = path

    @property
    def title(self) -> str:
        """The folder's name."""
        return self.path.resolve().name

    @functools.cached_property
    def _walked(self) -> tuple[list[Member], list[Skipped]]:
        return walk_images(self.path)

    def identity(self, reporter: Reporter) -> Iterator[bytes]:
        """Yield name, size and time of change of every image."""
        for member in self.members(reporter):
            yield f"{member.name}\0{member.size}\0{member.modified}\n".encode(errors="surrogateescape")

    def members(self, reporter: Reporter) -> Sequence[Member]:
        """Return the images, sorted by name."""
        reporter.check()
        return self._walked[0]

    def skipped(self) -> Sequence[Skipped]:
        """Return the sub-folders that cannot be listed."""
        return self._walked[1]

    def content(self, member: Member) -> Path:
        """Return the path of an image."""
        return self.path / member.name

    def in_order(self, members: Sequence[Member], reporter: Reporter) -> None:
        """Return None: files are read in any order."""

    def called(self, member: Member) -> str:
        """Return the path of an image."""
        return str(self.path / member.name)
