"""Tables on the command line: trained on, encoded, sampled, and refused in one line."""

import csv
import os

import pytest

from vae_studio.cli import main

SMALL = ["--set", "encoder.units=[4]", "--set", "decoder.units=[4]", "--set", "decoder.likelihood=normal"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("runs") / "wine"
    choices = ["--dataset", "wine", "--encoder", "dense", "--decoder", "dense", "--epochs", "1"]
    assert main(["train", *choices, *SMALL, "--run", str(folder)]) == 0
    return folder


def test_that_rows_are_sampled_and_encoded_again(capsys, folder, tmp_path):
    rows, codes = tmp_path / "rows.csv", tmp_path / "codes.csv"
    assert main(["sample", str(folder), "--from", "prior", "--draw", "--count", "7", "--out", str(rows)]) == 0
    assert main(["encode", str(folder), str(rows), "--out", str(codes)]) == 0
    assert "7 rows encoded into" in capsys.readouterr().err
    with codes.open(encoding="utf-8", newline="") as file:
        found = list(csv.DictReader(file))
    assert [row["name"] for row in found] == [f"{rows} row {number}" for number in range(2, 9)]
    assert {"mean_1", "sd_2", "negative_elbo_nats"} <= found[0].keys()


def test_that_extra_columns_are_told(capsys, folder, tmp_path):
    rows = tmp_path / "rows.csv"
    assert main(["sample", str(folder), "--from", "prior", "--count", "2", "--out", str(rows)]) == 0
    lines = rows.read_text().splitlines()
    rows.write_text("\n".join(f"{'name' if number == 0 else 'x'},{line}" for number, line in enumerate(lines)))
    assert main(["encode", str(folder), str(rows), "--out", str(tmp_path / "codes.npz")]) == 0
    assert "column name left out" in " ".join(capsys.readouterr().err.split())


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("alcohol,ash\n1,2\n", "lacks columns malic_acid, alcalinity_of_ash"),
        ("1,2\n3,4\n", "has 2 columns without names, and the run was trained on 13"),
    ],
)
def test_that_a_table_that_does_not_fit_is_told_in_one_line(capsys, folder, tmp_path, text, words):
    (tmp_path / "rows.csv").write_text(text)
    assert main(["encode", str(folder), str(tmp_path / "rows.csv"), "--out", str(tmp_path / "codes.csv")]) == 2
    told = capsys.readouterr().err
    assert words in told
    assert "Traceback" not in told
    assert told.count("\n") == 1
    assert not (tmp_path / "codes.csv").exists()


def test_that_a_number_of_rows_is_for_tables_and_the_prior(capsys, folder, tmp_path):
    assert main(["sample", str(folder), "--count", "7", "--out", str(tmp_path / "rows.npz")]) == 2
    told = capsys.readouterr().err
    assert "--count is for rows of a table" in told
    assert "Add --from prior." in told


def test_that_what_there_is_to_know_of_the_data_is_told_as_it_is(capsys, tmp_path):
    table = tmp_path / "table.csv"
    table.write_text("a,[/b]\n" + "".join(f"{row}.5,4\n" for row in range(30)))
    choices = ["--dataset", str(table), "--encoder", "dense", "--decoder", "dense", "--epochs", "1"]
    settings = [*SMALL, "--set", "data.size=[16,16]"]
    assert main(["train", *choices, *settings, "--run", str(tmp_path / "run")]) == 0
    told = capsys.readouterr().err.splitlines()
    assert told[:2] == [
        "Note: [/b] has one value in all training rows",
        "Note: data.size has no effect on a table",
    ]


def test_that_a_path_which_is_not_valid_unicode_is_refused_before_anything_is_made(capsys, tmp_path):
    table = tmp_path / os.fsdecode(b"m\xe4use.csv")
    table.write_text("a,b\n" + "".join(f"{row},{row % 7}\n" for row in range(30)))
    choices = ["--dataset", str(table), "--encoder", "dense", "--decoder", "dense", *SMALL]
    assert main(["train", *choices, "--run", str(tmp_path / "run")]) == 2
    assert "is not valid Unicode" in capsys.readouterr().err
    assert not (tmp_path / "run").exists()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a,b\n1,\n", "row 2, column 'b' is empty"),
        ("a,b\n1,2\n3\n", "row 3 has 1 cell,"),
        ("a,b\n1,2\n", "has one row only"),
        ("a,b\n1,x\n2,y\n", "column 'b' holds text, such as 'x' in row 2"),
        (",".join(map(str, range(1_000_000))), "has 1,000,000 columns"),
    ],
)
def test_that_a_bad_table_is_told_in_one_line_before_anything_is_made(capsys, tmp_path, text, words):
    (tmp_path / "bad.csv").write_text(text)
    run = tmp_path / "run"
    choices = ["--dataset", str(tmp_path / "bad.csv"), "--encoder", "dense", "--decoder", "dense"]
    assert main(["train", *choices, "--run", str(run)]) == 2
    told = capsys.readouterr().err
    assert words in told
    assert "bad.csv" in told
    assert told.count("\n") == 1
    assert not run.exists()
