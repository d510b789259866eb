"""Measure VAE Studio beside the usual ways to do the same: one table, with ratios, targets and misses.

Run it on an otherwise idle machine. Every scenario runs in a process of its own; what it compares takes
turns, round by round, so that what slows the machine for a while touches all alike. Figures are medians
over the rounds; a ratio is the median of the ratios within each round.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from vae_studio_bench import table
from vae_studio_bench.discovery import scenario, scenario_names
from vae_studio_bench.machine import describe_machine, in_words
from vae_studio_bench.outcome import Outcome, play
from vae_studio_bench.scenario_process import end_when_told

INTERRUPTED = 130


def main(words: list[str] | None = None) -> int:
    """Run the command; return 0, 1 where a scenario failed, or 130 when interrupted."""
    arguments = parse_arguments(words)
    if arguments.list:
        print(listing())
        return 0
    if arguments.show:
        _print([json.loads(path.read_text(encoding="utf-8")) for path in arguments.show], arguments.markdown)
        return 0
    end_when_told()
    report = measure(arguments)
    _print([report], arguments.markdown)
    if arguments.json is not None:
        arguments.json.write_text(json.dumps(report, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    if any(outcome["interrupted"] for outcome in report["scenarios"]):
        return INTERRUPTED
    return int(any(outcome["failure"] for outcome in report["scenarios"]))


def parse_arguments(words: list[str] | None) -> argparse.Namespace:
    """Return what the command line asks for."""
    parser = argparse.ArgumentParser(
        "vae-studio-bench", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    names = scenario_names()
    parser.add_argument("scenarios", nargs="*", metavar="SCENARIO", help=f"{', '.join(names)} (all of them)")
    parser.add_argument("--quick", action="store_true", help="few rounds, little data: to try the benchmarks")
    parser.add_argument("--rounds", type=int, help="how often each figure is taken (each scenario's own)")
    parser.add_argument(
        "--set", action="append", default=[], metavar="[SCENARIO.]KEY=VALUE", help="an option (see --list)"
    )
    parser.add_argument("--profile", action="store_true", help="show also where the time of a step goes")
    parser.add_argument("--folder", type=Path, help="where data is generated (the system's temporary folder)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write all figures to this file")
    parser.add_argument("--markdown", action="store_true", help="print the table as Markdown")
    parser.add_argument(
        "--show",
        type=Path,
        nargs="+",
        metavar="FILE",
        help="measure nothing, show what --json wrote",
    )
    parser.add_argument("--list", action="store_true", help="list the scenarios with their options")
    arguments = parser.parse_args(words)
    arguments.scenarios = [name.replace("-", "_") for name in arguments.scenarios] or names
    for name in arguments.scenarios:
        if name not in names:
            parser.error(f"there is no scenario {name!r}: choose from {', '.join(names)}")
    if arguments.rounds is not None and arguments.rounds < 1:
        parser.error("--rounds must be 1 or more")
    for word in arguments.set:
        if not word.partition("=")[2]:
            parser.error(f"--set {word}: write KEY=VALUE, or SCENARIO.KEY=VALUE")
    return arguments


def listing() -> str:
    """Return all scenarios with their titles and options, one a line."""
    lines = []
    for name in scenario_names():
        found = scenario(name)
        lines.append(f"{name:12} {found.title}")
        lines += [f"{'':12}   --set {option}=…  {meaning}" for option, meaning in found.options.items()]
    return "\n".join(lines)


def measure(arguments: argparse.Namespace) -> dict[str, Any]:
    """Play the scenarios one after the other, and return the report, also when it is cut short."""
    began, machine, outcomes = datetime.now(UTC), describe_machine(), []
    request = {
        "quick": arguments.quick,
        "rounds": arguments.rounds,
        "profile": arguments.profile,
        "folder": str(arguments.folder or tempfile.gettempdir()),
    }
    for name in arguments.scenarios:
        print(f"== {name}", file=sys.stderr, flush=True)
        outcomes.append(play(name, {**request, "options": options_of(name, arguments.set)}))
        if outcomes[-1].interrupted:
            break
    return {
        "began": began.isoformat(timespec="seconds"),
        "quick": arguments.quick,
        "machine": machine,
        "scenarios": [outcome.as_json() for outcome in outcomes],
    }


def options_of(name: str, words: list[str]) -> dict[str, str]:
    """Return the options of one scenario: those without a scenario's name, and those with its own.

    >>> options_of("run", ["seconds=5", "run.models=mlp-128", "grid.tiles=10"])
    {'seconds': '5', 'models': 'mlp-128'}
    """
    found = {}
    for word in words:
        key, value = word.split("=", 1)
        owner, dot, option = key.rpartition(".")
        if not dot or owner.replace("-", "_") == name:
            found[option] = value
    return found


def _print(reports: list[dict[str, Any]], markdown: bool) -> None:
    """Print one table of all reports, below the machine and the time of each."""
    outcomes = [Outcome.from_json(outcome) for report in reports for outcome in report["scenarios"]]
    machines = dict.fromkeys(in_words(report["machine"]) for report in reports)
    print("\n".join(machines))
    for report in reports:
        hurry = (
            ", in a hurry (--quick): to try the benchmarks, not for their figures" if report["quick"] else ""
        )
        names = ", ".join(outcome["name"] for outcome in report["scenarios"])
        print(f"{report['began']}: {names}{hurry}")
    print("\n" + (table.as_markdown(outcomes) if markdown else table.as_text(outcomes)))
    print("\n" + table.summary(outcomes))


if __name__ == "__main__":
    sys.exit(main())
