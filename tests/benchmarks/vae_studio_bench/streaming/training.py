"""A process that trains on a folder of pictures when it is its turn."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from queue import SimpleQueue
from threading import Thread
from typing import Any, Self

from vae_studio_bench.streaming.memory import forget_peak, in_use
from vae_studio_bench.throughput.turns import TimedTurn

EPOCHS = 100_000
LEAD_IN = 0.5


@dataclass(frozen=True)
class Task:
    """What is trained, on what.

    Attributes
    ----------
    pictures
        Folder of the pictures.
    workspace
        Folder for the run.
    settings
        Keys of the studio's spec.
    """

    pictures: Path
    workspace: Path
    settings: Mapping[str, str]


class TrainingProcess:
    """A whole run of the studio in a process of its own; a context manager that ends it."""

    def __init__(self, task: Task):
        context = get_context("spawn")
        self._channel, other = context.Pipe()
        self._process = context.Process(target=_answer, args=(other, task))
        self._process.start()
        other.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._channel.close()
        self._process.join()

    def built(self) -> dict[str, Any]:
        """Wait until it could train, and return how long the pictures took to open."""
        return self._channel.recv()

    def turn(self, seconds: float) -> dict[str, Any]:
        """Have it train for so long, and return its steps, their seconds, and the processor time used."""
        self._channel.send(("turn", seconds))
        return self._channel.recv()

    def measured(self) -> dict[str, Any]:
        """Have it measure the validation split, and return what memory it has used since it began to train."""
        self._channel.send(("measure",))
        return self._channel.recv()


class Trainee:
    """The run inside the process, which waits between turns as after Pause.

    Counted are the calls of training steps, from the end of one to the end of the next; what a run does between
    two epochs comes a hundred times as often where there are a hundred times fewer pictures, and is left out.
    """

    def __init__(self, task: Task):
        from vae_studio.session import Session
        from vae_studio.training.control import Control

        session = Session(workspace=task.workspace)
        self.spec = session.spec_from(
            dataset=str(task.pictures), epochs=EPOCHS, seed=1, settings=dict(task.settings)
        )
        began = time.perf_counter()
        self.dataset = session.load_dataset(self.spec.data)
        self.opened = time.perf_counter() - began
        self._job = session.begin(self.spec, self.dataset)
        self._control = Control()
        self._told: SimpleQueue[Any] = SimpleQueue()
        self._turn: TimedTurn | None = None
        self._last: tuple[int, float] | None = None
        self._counted = 0.0
        self._thread = Thread(target=self._job.execute, args=(self._on_event, self._control))
        self._control.pause()
        self._thread.start()
        self._wait_for("paused")
        self.turn(0.0)
        forget_peak()

    def turn(self, seconds: float) -> dict[str, Any]:
        """Train for so long."""
        before = time.process_time()
        self._counted, self._last = 0.0, None
        self._turn = turn = TimedTurn(seconds, LEAD_IN, clock=lambda: self._counted)
        self._control.resume()
        self._wait_for("over")
        self._control.pause()
        self._wait_for("paused")
        return {"steps": turn.steps, "seconds": turn.seconds, "cpu_seconds": time.process_time() - before}

    def measure(self) -> dict[str, Any]:
        """Measure the validation split as after an epoch."""
        run, dataset = self._job.run, self.dataset
        run.meter.measure(dataset.examples, dataset.splits.validation, "validation")
        return in_use()

    def close(self) -> None:
        """Stop the run."""
        self._control.stop()
        self._thread.join()

    def _on_event(self, event: Any) -> None:
        if event.type == "step":
            self._count(event.step, time.perf_counter())
        elif event.type in ("epoch", "resumed"):
            self._last = None
        if event.type in ("paused", "finished"):
            self._told.put(event)

    def _count(self, step: int, now: float) -> None:
        if self._last is not None and self._turn is not None:
            steps, seconds = step - self._last[0], now - self._last[1]
            self._counted += seconds
            if self._turn.over(steps):
                self._turn = None
                self._told.put("over")
        self._last = step, now

    def _wait_for(self, wanted: str) -> None:
        """Wait for an event.

        Raises
        ------
        RuntimeError
            The run has ended.
        """
        told: Any = None
        while getattr(told, "type", told) != wanted:
            told = self._told.get()
            if getattr(told, "type", told) == "finished":
                raise RuntimeError(f"The training ended too early: {told.message or told.status}")


def _answer(channel: Connection, task: Task) -> None:
    os.environ["CUDA_VISIBLE_DEVICES"] = "-1"
    trainee = Trainee(task)
    channel.send({"opened": trainee.opened, "streamed": trainee.dataset.is_streamed, "memory": in_use()})
    try:
        while True:
            what, *details = channel.recv()
            channel.send(getattr(trainee, what)(*details))
    except EOFError:
        trainee.close()
