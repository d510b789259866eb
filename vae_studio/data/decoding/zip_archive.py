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
            why = "it is encrypted." if info.flag_bits & 1 else ""
            yield Member(info.filename, info.file_size, 0, place), why
