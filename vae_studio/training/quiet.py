"""Keeping TensorFlow's start-up chatter off standard error, and nothing else."""

from __future__ import annotations

import os
import re
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from typing import IO

STANDARD_ERROR = 2
_CHATTER = re.compile(rb"^(WARNING: All log messages before absl::|[IWE]\d{4} \d\d:\d\d:)")


@contextmanager
def without_chatter() -> Iterator[None]:
    """Hold back what the process writes to standard error, then let all but log lines of C++ through.

    The lines come from compiled libraries that obey no setting before they are initialised. Users who
    set ``TF_CPP_MIN_LOG_LEVEL`` to 0 or 1 see everything.
    """
    if os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2") in ("0", "1"):
        yield
        return
    with ExitStack() as stack:
        held = _hold_back(stack)
        try:
            yield
        finally:
            if held is not None:
                _let_through(stack, held)


def _hold_back(stack: ExitStack) -> IO[bytes] | None:
    """Send standard error to a file until the stack is unwound; None where that cannot be done."""
    try:
        held = stack.enter_context(tempfile.TemporaryFile())  # noqa: SIM115 (the stack closes it)
        original = os.dup(STANDARD_ERROR)
    except OSError:
        return None
    stack.callback(os.close, original)
    stack.callback(os.dup2, original, STANDARD_ERROR)
    os.dup2(held.fileno(), STANDARD_ERROR)
    return held


def _let_through(stack: ExitStack, held: IO[bytes]) -> None:
    if sys.stderr is not None:
        with suppress(OSError, ValueError):
            sys.stderr.flush()
    held.seek(0)
    text = held.read()
    stack.close()
    for line in text.splitlines(keepends=True):
        if not _CHATTER.match(line):
            os.write(STANDARD_ERROR, line)
