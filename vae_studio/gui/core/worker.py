"""The core thread: the one thread that imports and runs TensorFlow."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

from PySide6.QtCore import QObject, QThread, Signal, Slot

from vae_studio.gui.core.collector import GuiCollector
from vae_studio.gui.core.jobs import Job, JobQueue
from vae_studio.gui.core.post import GuiPost

Value = TypeVar("Value")


class CoreWorker(QObject):
    """Lives on the core thread and runs what waits in the queue.

    Training is a job like any other, only longer: its control calls :meth:`run_pending` between
    compiled calls, so that decoding and encoding go on meanwhile.
    """

    def __init__(self, queue: JobQueue, post: GuiPost) -> None:
        super().__init__()
        self._queue = queue
        self._post = post

    @Slot()
    def run_pending(self) -> None:
        """Run every waiting job; on the core thread only."""
        while (job := self._queue.take()) is not None:
            self._run(job)

    def _run(self, job: Job) -> None:
        try:
            value = job.work()
        except Exception as error:  # noqa: BLE001  whatever a job raises belongs to whoever submitted it
            self._post(partial(job.failed, error))
        else:
            self._post(partial(job.done, value))


class CoreThread(QThread):
    """A thread whose event loop runs inside one Python call.

    Without that call, each slot that the thread runs would come with a Python thread state of its own,
    and everything thread-local would be gone after it. TensorFlow and Keras keep graphs and contexts
    there, and crash when they lose them between two slots.
    """

    def run(self) -> None:
        """Run the event loop."""
        self.exec()


class Core(QObject):
    """The GUI thread's handle on the core thread, or on another one like it.

    Parameters
    ----------
    name
        Of the thread.
    collects
        Whether this handle keeps garbage collection on the GUI thread; one handle does so for all threads,
        and its thread ends last.

    Signals
    -------
    finished
        The thread has ended; nothing runs any more.
    """

    finished = Signal()
    _wake = Signal()

    def __init__(self, parent: QObject | None = None, *, name: str = "core", collects: bool = True) -> None:
        super().__init__(parent)
        self._queue = JobQueue()
        self._post = GuiPost(self)
        self._collector = GuiCollector(self) if collects else None
        self._worker = CoreWorker(self._queue, self._post)
        self._thread = CoreThread(self)
        self._thread.setObjectName(name)
        self._worker.moveToThread(self._thread)
        self._wake.connect(self._worker.run_pending)
        self._thread.finished.connect(self._end)

    @property
    def running(self) -> bool:
        """Whether the thread has been started and has not ended."""
        return self._thread.isRunning()

    @property
    def drain(self) -> Callable[[], None]:
        """What a training control calls on the core thread to let waiting jobs run."""
        return self._worker.run_pending

    def start(self) -> None:
        """Start the thread; jobs submitted earlier run first."""
        if self._collector is not None:
            self._collector.start()
        self._thread.start()
        self._wake.emit()

    def submit(
        self,
        work: Callable[[], Value],
        done: Callable[[Value], None],
        failed: Callable[[Exception], None],
        key: str | None = None,
    ) -> None:
        """Queue work for the core thread.

        Parameters
        ----------
        work
            Called on the core thread.
        done, failed
            One of them is called on the GUI thread with the result or the exception.
        key
            Of the waiting jobs with one key only the newest runs.
        """
        self._queue.put(Job(work, done, failed, key))
        self._wake.emit()

    def call_in_gui(self, action: Callable[..., None], *values: Any) -> None:
        """Have ``action(*values)`` called on the GUI thread; may be used from any thread."""
        self._post(partial(action, *values))

    def hold_collector(self, held: bool) -> None:
        """Collect no garbage while libraries are imported."""
        if self._collector is not None:
            self._collector.hold(held)

    def quit(self) -> None:
        """Forget what waits and end the thread after the job in progress; `finished` tells when."""
        self._queue.clear()
        self._thread.quit()

    @Slot()
    def _end(self) -> None:
        if self._collector is not None:
            self._collector.stop()
        self.finished.emit()
