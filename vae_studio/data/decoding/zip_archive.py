"""Images in zip archives."""

from __future__ import annotations

import functools
import zipfile
from collections.abc import Iterable
from typing import ClassVar

from vae_studio.data.archive_names import SourceKind
from vae_studio.data.decoding.archive import Archive, reading, whole_content
from vae_studio.data.progress import Reporter
from vae_studio.data.walking import Member


class ZipSource(Archive):
    """A zip archive."""

    kind: ClassVar[SourceKind] = "zip"

    @functools.cached_property
    def _zip(self) -> zipfile.ZipFile:
        with reading(self.path):
            return zipfile.ZipFile(self.path)

    def content(self, member: Member) -> bytes:
        """Return the bytes of an image.

        Raises
        ------
        DataError
            They are damaged, or more than the archive says.
        """
        with reading(self.called(member)), self._zip.open(self._zip.infolist()[member.place]) as file:
            return whole_content(file.read(member.size + 1), member, self.called(member))

    def _listed(self, reporter: Reporter) -> Iterable[tuple[Member, str]]:
        for place, info in enumerate(self._zip.infolist()):
            reporter.check()
            yield Member(info.filename, info.file_size, 0, place), _refusal(info)


def _refusal(info: zipfile.ZipInfo) -> str:
    """Return why a member is not read; empty where it is.

    Of LZMA and BZIP2 the standard library unpacks whatever a piece of the file holds, without a bound.
    """
    if info.flag_bits & 1:
        return "it is encrypted."
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        return "it is packed by another method than deflate."
    return ""
