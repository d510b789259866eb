"""A contest: everyone is built and checked, and then they take turns."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import numpy as np

from vae_studio_bench.processor_use import ProcessorUse, is_disturbing
from vae_studio_bench.settings import Settings
from vae_studio_bench.throughput.contestants import Contestant, ContestantError, ContestantProcess
from vae_studio_bench.throughput.models import Model
from vae_studio_bench.throughput.standings import Standing


@dataclass(frozen=True)
class Rules:
    """What is the same for everyone.

    Attributes
    ----------
    steps
        Optimiser steps before the rounds, after which the negative ELBO is measured.
    rounds
        Turns of each contestant.
    seconds
        Length of a turn.
    lead_in
        Seconds at the start of a turn that do not count.
    repeats
        How many times a turn is taken again when other processes disturbed it; the last try counts.
    learning_rate, seed
        How the model is trained.
    """

    steps: int
    rounds: int
    seconds: float
    lead_in: float = 0.5
    repeats: int = 3
    learning_rate: float = 1e-3
    seed: int = 1

    @property
    def training(self) -> dict[str, Any]:
        """What a trainer is made with, besides its images and the model."""
        return {"learning_rate": self.learning_rate, "seed": self.seed}


def written(model: Model, settings: Settings) -> tuple[Path, Path]:
    """Write the images that a model is trained and measured on, and return the two files."""
    examples = model.examples(quick=settings.quick)
    files = settings.folder / "train.npy", settings.folder / "held_out.npy"
    for file, images in zip(files, (examples.train, examples.held_out), strict=True):
        np.save(file, images)
    return files


class Contest:
    """The contestants' processes and standings; a context manager that ends the processes.

    Parameters
    ----------
    contestants
        Who takes part.
    model
        What they train.
    rules
        What is the same for everyone.
    train, held_out
        Files with the images to train and to measure on (``.npy``).
    """

    def __init__(
        self, contestants: Sequence[Contestant], model: Model, rules: Rules, train: Path, held_out: Path
    ):
        self.standings = [Standing(one.name, one.label) for one in contestants]
        self._contestants = contestants
        self._model = model
        self._rules = rules
        self._files = (train, held_out)
        self._processes: dict[str, ContestantProcess] = {}
        self._open = ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()

    def play(self) -> list[Standing]:
        """Prepare everyone, play all rounds, and return the standings."""
        for contestant, standing in zip(self._contestants, self.standings, strict=True):
            if contestant.is_installed:
                self._attempt(standing, lambda one=contestant, own=standing: self._prepare(one, own))
            else:
                standing.status = "not installed"
        for number in range(1, self._rules.rounds + 1):
            for standing in self.standings:
                if standing.status == "measured":
                    self._attempt(standing, lambda own=standing: self._take_turn(own))
                    Settings.say(f"{self._model.name}, round {number}, {standing.last_words}")
        return self.standings

    @staticmethod
    def _attempt(standing: Standing, part: Callable[[], None]) -> None:
        try:
            part()
        except ContestantError as error:
            standing.fail(str(error))

    def _prepare(self, contestant: Contestant, standing: Standing) -> None:
        Settings.say(f"{self._model.name}, {standing.label}: building it, then {self._rules.steps} steps")
        process = ContestantProcess(contestant.name, self._model.name, *self._files, self._rules.training)
        self._processes[contestant.name] = self._open.enter_context(process)
        standing.parameters = process.introduction()["parameters"]
        process.ask("train_steps", steps=self._rules.steps)
        standing.negative_elbo = process.ask("measure")["negative_elbo"]

    def _take_turn(self, standing: Standing) -> None:
        process = self._processes[standing.name]
        for _ in range(1 + self._rules.repeats):
            use = ProcessorUse()
            done = process.ask("train_seconds", seconds=self._rules.seconds, lead_in=self._rules.lead_in)
            others = use.by_others(done["cpu_seconds"])
            if not is_disturbing(others):
                break
            standing.disturbed_turns += 1
        standing.used_by_others.append(others)
        standing.images_per_second.append(done["steps"] * self._model.batch_size / done["seconds"])
