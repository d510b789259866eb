"""Running a stranger's code: whatever it raises becomes an error with a line and a traceback."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from typing import TypeVar

from pydantic import ValidationError

from vae_studio.api.errors import PluginError

T = TypeVar("T")


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
        details = error.details or (traceback.format_exc() if error.__cause__ else "")
        raise PluginError(error.message, error.remedy, details) from error
    except BaseException as error:
        raise PluginError(one_line(error), details=traceback.format_exc()) from error


def one_line(error: BaseException) -> str:
    """Return an exception as one line: its type and the first line of its message."""
    if isinstance(error, ValidationError):
        complaints = (f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors(include_url=False))
        return f"{error.title}: {'; '.join(complaints)}"
    if isinstance(error, SystemExit):
        return f"it tried to end the program (SystemExit: {error.code})"
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return f"{type(error).__name__}: {lines[0]}" if lines else type(error).__name__
