"""Images in tar archives: as they are, or compressed as a whole."""

from __future__ import annotations

import bz2
import gzip
import lzma
import tarfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, ClassVar

from vae_studio.data.archive_names import SourceKind
from vae_studio.data.decoding.archive import Archive, damaged, reading, require_bearable, whole_content
from vae_studio.data.progress import Reporter
from vae_studio.data.walking import Member


class TarSource(Archive):
    """A tar archive without compression: the bytes of its images lie in it as they are."""

    kind: ClassVar[SourceKind] = "tar"

    def content(self, member: Member) -> bytes:
        """Return the bytes of an image.

        Raises
        ------
        DataError
            The archive ends before them.
        """
        with reading(self.called(member)), self.path.open("rb") as file:
            file.seek(member.place)
            return whole_content(file.read(member.size), member, self.called(member))

    def _listed(self, reporter: Reporter) -> Iterable[tuple[Member, str]]:
        with tarfile.open(self.path, "r:") as archive:
            yield from _tar_members(archive, reporter)


class PackedTarSource(Archive):
    """A tar archive that is compressed as a whole, and read from its beginning to its end."""

    kind: ClassVar[SourceKind] = "packed tar"

    def content(self, member: Member) -> bytes:
        """Return the bytes of one image, for which the archive is read up to it.

        Raises
        ------
        DataError
            The archive is damaged.
        """
        for _, content in self.in_order([member], Reporter()):
            return content
        raise damaged(self.path)

    def in_order(self, members: Sequence[Member], reporter: Reporter) -> Iterator[tuple[int, bytes]]:
        """Yield places in `members` and the bytes of those images, as they come.

        Raises
        ------
        DataError
            The archive is damaged, or was changed since it was listed.
        """
        places = {member.place: place for place, member in enumerate(members)}
        with reading(self.path), _unpacked(self.path) as archive:
            for info in _each(archive):
                reporter.check()
                place = places.get(info.offset_data)
                file = archive.extractfile(info) if place is not None and info.isreg() else None
                if place is not None and file is not None:
                    member = members[place]
                    yield place, whole_content(file.read(member.size), member, self.called(member))

    def _listed(self, reporter: Reporter) -> Iterable[tuple[Member, str]]:
        with _unpacked(self.path) as archive:
            yield from _tar_members(archive, reporter, self.path)


@contextmanager
def _unpacked(path: Path) -> Iterator[tarfile.TarFile]:
    """Open a compressed tar archive to be read once; the modules used here notice when one ends too early."""
    name = path.name.lower()
    opened: Any = gzip.open if name.endswith("gz") else lzma.open if name.endswith("xz") else bz2.open
    with opened(path) as stream:
        bearable: Any = _BearableStream(stream, path)
        with tarfile.open(fileobj=bearable, mode="r|", bufsize=2**20) as archive:
            yield archive


class _BearableStream:
    """Unpacked bytes, refused as soon as they are far more than the archive holds: headers have sizes, too."""

    def __init__(self, stream: Any, path: Path) -> None:
        self._stream, self._path = stream, path
        self._packed = path.stat().st_size
        self._unpacked = 0

    def read(self, size: int) -> bytes:
        content: bytes = self._stream.read(size)
        self._unpacked += len(content)
        require_bearable(self._path, self._packed, self._unpacked)
        return content


def _each(archive: tarfile.TarFile) -> Iterator[tarfile.TarInfo]:
    """Yield what an archive holds, without keeping it."""
    while (info := archive.next()) is not None:
        yield info
        archive.members.clear()  # type: ignore[attr-defined]


def _tar_members(
    archive: tarfile.TarFile, reporter: Reporter, packed: Path | None = None
) -> Iterator[tuple[Member, str]]:
    size = packed.stat().st_size if packed is not None else 0
    for number, info in enumerate(_each(archive), start=1):
        reporter.report("listing", number, None)
        if packed is not None:
            require_bearable(packed, size, info.offset_data + info.size)
        if info.isdir():
            continue
        why = "" if info.isreg() else "it is a link or a device, which is not followed."
        yield Member(info.name.removeprefix("./"), info.size, 0, info.offset_data), why
