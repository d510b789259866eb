"""A whole run of the studio in its window: with everything that is on by default, the live grid among it."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import numpy as np
from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from vae_studio.gui.app import SWITCH_INTERVAL, make_window
from vae_studio.session import Session
from vae_studio.training.events import Event
from vae_studio_bench.throughput.epoch_turns import VALIDATION, EpochTurns
from vae_studio_bench.throughput.models import Model
from vae_studio_bench.throughput.studio_spec import studio_spec
from vae_studio_bench.throughput.turns import CountedTurn, TimedTurn

WIDTH, HEIGHT = 1440, 900
POLL_MS = 50


class StudioWindow:
    """See :class:`~vae_studio_bench.throughput.trainer.Trainer`; waits between turns as after Pause.

    Attributes
    ----------
    studio
        What the window shows.
    """

    def __init__(self, images: np.ndarray, model: Model, learning_rate: float, seed: int):
        sys.setswitchinterval(SWITCH_INTERVAL)
        self._folder = tempfile.TemporaryDirectory()
        folder = Path(self._folder.name)
        session = Session(workspace=folder / "runs")
        spec = studio_spec(images, model, learning_rate, seed, folder, validation=VALIDATION)
        self._application = QApplication([])
        self._window = make_window(self._application, session, folder / "window.ini", "dark", spec)
        self.studio = self._window.studio
        self._turns, self._loop = EpochTurns(), QEventLoop()
        self._failure: RuntimeError | None = None
        self.studio.training_event.connect(self._on_event)
        self._window.resize(WIDTH, HEIGHT)
        self._window.show()
        self._begin()
        self._listen()

    @property
    def parameters(self) -> int:
        return self._turns.parameters

    def train(self, turn: CountedTurn | TimedTurn) -> None:
        self._turns.begin(turn)
        self.studio.resume()
        self._listen()

    def negative_elbo(self, images: np.ndarray) -> float:
        """Return what the run itself measured on its validation split."""
        return self._turns.negative_elbo

    def close(self) -> None:
        """Stop the run, close the window, and remove the run."""
        self.studio.training_event.disconnect(self._on_event)
        self._window.finished.connect(self._loop.quit)
        self._window.close()
        self._loop.exec()
        self._folder.cleanup()

    def _begin(self) -> None:
        if self.studio.can_train()[0]:
            self.studio.train()
        else:
            QTimer.singleShot(POLL_MS, self._begin)

    def _listen(self) -> None:
        """Let the window live until the run waits."""
        self._loop.exec()
        if self._failure is not None:
            raise self._failure

    def _on_event(self, event: Event) -> None:
        try:
            over = self._turns.is_over(event)
        except RuntimeError as error:
            self._failure = error
            self._loop.quit()
            return
        if over or event.type == "started":
            self.studio.pause()
        elif event.type == "paused":
            self._loop.quit()


TRAINER = StudioWindow
