"""One file from the first server that has it: checksum, progress, and never a half-written file."""

from __future__ import annotations

import gzip
import hashlib
import tempfile
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from vae_studio.api.errors import DataError

_CHUNK = 2**16
_TIMEOUT_SECONDS = 20


@dataclass(frozen=True)
class RemoteFile:
    """A gzip file to fetch.

    Attributes
    ----------
    name
        Its name on the server and on disk.
    size
        Its usual size in bytes, for the progress of the whole.
    sha256
        Checksum of the content after decompression, hexadecimal: servers compress differently.
    """

    name: str
    size: int
    sha256: str


class _Bar:
    """What pooch calls while it downloads: the interface of a tqdm bar."""

    def __init__(self, report: Callable[[int, int], None]) -> None:
        self.total = 0
        self._done = 0
        self._report = report

    def update(self, count: int) -> None:
        self._done = min(self._done + count, self.total or self._done + count)
        self._report(self._done, self.total)

    def reset(self) -> None:
        self._done = 0

    def close(self) -> None:
        self._report(self._done, self.total)


def fetch(file: RemoteFile, servers: Sequence[str], folder: Path, report: Callable[[int, int], None]) -> Path:
    """Download one file into a folder, where it appears when it is whole and its checksum agrees.

    Parameters
    ----------
    file
        What to fetch.
    servers
        Base addresses, tried in turn.
    folder
        Made if need be.
    report
        Told bytes done and in all (0 while unknown); what it raises ends the download.

    Raises
    ------
    DataError
        No server could be reached or gave the file, the checksum differs, or the folder cannot be
        written; the message is that of the last server.
    """
    failure: DataError | None = None
    for server in servers:
        address = f"{server.rstrip('/')}/{file.name}"
        try:
            return _fetch_from(address, file, folder, report)
        except OSError as error:
            failure = DataError(f"{address} could not be downloaded into {folder}: {_reason(error)}.")
        except _WrongContentError as error:
            failure = DataError(f"{address} does not hold what it should: {error}.")
    raise failure or DataError(f"There is no server to download {file.name} from.")


class _WrongContentError(Exception):
    pass


def _fetch_from(address: str, file: RemoteFile, folder: Path, report: Callable[[int, int], None]) -> Path:
    from pooch import HTTPDownloader  # here, since only a download is worth the time of its import

    folder.mkdir(parents=True, exist_ok=True)
    downloader = HTTPDownloader(progressbar=_Bar(report), chunk_size=_CHUNK, timeout=_TIMEOUT_SECONDS)
    with tempfile.TemporaryDirectory(prefix=".download-", dir=folder) as temporary:
        partial = Path(temporary) / file.name
        downloader(address, str(partial), None)
        _require_content(partial, file.sha256)
        return partial.replace(folder / file.name)


def _require_content(path: Path, sha256: str) -> None:
    digest = hashlib.sha256()
    try:
        with gzip.open(path) as stream:
            while piece := stream.read(2**20):
                digest.update(piece)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise _WrongContentError("it is no complete gzip file") from error
    if digest.hexdigest() != sha256:
        raise _WrongContentError(f"the SHA-256 checksum of its content is {digest.hexdigest()}, not {sha256}")


def _reason(error: OSError) -> str:
    response = getattr(error, "response", None)
    if response is not None:
        return f"the server answered {response.status_code}"
    if error.strerror:
        return error.strerror
    return "the server cannot be reached"
