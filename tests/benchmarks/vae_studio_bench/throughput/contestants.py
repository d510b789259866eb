"""Who takes part, and the process in which each of them lives."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

SECONDS_TO_LEAVE = 30
LINES_OF_A_FAILURE = 12


@dataclass(frozen=True)
class Contestant:
    """One way to train the models.

    Attributes
    ----------
    name
        Module in ``peers/``.
    label
        How the table calls it.
    packages
        What must be importable.
    """

    name: str
    label: str
    packages: tuple[str, ...]

    @property
    def is_installed(self) -> bool:
        return all(importlib.util.find_spec(package) is not None for package in self.packages)


STUDIO = Contestant("studio", "the studio's engine", ("vae_studio",))
PEERS = (
    Contestant("tfp_loop", "TFP tutorials' loop", ("tensorflow_probability",)),
    Contestant("tf_function", "the same, all in one tf.function", ("tensorflow_probability",)),
    Contestant("keras_fit", "Keras fit, tfp.layers", ("tensorflow_probability",)),
    Contestant("torch_eager", "PyTorch, eager", ("torch",)),
    Contestant("torch_compile", "PyTorch, torch.compile", ("torch",)),
    Contestant("pythae", "pythae's trainer", ("torch", "pythae")),
)
PEER_NAMES = tuple(peer.name for peer in PEERS)


class ContestantError(Exception):
    """A contestant's process ended; the message is the end of what it said."""


class ContestantProcess:
    """A worker process (see ``worker.py``) that stays alive from turn to turn; a context manager.

    Parameters
    ----------
    contestant, model
        Which trainer it builds, and of which model, by their names.
    train, held_out
        Files with the images to train and to measure on (``.npy``).
    settings
        What else the trainer is made with.
    """

    def __init__(self, contestant: str, model: str, train: Path, held_out: Path, settings: dict[str, Any]):
        self._said = tempfile.TemporaryFile(mode="w+")  # noqa: SIM115 (closed in __exit__)
        worker = [sys.executable, "-m", "vae_studio_bench.throughput.worker"]
        self._process = subprocess.Popen(
            [*worker, contestant, model, str(train), str(held_out), json.dumps(settings)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._said,
            text=True,
            bufsize=1,
            env={**os.environ, "CUDA_VISIBLE_DEVICES": "-1"},
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        try:
            self._process.communicate(timeout=SECONDS_TO_LEAVE)
        except (subprocess.TimeoutExpired, BrokenPipeError):
            self._process.kill()
            self._process.wait()
        self._said.close()

    def introduction(self) -> dict[str, Any]:
        """Wait until the contestant is built, and return what it says of itself."""
        return self._answer()

    def ask(self, what: str, **details: Any) -> dict[str, Any]:
        """Return the answer to one request."""
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(json.dumps({"do": what, **details}) + "\n")
        except BrokenPipeError:
            raise self._failure() from None
        return self._answer()

    def _answer(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise self._failure()
        return json.loads(line)

    def _failure(self) -> ContestantError:
        status = self._process.wait()
        self._said.seek(0)
        last = self._said.read().splitlines()[-LINES_OF_A_FAILURE:]
        return ContestantError("\n".join([f"ended with status {status}", *last]))
