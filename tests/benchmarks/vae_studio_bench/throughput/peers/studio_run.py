"""A whole run of the studio without a window: with validation, figures, checkpoints and kept epochs."""

from __future__ import annotations

import tempfile
from pathlib import Path
from queue import SimpleQueue
from threading import Thread

import numpy as np

from vae_studio.session import Session
from vae_studio.training.control import Control
from vae_studio.training.events import Event
from vae_studio_bench.throughput.epoch_turns import VALIDATION, EpochTurns
from vae_studio_bench.throughput.models import Model
from vae_studio_bench.throughput.studio_spec import studio_spec
from vae_studio_bench.throughput.turns import CountedTurn, TimedTurn


class StudioRun:
    """See :class:`~vae_studio_bench.throughput.trainer.Trainer`; waits between turns as after Pause."""

    def __init__(self, images: np.ndarray, model: Model, learning_rate: float, seed: int):
        self._folder = tempfile.TemporaryDirectory()
        folder = Path(self._folder.name)
        session = Session(workspace=folder / "runs")
        job = session.begin(studio_spec(images, model, learning_rate, seed, folder, validation=VALIDATION))
        self._turns, self._control = EpochTurns(), Control()
        self._events: SimpleQueue[Event] = SimpleQueue()
        self._thread = Thread(target=job.execute, args=(self._events.put, self._control))
        self._control.pause()
        self._thread.start()
        while not self._turns.paused:
            self._listen()

    @property
    def parameters(self) -> int:
        return self._turns.parameters

    def train(self, turn: CountedTurn | TimedTurn) -> None:
        self._turns.begin(turn)
        self._control.resume()
        while not self._listen():
            pass
        self._control.pause()
        while not self._turns.paused:
            self._listen()

    def negative_elbo(self, images: np.ndarray) -> float:
        """Return what the run itself measured on its validation split."""
        return self._turns.negative_elbo

    def close(self) -> None:
        """Stop the run, and remove it."""
        self._control.stop()
        self._thread.join()
        self._folder.cleanup()

    def _listen(self) -> bool:
        return self._turns.is_over(self._events.get())


TRAINER = StudioRun
