"""Work for another thread, and the queue in which it waits."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Job:
    """One piece of work for the core thread.

    Attributes
    ----------
    work
        Called on the core thread.
    done
        Called on the GUI thread with what `work` returned.
    failed
        Called on the GUI thread with the exception that `work` raised.
    key
        Jobs of one key replace each other while they wait; None replaces nothing.
    """

    work: Callable[[], Any]
    done: Callable[[Any], None]
    failed: Callable[[Exception], None]
    key: str | None = None


class JobQueue:
    """First in, first out, safe to use from any thread; of jobs with one key only the newest waits."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: OrderedDict[object, Job] = OrderedDict()

    def put(self, job: Job) -> None:
        """Append a job, dropping a waiting one with the same key."""
        identity: object = job.key if job.key is not None else object()
        with self._lock:
            self._waiting.pop(identity, None)
            self._waiting[identity] = job

    def take(self) -> Job | None:
        """Remove and return the oldest job, or None when nothing waits."""
        with self._lock:
            if not self._waiting:
                return None
            return self._waiting.popitem(last=False)[1]

    def clear(self) -> None:
        """Forget every waiting job."""
        with self._lock:
            self._waiting.clear()

    def __len__(self) -> int:
        with self._lock:
            return len(self._waiting)
