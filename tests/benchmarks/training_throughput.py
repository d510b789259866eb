"""How fast the reference model trains: the studio's engine beside the usual ways to write it.

Run it on an otherwise idle machine::

    python tests/benchmarks/training_throughput.py [--rounds 7] [--seconds 5] [--json FILE]

Every contestant trains the same network (22,133 parameters, batch 128, Adam, float32) on the same
binary images in a process of its own, on the processor. Each first trains the same number of steps
from its initial weights, which compiles it and shows by the negative ELBO that all do the same work;
then they take turns, round by round, while the others wait. Shown are medians over the rounds.

The exit status is 1 where a contestant failed or did not do the same work.
"""

import argparse
import json
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

import numpy as np
from contestants import CONTESTANTS, STUDIO, Contestant, ContestantError, ContestantProcess
from machine import describe_machine
from mnist_sized import load_examples
from standings import Standing, as_json, problems, table

BATCH_SIZE = 128
SETTINGS = {"batch_size": BATCH_SIZE, "learning_rate": 1e-3, "seed": 1}


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=7, help="turns of each contestant")
    parser.add_argument("--seconds", type=float, default=5.0, help="length of a turn")
    parser.add_argument("--lead-in", type=float, default=0.5, help="seconds at the start of a turn not counted")
    parser.add_argument("--steps", type=int, default=468, help="steps before the rounds (468: one epoch)")
    parser.add_argument(
        "--only", nargs="+", choices=[one.name for one in CONTESTANTS], help="peers taking part"
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write all figures to this file")
    arguments = parser.parse_args()
    if arguments.rounds < 1 or arguments.steps < 1 or arguments.seconds <= 0 or arguments.lead_in < 0:
        parser.error("rounds, steps and seconds must be positive")
    return arguments


class Contest:
    """The contestants that can take part, their processes and their standings."""

    def __init__(self, contestants: list[Contestant], folder: Path, stack: ExitStack):
        self._folder = folder
        self._stack = stack
        self._processes: dict[str, ContestantProcess] = {}
        self.standings = [Standing(one.name, one.label) for one in contestants]
        self._contestants = {one.name: one for one in contestants}

    def prepare(self, steps: int) -> None:
        """Start, compile and check one after the other."""
        for standing in self.standings:
            contestant = self._contestants[standing.name]
            if not contestant.is_installed:
                standing.status = "not installed"
                continue
            say(f"{standing.label}: building, then {steps} steps")
            process = ContestantProcess(
                contestant, self._folder / "train.npy", self._folder / "held_out.npy", SETTINGS
            )
            self._processes[standing.name] = self._stack.enter_context(process)
            try:
                standing.parameters = process.introduction()["parameters"]
                process.ask("train_steps", steps=steps)
                standing.negative_elbo = process.ask("measure")["negative_elbo"]
            except ContestantError as error:
                standing.fail(str(error))

    def play(self, round_number: int, seconds: float, lead_in: float) -> None:
        """Give each contestant a turn."""
        for standing in self.standings:
            if standing.status != "measured":
                continue
            try:
                done = self._processes[standing.name].ask("train_seconds", seconds=seconds, lead_in=lead_in)
            except ContestantError as error:
                standing.fail(str(error))
                continue
            standing.images_per_second.append(done["steps"] * BATCH_SIZE / done["seconds"])
            say(f"round {round_number}, {standing.label}: {standing.images_per_second[-1]:,.0f} images/s")


def say(text: str) -> None:
    """Tell how far the benchmark is."""
    print(text, file=sys.stderr, flush=True)


def main() -> int:
    arguments = parse_arguments()
    wanted = {STUDIO.name, *(arguments.only or [one.name for one in CONTESTANTS])}
    machine, examples = describe_machine(), load_examples()
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        np.save(folder / "train.npy", examples.train)
        np.save(folder / "held_out.npy", examples.held_out)
        contest = Contest([one for one in CONTESTANTS if one.name in wanted], folder, stack)
        contest.prepare(arguments.steps)
        for number in range(1, arguments.rounds + 1):
            contest.play(number, arguments.seconds, arguments.lead_in)
    found = problems(contest.standings)
    print(
        f"Reference model, batch {BATCH_SIZE}, {len(examples.train):,} images ({examples.source}); "
        f"{machine['processor']}, {machine['cores']} cores; "
        f"medians of {arguments.rounds} rounds of {arguments.seconds:g} s\n"
    )
    print(table(contest.standings, arguments.steps))
    for problem in found:
        print(f"\nProblem: {problem}")
    if arguments.json is not None:
        result = {
            "benchmark": "training_throughput",
            "machine": machine,
            "data": {"source": examples.source, "examples": len(examples.train)},
            "settings": {**SETTINGS, "rounds": arguments.rounds, "seconds": arguments.seconds},
            "contestants": as_json(contest.standings),
            "problems": found,
        }
        arguments.json.write_text(json.dumps(result, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
