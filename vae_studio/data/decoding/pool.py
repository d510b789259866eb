"""Batches of images decoded side by side: on threads where they are few, else by processes of their own."""

from __future__ import annotations

import json
import os
import queue
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Self

from vae_studio.api.errors import DataError
from vae_studio.data.archive_names import SourceKind
from vae_studio.data.decoding.batch import Batch, Outcome, Task

_MOST_THREADS = 8
_AHEAD = 2
_NO_WINDOW = 0x08000000  # of a console, on Windows

Decoder = Callable[[Batch], Outcome]


def workers() -> int:
    """Return how many images are decoded at once: one on each core, up to 8."""
    return min(_MOST_THREADS, os.cpu_count() or 1)


def each(
    decoder: Decoder, batches: Iterator[Batch], at_once: int
) -> Generator[tuple[Batch, Outcome], None, None]:
    """Yield batches and what became of them, in order, decoded ahead on threads.

    Close the generator to give up early; no thread is left behind then.
    """
    waiting: deque[tuple[Batch, Future[Outcome]]] = deque()
    with ThreadPoolExecutor(at_once, "images") as pool:
        try:
            for batch in batches:
                waiting.append((batch, pool.submit(decoder, batch)))
                if len(waiting) >= _AHEAD * at_once:
                    done, future = waiting.popleft()
                    yield done, future.result()
            while waiting:
                done, future = waiting.popleft()
                yield done, future.result()
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


class DecodingProcesses:
    """Processes that decode batches into one file; call it with a batch, from as many threads as there are.

    Threads would share one interpreter, which has as much work with a small image as its pixels have, and with
    the window.

    Parameters
    ----------
    count
        How many.
    task
        What is the same for all images.
    kind, source
        Where the images are.
    output
        File of examples.

    Raises
    ------
    OSError
        No process can be started.
    """

    def __init__(self, count: int, task: Task, kind: SourceKind, source: Path, output: Path) -> None:
        self._idle: queue.Queue[_Process] = queue.Queue()
        first = {"task": task.to_plain(), "kind": kind, "source": str(source), "output": str(output)}
        with ExitStack() as started:
            for _ in range(count):
                self._idle.put(started.enter_context(_Process(first)))
            self._started = started.pop_all()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._started.close()

    def __call__(self, batch: Batch) -> Outcome:
        """Decode one batch.

        Raises
        ------
        OSError
            The file of examples cannot be written.
        DataError
            A process ended unexpectedly.
        """
        process = self._idle.get()
        try:
            reply = process.ask(batch)
        finally:
            self._idle.put(process)
        if "errno" in reply:
            raise OSError(reply["errno"], reply["strerror"], reply["filename"])
        return Outcome.from_plain(reply)


class _Process:
    def __init__(self, first: dict[str, Any]) -> None:
        command = [sys.executable, "-P", "-m", "vae_studio.data.decoding.process"]
        self._process = subprocess.Popen(  # noqa: S603  (this program itself)
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            creationflags=_NO_WINDOW if sys.platform == "win32" else 0,
        )
        self._send(first, ())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            assert pipe is not None
            try:
                pipe.close()
            except OSError:  # what was still to be sent has nobody to take it
                continue

    def ask(self, batch: Batch) -> dict[str, Any]:
        lengths = [len(content) for content in batch.contents]
        self._send({"rows": batch.rows, "members": batch.members, "lengths": lengths}, batch.contents)
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line.endswith(b"\n"):
            raise self._ended()
        reply: dict[str, Any] = json.loads(line)
        return reply

    def _send(self, head: dict[str, Any], contents: tuple[bytes, ...]) -> None:
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(json.dumps(head).encode() + b"\n")
            for content in contents:
                self._process.stdin.write(content)
            self._process.stdin.flush()
        except (BrokenPipeError, ValueError) as error:
            raise self._ended() from error

    def _ended(self) -> DataError:
        return DataError(
            f"A process that decodes images ended unexpectedly (status {self._process.wait()}).",
            "Load the dataset again; close other programs if memory is short.",
        )
