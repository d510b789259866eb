"""A contest: everyone is built and checked, and then they take turns."""

import sys
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from contestants import Contestant, ContestantError, ContestantProcess
from processor_use import ProcessorUse, is_disturbing
from standings import Standing


@dataclass(frozen=True)
class Rules:
    """What is the same for everyone.

    Attributes
    ----------
    batch_size, learning_rate, seed
        How the model is trained.
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
    """

    steps: int
    rounds: int
    seconds: float
    lead_in: float
    repeats: int
    batch_size: int = 128
    learning_rate: float = 1e-3
    seed: int = 1

    @property
    def training(self) -> dict:
        """What a trainer is made with, besides its images."""
        return {"batch_size": self.batch_size, "learning_rate": self.learning_rate, "seed": self.seed}


class Contest:
    """The contestants' processes and standings; a context manager that ends the processes.

    Parameters
    ----------
    contestants
        Who takes part.
    rules
        What is the same for everyone.
    train, held_out
        Files with the images to train and to measure on (``.npy``).
    """

    def __init__(self, contestants: list[Contestant], rules: Rules, train: Path, held_out: Path):
        self.standings = [Standing(one.name, one.label) for one in contestants]
        self._contestants = contestants
        self._rules = rules
        self._files = (train, held_out)
        self._processes: dict[str, ContestantProcess] = {}
        self._open = ExitStack()

    def __enter__(self):
        return self

    def __exit__(self, *error):
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
                    say(f"round {number}, {standing.last_words}")
        return self.standings

    @staticmethod
    def _attempt(standing: Standing, part) -> None:
        try:
            part()
        except ContestantError as error:
            standing.fail(str(error))

    def _prepare(self, contestant: Contestant, standing: Standing) -> None:
        say(f"{standing.label}: building it, then {self._rules.steps} steps")
        process = ContestantProcess(contestant, *self._files, self._rules.training)
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
        standing.images_per_second.append(done["steps"] * self._rules.batch_size / done["seconds"])


def say(text: str) -> None:
    """Tell how far the contest is."""
    print(text, file=sys.stderr, flush=True)
