"""A process that decodes images for another one, which tells it by lines of JSON which to decode.

Nothing but numbers, names and the bytes of images goes to and fro; the pixels go into the file of examples.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any, BinaryIO

from vae_studio.data.decoding.batch import Batch, Task, decode
from vae_studio.data.decoding.open_source import source_of
from vae_studio.data.decoding.sinks import FileSink
from vae_studio.data.walking import Member

_NICENESS = 5


def serve(requests: BinaryIO, replies: BinaryIO) -> None:
    """Answer batches until there are no more.

    Parameters
    ----------
    requests
        A line that says what is the same for all batches, then a line for each batch, behind it the bytes of
        its images where the source has to be read by one reader alone.
    replies
        Takes a line for each batch.
    """
    first = json.loads(requests.readline())
    task = Task.from_plain(first["task"])
    source = source_of(first["kind"], Path(first["source"]))
    sink = FileSink(Path(first["output"]), task.shape)
    while line := requests.readline():
        batch = _batch(json.loads(line), requests)
        try:
            reply = decode(batch, task, source.content, source.called, sink).to_plain()
        except OSError as error:
            reply = {"errno": error.errno, "strerror": error.strerror, "filename": error.filename}
        replies.write(json.dumps(reply).encode() + b"\n")
        replies.flush()


def _batch(plain: dict[str, Any], requests: BinaryIO) -> Batch:
    members = tuple(Member(*member) for member in plain["members"])
    return Batch(tuple(plain["rows"]), members, tuple(requests.read(length) for length in plain["lengths"]))


if __name__ == "__main__":
    if hasattr(os, "nice"):
        os.nice(_NICENESS)  # the window, and what else the user does, goes first
    serve(sys.stdin.buffer, sys.stdout.buffer)
