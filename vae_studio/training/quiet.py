"""Keeping TensorFlow's start-up chatter off standard error, and nothing else."""

from __future__ import annotations

import os
import re
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress

STANDARD_ERROR = 2
_CHATTER = re.compile(rb"^(WARNING: All log messages before absl::|[IWE]\d{4} \d\d:\d\d:)")


@contextmanager
def without_chatter() -> Iterator[None]:
    """Hold back what the process writes to standard error, then let all but log lines of C++ through.

    The lines come from compiled libraries that obey no setting before they are initialised. Users who
    set ``TF_CPP_MIN_LOG_LEVEL`` themselves see everything.
    """
    if "TF_CPP_MIN_LOG_LEVEL" in os.environ:
        yield
        return
    os.environ["TF_CPP_MIN_LOG_LEVEL"] = "2"
    try:
        original = os.dup(STANDARD_ERROR)
    except OSError:
        yield
        return
    with tempfile.TemporaryFile() as held:
        os.dup2(held.fileno(), STANDARD_ERROR)
        try:
            yield
        finally:
            _flush()
            os.dup2(original, STANDARD_ERROR)
            os.close(original)
            held.seek(0)
            _let_through(held.read())


def _flush() -> None:
    if sys.stderr is not None:
        with suppress(OSError, ValueError):
            sys.stderr.flush()


def _let_through(text: bytes) -> None:
    for line in text.splitlines(keepends=True):
        if not _CHATTER.match(line):
            os.write(STANDARD_ERROR, line)
