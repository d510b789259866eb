"""A contestant's process: ``python -m vae_studio_bench.throughput.worker NAME MODEL TRAIN HELD_OUT SETTINGS``.

It builds the trainer of ``peers/NAME.py``, says so, and then does what it is asked, one line of JSON on
standard input for one on standard output, until standard input ends::

    ← {"parameters": 22133}
    → {"do": "train_steps", "steps": 468}                     ← {"steps": 468}
    → {"do": "train_seconds", "seconds": 5.0, "lead_in": 0.5} ← {"steps": 210, "seconds": 5.0, "cpu_seconds": 9}
    → {"do": "measure"}                                       ← {"negative_elbo": 181.2}

Between requests it waits for input and leaves the processor to the others.
"""

from __future__ import annotations

import importlib
import json
import sys
import time
from typing import Any

import numpy as np

from vae_studio_bench.scenario_process import answers_channel
from vae_studio_bench.throughput.models import model_named
from vae_studio_bench.throughput.trainer import Trainer
from vae_studio_bench.throughput.turns import CountedTurn, TimedTurn


class Worker:
    """Answers requests with one trainer."""

    def __init__(self, trainer: Trainer, held_out: np.ndarray):
        self._trainer = trainer
        self._held_out = held_out

    def introduce(self) -> dict[str, Any]:
        return {"parameters": self._trainer.parameters}

    def train_steps(self, steps: int) -> dict[str, Any]:
        turn = CountedTurn(steps)
        self._trainer.train(turn)
        return {"steps": turn.steps}

    def train_seconds(self, seconds: float, lead_in: float) -> dict[str, Any]:
        before = time.process_time()
        turn = TimedTurn(seconds, lead_in)
        self._trainer.train(turn)
        cpu_seconds = time.process_time() - before
        return {"steps": turn.steps, "seconds": turn.seconds, "cpu_seconds": cpu_seconds}

    def measure(self) -> dict[str, Any]:
        return {"negative_elbo": self._trainer.negative_elbo(self._held_out)}

    def profile(self, seconds: float) -> dict[str, Any]:
        from vae_studio_bench.throughput.step_profile import profile

        return profile(self._trainer, seconds)

    def close(self) -> None:
        """Let a trainer that has a window or a thread end it."""
        getattr(self._trainer, "close", lambda: None)()


def main(name: str, model: str, train: str, held_out: str, settings: str) -> None:
    """Build the contestant, and answer until standard input ends."""
    answers = answers_channel()
    peer = importlib.import_module(f"vae_studio_bench.throughput.peers.{name}")
    trainer = peer.TRAINER(np.load(train), model_named(model), **json.loads(settings))
    worker = Worker(trainer, np.load(held_out))
    print(json.dumps(worker.introduce()), file=answers)
    for line in sys.stdin:
        request = json.loads(line)
        print(json.dumps(getattr(worker, request.pop("do"))(**request)), file=answers)
    worker.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
