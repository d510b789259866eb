"""Who takes part, and the process in which each of them lives."""

import importlib.util
import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
SECONDS_TO_LEAVE = 30
LINES_OF_A_FAILURE = 12


@dataclass(frozen=True)
class Contestant:
    """One way to train the reference model.

    Attributes
    ----------
    name
        Module in ``peers/``.
    label
        How the table calls it.
    package
        What must be importable.
    """

    name: str
    label: str
    package: str

    @property
    def is_installed(self) -> bool:
        return importlib.util.find_spec(self.package) is not None


STUDIO = Contestant("studio", "VAE Studio, the engine", "vae_studio")
CONTESTANTS = (
    STUDIO,
    Contestant("tfp_loop", "(a) TFP tutorials' loop", "tensorflow_probability"),
    Contestant("keras_fit", "(b) Keras fit, tfp.layers", "tensorflow_probability"),
    Contestant("torch_eager", "(c) PyTorch, eager", "torch"),
    Contestant("torch_compile", "(d) PyTorch, torch.compile", "torch"),
)


class ContestantError(Exception):
    """A contestant's process ended; the message is the end of what it said."""


class ContestantProcess:
    """A worker process (see ``worker.py``) that stays alive from turn to turn; a context manager."""

    def __init__(self, contestant: Contestant, train: Path, held_out: Path, settings: dict):
        self._said = tempfile.TemporaryFile(mode="w+")  # noqa: SIM115 (closed in __exit__)
        self._process = subprocess.Popen(
            [
                sys.executable,
                str(HERE / "worker.py"),
                contestant.name,
                str(train),
                str(held_out),
                json.dumps(settings),
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._said,
            text=True,
            bufsize=1,
            env={**os.environ, "CUDA_VISIBLE_DEVICES": "-1", "TF_CPP_MIN_LOG_LEVEL": "2"},
        )

    def __enter__(self):
        return self

    def __exit__(self, *_):
        try:
            self._process.communicate(timeout=SECONDS_TO_LEAVE)
        except (subprocess.TimeoutExpired, BrokenPipeError):
            self._process.kill()
            self._process.wait()
        self._said.close()

    def introduction(self) -> dict:
        """Wait until the contestant is built, and return what it says of itself."""
        return self._answer()

    def ask(self, what: str, **details) -> dict:
        """Return the answer to one request."""
        try:
            self._process.stdin.write(json.dumps({"do": what, **details}) + "\n")
        except BrokenPipeError:
            raise self._failure() from None
        return self._answer()

    def _answer(self) -> dict:
        line = self._process.stdout.readline()
        if not line:
            raise self._failure()
        return json.loads(line)

    def _failure(self) -> ContestantError:
        status = self._process.wait()
        self._said.seek(0)
        last = self._said.read().splitlines()[-LINES_OF_A_FAILURE:]
        return ContestantError("\n".join([f"ended with status {status}", *last]))
