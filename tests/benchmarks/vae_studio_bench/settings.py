"""What a scenario is told: how thoroughly to measure, and where it may write."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path


class OptionError(Exception):
    """An option of a scenario was set to what it cannot be."""


@dataclass(frozen=True)
class Settings:
    """How a scenario is run.

    Attributes
    ----------
    folder
        An empty folder of the scenario's own, removed after it. The studio's configuration, runs and caches
        lie below it, too.
    quick
        Whether to measure in little time and with little data: to try the benchmark, not for its figures.
    rounds
        How often each figure is taken, in turns with what it is compared with.
    profile
        Whether to show also where the time goes.
    options
        What the scenario's own `OPTIONS` were set to on the command line.
    """

    folder: Path
    quick: bool = False
    rounds: int = 5
    profile: bool = False
    options: Mapping[str, str] = field(default_factory=dict)

    def listed(self, option: str, default: tuple[str, ...]) -> tuple[str, ...]:
        """Return the comma-separated words of an option, all of which must be among `default`.

        Raises
        ------
        OptionError
            Naming what is not among them.
        """
        if option not in self.options:
            return default
        words = tuple(word.strip() for word in self.options[option].split(",") if word.strip())
        for word in words:
            if word not in default:
                raise OptionError(f"--set {option}: {word!r} is none of {', '.join(default)}")
        return words

    def number(self, option: str, default: float) -> float:
        """Return an option that is a number above zero.

        Raises
        ------
        OptionError
            It is none.
        """
        word = self.options.get(option)
        if word is None:
            return default
        try:
            value = float(word)
        except ValueError:
            value = 0.0
        if not 0 < value < float("inf"):
            raise OptionError(f"--set {option}: {word!r} is no number above zero")
        return value

    @staticmethod
    def say(text: str) -> None:
        """Tell on standard error how far the measuring is; standard output belongs to the rows."""
        print(text, file=sys.stderr, flush=True)
