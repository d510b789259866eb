"""Writing files so that nobody ever finds half of one, and saying in words why one cannot be written."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from vae_studio.api.errors import OutputError

_TEMPORARY = ".vae-studio-tmp"


@contextlib.contextmanager
def atomic_write(path: str | os.PathLike[str], *, durable: bool = True) -> Iterator[BinaryIO]:
    """Give a binary file whose content takes the final name only once it is complete and on disk.

    The bytes go to a temporary file in the same folder, which replaces `path` in one step at the end
    and is removed if anything fails; whatever had the name before stays until then.

    Parameters
    ----------
    path
        Final name of the file. Its folder must exist.
    durable
        Whether it must have reached the disk before it takes the name: what can be made again need not.

    Raises
    ------
    OutputError
        The disk is full, the folder is missing or may not be written to, or `path` is a folder.
    """
    final = Path(os.path.realpath(path))
    temporary = temporary_beside(final)
    try:
        with temporary.open("xb") as file:
            yield file
            if durable:
                file.flush()
                os.fsync(file.fileno())
        temporary.replace(final)
        if durable:
            _sync_folder(final.parent)
    except OSError as error:
        raise output_error(error, path) from error
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)


def write_text(path: str | os.PathLike[str], text: str) -> None:
    """Write a whole text file as UTF-8, atomically.

    Raises
    ------
    OutputError
        As :func:`atomic_write`, or the text holds what UTF-8 cannot express.
    """
    try:
        content = text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise OutputError(
            f"{path} cannot hold {text[error.start : error.end]!r}: it is no Unicode text."
        ) from error
    with atomic_write(path) as file:
        file.write(content)


def temporary_beside(path: Path) -> Path:
    """Return a new, hidden name in the same folder, for what will be renamed to `path` once complete."""
    stem = os.fsencode(path.name)[:100].decode(errors="ignore")  # names are limited in bytes, not characters
    return path.with_name(f".{stem}.{secrets.token_hex(4)}{_TEMPORARY}")


def is_temporary(path: Path) -> bool:
    """Whether a name was made by :func:`temporary_beside`."""
    return path.name.startswith(".") and path.name.endswith(_TEMPORARY)


def output_error(error: OSError, path: str | os.PathLike[str]) -> OutputError:
    """Return what an operating system's refusal to write `path` means, and what to do about it."""
    folder = Path(path).parent
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return OutputError(
            f"The disk is full: {path} was not written.", "Free some space or choose another folder."
        )
    if error.errno == errno.EROFS:
        return OutputError(
            f"{folder} is on a read-only disk: {path} was not written.", "Choose another folder."
        )
    if error.errno in (errno.EACCES, errno.EPERM):
        return OutputError(f"{path} was not written: no permission to write there.", "Choose another folder.")
    if error.errno in (errno.ENOENT, errno.ENOTDIR) and folder.is_dir():
        return OutputError(f"{path} was not written: {folder} takes no new files.", "Choose another folder.")
    if error.errno in (errno.ENOENT, errno.ENOTDIR):
        return OutputError(
            f"There is no folder {folder}: {path} was not written.", "Create it or choose another one."
        )
    if error.errno == errno.EISDIR:
        return OutputError(f"{path} is a folder.", "Choose the name of a file.")
    if error.errno == errno.ENAMETOOLONG:
        return OutputError(f"{path} was not written: its name is too long.", "Choose a shorter one.")
    return OutputError(f"{path} was not written: {error.strerror or error}.", "Choose another folder.")


def _sync_folder(folder: Path) -> None:
    """Make a rename survive a power cut, where the system can (Windows has no such call)."""
    if os.name != "posix":
        return
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
