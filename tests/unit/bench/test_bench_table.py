"""The table of the benchmarks: misses are misses, and what was not measured is not met."""

from __future__ import annotations

import doctest
import json

import pytest
from vae_studio_bench import main, rows, table
from vae_studio_bench.outcome import Outcome
from vae_studio_bench.rows import Row, at_least, at_most, known
from vae_studio_bench.throughput import self_times, step_profile


@pytest.mark.parametrize("module", [main, rows, self_times, step_profile], ids=lambda module: module.__name__)
def test_that_the_examples_in_the_docstrings_hold(module):
    found = doctest.testmod(module)
    assert found.attempted > 0
    assert found.failed == 0


@pytest.mark.parametrize(
    ("row", "verdict"),
    [
        (at_least("ratio", 3.49, "×", 3.5, 5), "MISSED"),
        (at_least("ratio", 3.5, "×", 3.5, 5), "met"),
        (at_least("ratio", 5.0, "×", 3.5, 5), "moonshot"),
        (at_most("gap", 41.0, "ms", 40, 20), "MISSED"),
        (at_most("gap", 20.0, "ms", 40, 20), "moonshot"),
        (at_most("gap", 20.0, "ms", 40), "met"),
        (at_least("ratio", None, "×", 3.5), "not measured"),
        (known("pace", 9_992.0, "images/s"), ""),
    ],
)
def test_that_the_verdict_follows_from_figure_target_and_moonshot(row, verdict):
    assert table.verdict(row) == verdict


def test_that_a_row_survives_the_way_through_json():
    row = at_least("ratio", 4.2, "×", 3.5, 5, note="a|b", figures={"rounds": [4.1, 4.3]})
    assert Row.from_json(json.loads(json.dumps(row.as_json()))) == row


def outcome(**values):
    found = [at_least("studio ÷ loop", 3.0, "×", 3.5, note="a|b"), at_most("gap", 10.0, "ms", 40, 20)]
    return Outcome("throughput", "Training", 5, found, seconds=3.0, **values)


def test_that_the_table_shows_misses_failures_and_disturbances():
    text = table.as_text([outcome(failure="ended with status 1", used_by_others=0.3)])
    line = next(line for line in text.splitlines() if "loop" in line)
    assert "3.00 ×" in line
    assert "≥ 3.5 ×" in line
    assert "MISSED" in line
    assert "Failed: ended with status 1." in text
    assert "other processes used 30% of the cores" in text


def test_that_an_undisturbed_outcome_has_no_remarks():
    assert table.remarks(outcome(used_by_others=0.01)) == []
    assert table.remarks(outcome()) == []


def test_that_a_bar_in_a_note_does_not_end_the_cell_in_markdown():
    line = next(line for line in table.as_markdown([outcome()]).splitlines() if "loop" in line)
    assert "a\\|b" in line


def test_that_the_summary_counts_what_was_aimed_at():
    unmeasured = Outcome("run", rows=[at_least("ratio", None, "×", 0.95), known("pace", 1.0, "images/s")])
    assert table.summary([outcome(), unmeasured]) == (
        "1 of 3 targets met, 1 moonshots, 1 missed, 1 not measured."
    )


def test_that_saved_reports_are_shown_in_one_table(tmp_path, capsys):
    report = {
        "began": "2026-01-01T00:00:00+00:00",
        "quick": True,
        "machine": {"processor": "A", "cores": 2, "memory": None, "system": "S", "python": "3", "versions": {}},
        "scenarios": [outcome().as_json()],
    }
    files = [tmp_path / "one.json", tmp_path / "two.json"]
    for file in files:
        file.write_text(json.dumps(report), encoding="utf-8")
    assert main.main(["--show", *map(str, files)]) == 0
    told = capsys.readouterr().out
    assert told.count("studio ÷ loop") == 2
    assert told.count("A, 2 cores") == 1
    assert told.count("in a hurry") == 2


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (["sculpture"], "there is no scenario 'sculpture'"),
        (["--rounds", "0"], "--rounds must be 1 or more"),
        (["--set", "seconds"], "write KEY=VALUE"),
    ],
)
def test_that_a_mistake_on_the_command_line_is_named(words, complaint, capsys):
    with pytest.raises(SystemExit) as ended:
        main.main(words)
    assert ended.value.code == 2
    assert complaint in capsys.readouterr().err
