"""Running a stranger's code: whatever it raises becomes an error with a line and a traceback."""

from __future__ import annotations

import importlib
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from vae_studio.api.errors import PluginError
from vae_studio.registry.records import PluginRecord, PluginStatus, kind_words

T = TypeVar("T")

_HERE = Path(__file__).parent
_IMPORTLIB = Path(importlib.__file__).parent


def guarded(action: Callable[[], T]) -> T:
    """Return what `action` returns; whatever it raises becomes a ``PluginError``.

    ``SystemExit`` and every other exception that a module may raise on import are caught, so that no
    plugin can end the program; only the user's own interrupt passes.

    Raises
    ------
    PluginError
        `action` raised; the message is one line, the details are the traceback.
    """
    try:
        return action()
    except KeyboardInterrupt:
        raise
    except PluginError as error:
        details = error.details or (stranger_traceback(error) if error.__cause__ else "")
        raise PluginError(error.message, error.remedy, details) from error
    except BaseException as error:
        raise PluginError(one_line(error), details=stranger_traceback(error)) from error


def stranger_traceback(error: BaseException) -> str:
    """Return a traceback without the frames of the registry and of Python's import system.

    What is left begins in the plugin's own code; where nothing is left, the traceback is whole.
    """
    found = traceback.TracebackException.from_exception(error)
    theirs = [frame for frame in found.stack if not _is_ours(frame.filename)]
    if theirs:
        found.stack = traceback.StackSummary.from_list(theirs)
    return "".join(found.format())


def _is_ours(file: str) -> bool:
    return file.startswith("<frozen importlib") or Path(file).parent in (_HERE, _IMPORTLIB)


def one_line(error: BaseException) -> str:
    """Return an exception as one line: its type and the first line of its message."""
    if isinstance(error, ValidationError):
        complaints = (f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors(include_url=False))
        return f"{error.title}: {'; '.join(complaints)}"
    if isinstance(error, SystemExit):
        return f"it tried to end the program (SystemExit: {error.code})"
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return f"{type(error).__name__}: {lines[0]}" if lines else type(error).__name__


def unusable(record: PluginRecord) -> PluginError:
    """Return the error that says why a plugin cannot be used, and what to do about it."""
    words = f"The {kind_words(record.kind)} {record.name!r} of {record.distribution} {record.version}"
    if record.status is PluginStatus.DISABLED:
        return PluginError(f"{words} is disabled.", "Enable it, or choose another one.")
    remedy = f"Mend or upgrade {record.distribution} and rescan, or choose another one."
    return PluginError(f"{words} is {record.status.value}: {record.error}", remedy, record.details)
