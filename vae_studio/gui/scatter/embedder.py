"""t-SNE and UMAP beside the window: one at a time, with words about how far it is."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
from PySide6.QtCore import QObject, Signal

from vae_studio.gui.core.short_jobs import ShortJobs
from vae_studio.latent.embedding import embed
from vae_studio.latent.projection import Method


class Embedder(QObject):
    """Embeds codes on a thread of its own, so that the short jobs of others need not wait a minute.

    Signals
    -------
    working
        How far it is, in words; empty when nothing is under way.
    """

    working = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs = ShortJobs(1, self)
        self._cancelled: threading.Event | None = None

    @property
    def running(self) -> bool:
        """Whether an embedding is under way."""
        return self._cancelled is not None

    def start(
        self,
        codes: np.ndarray,
        method: Method,
        done: Callable[[np.ndarray], None],
        failed: Callable[[Exception], None],
    ) -> None:
        """Embed codes ``[N, L]``, instead of those that are being embedded."""
        self.cancel()
        cancelled = threading.Event()
        self._cancelled = cancelled
        self.working.emit("Waiting…")
        self._jobs.submit(
            lambda: embed(codes, method, progress=partial(self._tell, cancelled), cancelled=cancelled.is_set),
            lambda places: self._end(cancelled, done, places),
            lambda error: self._end(cancelled, failed, error),
        )

    def cancel(self) -> None:
        """End what is under way; nothing comes of it."""
        if self._cancelled is not None:
            self._cancelled.set()
            self._cancelled = None
            self.working.emit("")

    def close(self) -> None:
        """End what is under way, and the thread."""
        self.cancel()
        self._jobs.close()

    def _tell(self, cancelled: threading.Event, words: str) -> None:
        self._jobs.report(lambda: None if cancelled.is_set() else self.working.emit(words))

    def _end(self, cancelled: threading.Event, then: Callable[[Any], None], value: Any) -> None:
        if cancelled is self._cancelled:
            self._cancelled = None
            self.working.emit("")
            then(value)
