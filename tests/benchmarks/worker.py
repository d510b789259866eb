"""A contestant's process: ``python worker.py NAME TRAIN.npy HELD_OUT.npy SETTINGS``.

It builds the trainer of ``peers/NAME.py``, says so, and then does what it is asked, one line of JSON on
standard input for one on standard output, until standard input ends::

    ← {"parameters": 22133}
    → {"do": "train_steps", "steps": 468}                     ← {"steps": 468}
    → {"do": "train_seconds", "seconds": 5.0, "lead_in": 0.5} ← {"steps": 210, "seconds": 5.0, "cpu_seconds": 9}
    → {"do": "measure"}                                       ← {"negative_elbo": 181.2}

Between requests it waits for input and leaves the processor to the others.
"""

import importlib
import json
import os
import sys
import time

import numpy as np
from turns import CountedTurn, TimedTurn


class Worker:
    """Answers requests with one trainer."""

    def __init__(self, trainer, held_out):
        self._trainer = trainer
        self._held_out = held_out

    def introduce(self):
        return {"parameters": self._trainer.parameters}

    def train_steps(self, steps):
        turn = CountedTurn(steps)
        self._trainer.train(turn)
        return {"steps": turn.steps}

    def train_seconds(self, seconds, lead_in):
        before = time.process_time()
        turn = TimedTurn(seconds, lead_in)
        self._trainer.train(turn)
        cpu_seconds = time.process_time() - before
        return {"steps": turn.steps, "seconds": turn.seconds, "cpu_seconds": cpu_seconds}

    def measure(self):
        return {"negative_elbo": self._trainer.negative_elbo(self._held_out)}


def answers_channel():
    """Return standard output for the answers alone; what libraries print goes to standard error."""
    channel = os.fdopen(os.dup(1), "w", buffering=1)
    os.dup2(2, 1)
    return channel


def main(name, train, held_out, settings):
    answers = answers_channel()
    peer = importlib.import_module(f"peers.{name}")
    worker = Worker(peer.TRAINER(np.load(train), **json.loads(settings)), np.load(held_out))
    print(json.dumps(worker.introduce()), file=answers)
    for line in sys.stdin:
        request = json.loads(line)
        print(json.dumps(getattr(worker, request.pop("do"))(**request)), file=answers)


if __name__ == "__main__":
    main(*sys.argv[1:])
