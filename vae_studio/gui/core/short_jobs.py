"""Short work that needs no TensorFlow: reading files, loading datasets, writing pictures."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QObject

from vae_studio.gui.core.post import GuiPost

Value = TypeVar("Value")


class ShortJobs(QObject):
    """A few threads that do what would hold up the window; results come back on the GUI thread."""

    def __init__(self, threads: int = 2, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._post = GuiPost(self)
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="short-job")
        self._open = True

    def submit(
        self, work: Callable[[], Value], done: Callable[[Value], None], failed: Callable[[Exception], None]
    ) -> None:
        """Run `work` on another thread, then `done` or `failed` on the GUI thread; nothing after closing."""
        if not self._open:
            return
        future = self._pool.submit(work)
        future.add_done_callback(partial(self._deliver, done, failed))

    def report(self, action: Callable[[], None]) -> None:
        """Have `action` called on the GUI thread, from inside a job: progress on the way."""
        if self._open:
            self._post(action)

    def close(self) -> None:
        """Forget what waits, wait for what runs, deliver nothing more."""
        self._open = False
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _deliver(
        self, done: Callable[[Value], None], failed: Callable[[Exception], None], future: Future[Value]
    ) -> None:
        if future.cancelled() or not self._open:
            return
        error = future.exception()
        if error is None:
            self._post(partial(done, future.result()))
        elif isinstance(error, Exception):
            self._post(partial(failed, error))
