"""Archives of images, read where they are: nothing is unpacked to disk, so that no name leads anywhere.

What an archive says of itself is not trusted: an image that claims to be larger than any may be, or turns out
to be, is left out; an archive that would unpack to far more than it holds is refused.
"""

from __future__ import annotations

import gzip
import lzma
import tarfile
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import ClassVar

from vae_studio.api.errors import DataError
from vae_studio.data.archive_names import PACKED, SourceKind
from vae_studio.data.dataset import Skipped
from vae_studio.data.progress import Reporter
from vae_studio.data.walking import Member, is_hidden, is_image_name

MOST_BYTES = 400 * 2**20
"""Bytes of one image in an archive: 64 megapixels, without compression, take 256 MB."""

MOST_UNPACKED = 200
"""Times its own size to which an archive may unpack, beyond the first gigabyte."""

_FIRST_GIGABYTE = 2**30
_BAD = (zipfile.BadZipFile, tarfile.TarError, zlib.error, lzma.LZMAError, gzip.BadGzipFile, EOFError)


class Archive:
    """What archives have in common: they are listed once, and known by their own size and time.

    Parameters
    ----------
    path
        The archive.
    """

    kind: ClassVar[SourceKind]

    def __init__(self, path: Path) -> None:
        self.path = path
        self._members: list[Member] | None = None
        self._skipped: list[Skipped] = []

    @property
    def title(self) -> str:
        """The archive's name without its ending."""
        name = self.path.name
        ending = next((one for one in PACKED if name.lower().endswith(one)), self.path.suffix)
        return name[: len(name) - len(ending)]

    def identity(self, reporter: Reporter) -> Iterator[bytes]:
        """Yield size and time of change of the archive itself."""
        reporter.check()
        status = self.path.stat()
        yield f"{status.st_size}\0{status.st_mtime_ns}".encode()

    def members(self, reporter: Reporter) -> Sequence[Member]:
        """Return the images, sorted by name.

        Raises
        ------
        DataError
            The archive is damaged, or would unpack to far more than it holds.
        """
        if self._members is None:
            with reading(self.path):
                taken = self._taken(self._listed(reporter))
                # Of several of one name the last one holds, as when the archive is unpacked.
                self._members = sorted({member.name: member for member in taken}.values())
        return self._members

    def skipped(self) -> Sequence[Skipped]:
        """Return the images that are not taken, with reasons."""
        return self._skipped

    def called(self, member: Member) -> str:
        """Return archive and name of an image."""
        return f"{self.path}/{member.name}"

    def in_order(self, members: Sequence[Member], reporter: Reporter) -> Iterator[tuple[int, bytes]] | None:
        """Return None: members are read in any order."""

    def _listed(self, reporter: Reporter) -> Iterable[tuple[Member, str]]:
        """Yield all images, each with the reason why it is not to be taken, or nothing."""
        raise NotImplementedError

    def _taken(self, listed: Iterable[tuple[Member, str]]) -> Iterator[Member]:
        unpacked, packed = 0, self.path.stat().st_size
        for member, why in listed:
            parts = PurePosixPath(member.name).parts
            if any(is_hidden(part) for part in parts if part != "..") or not is_image_name(member.name):
                continue
            reason = why
            if ".." in parts or member.name.startswith("/"):
                reason = "its name leads out of the archive."
            elif member.size > MOST_BYTES:
                reason = f"it claims {member.size:,} bytes; an image in an archive may have {MOST_BYTES:,}."
            if reason:
                called = self.called(member)
                self._skipped.append(Skipped(called, f"{called} is not read: {reason}"))
                continue
            unpacked += member.size
            require_bearable(self.path, packed, unpacked)
            yield member


def require_bearable(path: Path, packed: int, unpacked: int) -> None:
    """Refuse an archive that would unpack to far more than it holds.

    Raises
    ------
    DataError
        Saying to how much.
    """
    if unpacked > MOST_UNPACKED * packed + _FIRST_GIGABYTE:
        raise DataError(
            f"{path} is refused: its {packed:,} bytes would unpack to more than {unpacked:,}, as no images do.",
            "If you trust it, unpack it and give the folder.",
        )


def whole_content(content: bytes, member: Member, called: str) -> bytes:
    """Return the bytes of an image, if they are as many as its archive says.

    Raises
    ------
    DataError
        They are fewer or more.
    """
    if len(content) != member.size:
        more = len(content) > member.size
        raise DataError(f"{called} is {'longer than the archive says' if more else 'truncated'}.")
    return content


@contextmanager
def reading(where: Path | str) -> Iterator[None]:
    """Turn what the archive modules raise at bad files into one clear error."""
    try:
        yield
    except _BAD as error:
        raise damaged(where) from error
    except NotImplementedError as error:
        raise DataError(
            f"{where} is compressed in a way that cannot be read.", "Save the archive again."
        ) from error
    except OSError as error:
        if error.strerror is None:  # bz2 has no error of its own
            raise damaged(where) from error
        raise DataError(f"{where} cannot be read: {error.strerror}.") from error


def damaged(where: Path | str) -> DataError:
    """Return the refusal of an archive, or of an image in one, whose bytes are not what they should be."""
    return DataError(f"{where} is truncated, damaged or no archive.", "Copy or download it again.")
