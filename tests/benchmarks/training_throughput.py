"""How fast the reference model trains: the studio's engine beside the usual ways to write it.

Run it on an otherwise idle machine::

    python tests/benchmarks/training_throughput.py [--rounds 7] [--seconds 5] [--json FILE]

Every contestant trains the same network (22,133 parameters, batch 128, Adam, float32) on the same
binary images in a process of its own, on the processor. Each first trains the same number of steps
from its initial weights, which compiles it and shows by the negative ELBO that all do the same work;
then they take turns, round by round, while the others wait. A turn during which other processes were
busy is taken again, a few times; what remains doubtful is listed below the table. Shown are medians
over the rounds; a ratio is the median of the ratios within each round.

The exit status is 1 where a contestant failed or did not do the same work.
"""

import argparse
import json
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path

import numpy as np
from contest import Contest, Rules
from contestants import CONTESTANTS, STUDIO
from machine import describe_machine
from mnist_sized import Examples, load_examples
from standings import Standing, as_json, disturbances, problems, table


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=7, help="turns of each contestant (7)")
    parser.add_argument("--seconds", type=float, default=5.0, help="length of a turn (5)")
    parser.add_argument("--lead-in", type=float, default=0.5, help="seconds of a turn that do not count (0.5)")
    parser.add_argument("--repeats", type=int, default=3, help="tries more of a disturbed turn (3)")
    parser.add_argument("--steps", type=int, default=468, help="steps before the rounds (468, one epoch)")
    parser.add_argument(
        "--only", nargs="+", choices=[one.name for one in CONTESTANTS], help="who takes part besides the studio"
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write all figures to this file")
    arguments = parser.parse_args()
    if (
        min(arguments.rounds, arguments.steps) < 1
        or arguments.seconds <= 0
        or min(arguments.lead_in, arguments.repeats) < 0
    ):
        parser.error("rounds, steps and seconds must be positive")
    return arguments


def main() -> int:
    arguments = parse_arguments()
    rules = Rules(arguments.steps, arguments.rounds, arguments.seconds, arguments.lead_in, arguments.repeats)
    wanted = {STUDIO.name, *(arguments.only or [one.name for one in CONTESTANTS])}
    machine, examples = describe_machine(), load_examples()
    with tempfile.TemporaryDirectory() as folder:
        train, held_out = Path(folder) / "train.npy", Path(folder) / "held_out.npy"
        np.save(train, examples.train)
        np.save(held_out, examples.held_out)
        with Contest([one for one in CONTESTANTS if one.name in wanted], rules, train, held_out) as contest:
            standings = contest.play()
    report(machine, examples, rules, standings)
    if arguments.json is not None:
        result = everything(machine, examples, rules, standings)
        arguments.json.write_text(json.dumps(result, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return 1 if problems(standings) else 0


def report(machine: dict, examples: Examples, rules: Rules, standings: list[Standing]) -> None:
    """Print the table, and below it what is wrong or doubtful."""
    print(
        f"Reference model, batch {rules.batch_size}, {len(examples.train):,} images ({examples.source}); "
        f"{machine['processor']}, {machine['cores']} cores; "
        f"medians of {rules.rounds} rounds of {rules.seconds:g} s\n"
    )
    print(table(standings, rules.steps))
    for problem in problems(standings):
        print(f"\nProblem: {problem}")
    for disturbance in disturbances(standings):
        print(f"\nDoubtful: {disturbance}")


def everything(machine: dict, examples: Examples, rules: Rules, standings: list[Standing]) -> dict:
    """Return all there is to know about a run, as plain data."""
    return {
        "benchmark": "training_throughput",
        "machine": machine,
        "data": {"source": examples.source, "examples": len(examples.train)},
        "rules": asdict(rules),
        "contestants": as_json(standings),
        "problems": problems(standings),
        "disturbances": disturbances(standings),
    }


if __name__ == "__main__":
    sys.exit(main())
