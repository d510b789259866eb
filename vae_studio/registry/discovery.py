"""Which installed distributions announce plugins, read from their metadata without importing them."""

from __future__ import annotations

import hashlib
import importlib
import logging
import site
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import Distribution, MetadataPathFinder, distributions
from pathlib import Path

from vae_studio.api.plugins import Kind

_log = logging.getLogger(__name__)

_KINDS = {kind.group: kind for kind in Kind}


@dataclass(frozen=True)
class FoundPlugin:
    """One entry point of one of the four groups.

    Attributes
    ----------
    kind, name
        The group and the name under which it is registered.
    value
        What it points to, as written: ``"package.module:OBJECT"``.
    distribution, version
        Who provides it.
    """

    kind: Kind
    name: str
    value: str
    distribution: str
    version: str


@dataclass(frozen=True)
class FoundDistribution:
    """An installed distribution that announces at least one plugin.

    Attributes
    ----------
    name, version
        As in its metadata.
    stamp
        Changes whenever another build of the distribution is installed in its place.
    plugins
        Its entry points.
    path_files
        Its ``.pth`` files, by which an editable install makes its modules importable.
    """

    name: str
    version: str
    stamp: str
    plugins: tuple[FoundPlugin, ...]
    path_files: tuple[Path, ...] = ()

    def make_importable(self) -> None:
        """Read the ``.pth`` files, which Python itself reads only when it starts."""
        for file in self.path_files:
            site.addpackage(str(file.parent), file.name, None)


def find_distributions(extra: Sequence[str] = ()) -> tuple[FoundDistribution, ...]:
    """Return the distributions that announce plugins, as they are on disk now.

    Parameters
    ----------
    extra
        Folders searched after those of ``sys.path``.

    Notes
    -----
    Of two distributions of one name, the first on the path counts, as it does for imports.
    """
    importlib.invalidate_caches()
    # Python 3.11 keeps the metadata's cache when the others are invalidated.
    MetadataPathFinder().invalidate_caches()
    found: dict[str, FoundDistribution] = {}
    for distribution in distributions(path=[*sys.path, *extra]):
        described = _described(distribution)
        if described is not None:
            found.setdefault(described.name.lower().replace("_", "-"), described)
    return tuple(found.values())


def _described(distribution: Distribution) -> FoundDistribution | None:
    try:
        entry_points = [e for e in distribution.entry_points if e.group in _KINDS]
        if not entry_points:
            return None
        name, version = distribution.metadata["Name"], distribution.version
    except Exception:  # noqa: BLE001 - metadata is written by other people's tools
        where = getattr(distribution, "_path", distribution)
        _log.warning("The metadata in %s cannot be read; its plugins are left out.", where, exc_info=True)
        return None
    plugins = tuple(FoundPlugin(_KINDS[e.group], e.name, e.value, name, version) for e in entry_points)
    return FoundDistribution(name, version, _stamp(distribution), plugins, tuple(_path_files(distribution)))


def _stamp(distribution: Distribution) -> str:
    """Return a digest of the list of installed files, which holds the checksum of each of them."""
    digest = hashlib.sha256()
    for file in ("METADATA", "entry_points.txt", "RECORD"):
        digest.update((distribution.read_text(file) or "").encode())
    return digest.hexdigest()


def _path_files(distribution: Distribution) -> Iterator[Path]:
    for file in distribution.files or ():
        if file.suffix == ".pth":
            yield Path(str(distribution.locate_file(file)))
