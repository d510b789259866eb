"""MNIST (LeCun, Cortes & Burges 1998): found on this machine, or downloaded once."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import platformdirs

from vae_studio.api.errors import DataError
from vae_studio.data.download import RemoteFile, fetch
from vae_studio.data.idx_folder import find_idx_files, read_idx_folder
from vae_studio.data.progress import ReadingCancelledError, Reporter
from vae_studio.data.raw import RawExamples

FOLDER_VARIABLE = "VAE_STUDIO_DATA"
SERVER_VARIABLE = "VAE_STUDIO_MNIST_URL"
SERVERS = (
    "https://ossci-datasets.s3.amazonaws.com/mnist",
    "https://storage.googleapis.com/cvdf-datasets/mnist",
)
FILES = (
    RemoteFile(
        "train-images-idx3-ubyte.gz",
        9_912_422,
        "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
    ),
    RemoteFile(
        "train-labels-idx1-ubyte.gz", 28_881, "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5"
    ),
    RemoteFile(
        "t10k-images-idx3-ubyte.gz",
        1_648_877,
        "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
    ),
    RemoteFile(
        "t10k-labels-idx1-ubyte.gz", 4_542, "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2"
    ),
)
_OTHER_WAYS = (
    f"Check the connection, or put the four MNIST files into a folder and give its path "
    f"(or set ${FOLDER_VARIABLE} to it); the dataset digits needs no download."
)


def read_mnist(reporter: Reporter) -> RawExamples:
    """Read MNIST: 60,000 training and 10,000 test images; downloaded where it is not on this machine.

    Raises
    ------
    DataError
        It cannot be downloaded, or its files are damaged.
    """
    folder = locate_mnist() or download_mnist(cache_folder(), reporter)
    files = find_idx_files(folder)
    if files is None:
        raise DataError(f"{folder} no longer holds the files of MNIST.", "Load the dataset again.")
    return read_idx_folder(folder, files, "mnist", reporter)


def cache_folder() -> Path:
    """Return the folder of the user's cache in which a downloaded MNIST is kept."""
    return Path(platformdirs.user_cache_dir("vae-studio", appauthor=False)) / "mnist"


def locate_mnist() -> Path | None:
    """Return the folder with MNIST: ``$VAE_STUDIO_DATA``, its sub-folder ``mnist``, or the cache; else None."""
    own = os.environ.get(FOLDER_VARIABLE)
    candidates = [Path(own).expanduser(), Path(own).expanduser() / "mnist"] if own else []
    return next((folder for folder in (*candidates, cache_folder()) if _holds_mnist(folder)), None)


def download_mnist(
    folder: Path,
    reporter: Reporter,
    server: str | None = None,
    files: Sequence[RemoteFile] | None = None,
) -> Path:
    """Download what a folder lacks of MNIST.

    Parameters
    ----------
    folder
        Where the files go.
    reporter
        Told of the progress in bytes.
    server
        Base address; else ``$VAE_STUDIO_MNIST_URL``, else the usual servers in turn.
    files
        Names, sizes and checksums; else MNIST's own, :data:`FILES`.

    Raises
    ------
    DataError
        A file cannot be downloaded; the remedy names the other ways to a dataset.
    """
    chosen = server or os.environ.get(SERVER_VARIABLE)
    servers = (chosen,) if chosen else SERVERS
    missing = [file for file in files or FILES if not (folder / file.name).is_file()]
    before, after = 0, sum(file.size for file in missing)
    for file in missing:
        after -= file.size

        def report(done: int, size: int, *, before: int = before, after: int = after) -> None:
            reporter.report("downloading", before + done, before + max(size, done) + after)

        try:
            before += fetch(file, servers, folder, report).stat().st_size
        except ReadingCancelledError:
            raise
        except DataError as error:
            raise DataError(f"MNIST is not on this machine, and {error.message}", _OTHER_WAYS) from error
    return folder


def _holds_mnist(folder: Path) -> bool:
    try:
        files = find_idx_files(folder)
    except (OSError, DataError):
        return False
    return files is not None and files.complete
