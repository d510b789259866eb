"""What came of a scenario, and running it in a process of its own."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from dataclasses import dataclass, field
from typing import Any

from vae_studio_bench.processor_use import ProcessorUse
from vae_studio_bench.rows import Row

SECONDS_TO_LEAVE = 30


@dataclass
class Outcome:
    """The rows of one scenario.

    Attributes
    ----------
    name, title
        Of the scenario.
    rounds
        How often each figure was taken.
    rows
        As far as it came.
    seconds
        How long it took, with everything that it had to build first.
    used_by_others
        Share of the cores' time, 0 to 1, that other processes used meanwhile; None where unknown.
    failure
        Why it ended early; empty when it did not.
    interrupted
        Whether it was that the user ended it.
    """

    name: str
    title: str = ""
    rounds: int = 0
    rows: list[Row] = field(default_factory=list)
    seconds: float = 0.0
    used_by_others: float | None = None
    failure: str = ""
    interrupted: bool = False

    def as_json(self) -> dict[str, Any]:
        """Return the outcome as plain data."""
        return {**vars(self), "rows": [row.as_json() for row in self.rows]}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Outcome:
        """Return the outcome that :meth:`as_json` wrote."""
        return cls(**{**data, "rows": [Row.from_json(row) for row in data["rows"]]})


def play(name: str, request: dict[str, Any]) -> Outcome:
    """Run a scenario in a process of its own, and return what came of it, whatever happens to it."""
    outcome, use, began, worked = Outcome(name), ProcessorUse(), time.perf_counter(), _processor_seconds()
    process = subprocess.Popen(
        [sys.executable, "-m", "vae_studio_bench.scenario_process", name, json.dumps(request)],
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )
    try:
        _listen(process, outcome)
    except KeyboardInterrupt:
        outcome.failure, outcome.interrupted = "interrupted", True
    except BaseException:
        process.terminate()
        raise
    finally:
        _end(process)
        outcome.seconds = time.perf_counter() - began
        outcome.used_by_others = use.by_others(_processor_seconds() - worked)
    return outcome


def _listen(process: subprocess.Popen[str], outcome: Outcome) -> None:
    done = False
    for line in process.stdout or ():
        said = json.loads(line)
        if "title" in said:
            outcome.title, outcome.rounds = said["title"], said["rounds"]
        elif "row" in said:
            outcome.rows.append(Row.from_json(said["row"]))
        done = said.get("done", False)
    status = process.wait()
    if not done or status:
        outcome.failure = f"ended with status {status}; why is told above"


def _end(process: subprocess.Popen[str]) -> None:
    try:
        process.wait(SECONDS_TO_LEAVE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    if process.stdout is not None:
        process.stdout.close()


def _processor_seconds() -> float:
    """Return the processor time of this process and of those that it has waited for."""
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in used)
