"""Decoding for whoever looks, beside the training that goes on."""

from __future__ import annotations

import weakref
from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from vae_studio.gui.core.worker import Core

Value = TypeVar("Value")


class PictureJobs(QObject):
    """Makes pictures of a model on a thread of their own, so that none waits for a compiled call of training.

    TensorFlow runs what is compiled from any thread. A picture reads each weight as it is at that moment, which
    disturbs no step: a weight that is being read is not changed in place. The first picture of a model compiles
    its decoder, and is left to the core thread, where everything is traced.

    Parameters
    ----------
    core
        The core thread.

    Signals
    -------
    closed
        The thread has ended.
    """

    closed = Signal()

    def __init__(self, core: Core, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._core = core
        self._beside = Core(self, name="pictures", collects=False)
        self._beside.finished.connect(self.closed)
        self._open = True
        self._asked: dict[str, int] = {}
        self._shown: dict[str, int] = {}
        self._compiled: weakref.WeakKeyDictionary[object, set[str]] = weakref.WeakKeyDictionary()

    def note_compiled(self, model: object, show: str) -> None:
        """Take note that a model's decoder has made a picture: its ``mean``, or a ``draw``."""
        self._compiled.setdefault(model, set()).add(show)

    def submit(
        self,
        model: object,
        show: str,
        work: Callable[[], Value],
        done: Callable[[Value], None],
        failed: Callable[[Exception], None],
        key: str,
    ) -> None:
        """Make a picture, unless closed; of those with one key that wait, the newest one is made.

        Parameters
        ----------
        model
            Whose picture it is.
        show
            What it shows: the decoder's ``mean``, or a ``draw``.
        work
            Makes it, on another thread.
        done, failed
            One of them is called on the GUI thread with the result or the exception.
        key
            What kind of picture it is.
        """
        if not self._open:
            return
        done = self._unless_late(key, done)
        if show in self._compiled.get(model, ()):
            if not self._beside.running:
                self._beside.start()
            self._beside.submit(work, done, failed, key)
            return

        def first(value: Value) -> None:
            self.note_compiled(model, show)
            done(value)

        self._core.submit(work, first, failed, key)

    def _unless_late(self, key: str, done: Callable[[Value], None]) -> Callable[[Value], None]:
        """Return `done`, which does nothing once a picture of this key that was asked for later is there."""
        number = self._asked[key] = self._asked.get(key, 0) + 1

        def newest(value: Value) -> None:
            if number > self._shown.get(key, 0):
                self._shown[key] = number
                done(value)

        return newest

    def close(self) -> None:
        """End the thread after the picture in progress; :attr:`closed` tells when."""
        self._open = False
        if self._beside.running:
            self._beside.quit()
        else:
            self.closed.emit()
