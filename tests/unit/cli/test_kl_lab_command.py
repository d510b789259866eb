"""`vae-studio kl-lab`, in this process."""

import json

import numpy as np
import pytest

from vae_studio.cli import main


def described(capsys, *arguments):
    assert main(["kl-lab", *arguments, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_that_the_fit_of_the_course_is_told_as_json(capsys):
    told = described(
        capsys, "--raw=-0.5,1.25,1", "--family", "diagonal", "--direction", "reverse", "--steps", "1000"
    )
    assert told["kl_start"] == pytest.approx(3.0560922, abs=5e-8)
    assert told["kl_final"] == pytest.approx(1.0367059, abs=5e-8)
    assert told["kl_optimum"] == pytest.approx(1.0367059, abs=5e-8)
    assert told["loc"] == pytest.approx([0.0, 0.0], abs=1e-6)
    assert told["scale"] == pytest.approx([0.46571, 0.47409], abs=5e-6)
    assert told["target_scale"][0] == pytest.approx([1.3132716, 0.0], abs=5e-7)
    assert [stage["bijector"] for stage in told["stages"]][1] == "FillTriangular()"


def test_that_the_scale_of_a_full_fit_is_its_triangle_in_any_dimension(capsys):
    told = described(capsys, "--covariance=4,1,0,1,3,0.5,0,0.5,2", "--family", "full", "--steps", "600")
    scale = np.array(told["scale"])
    np.testing.assert_allclose(scale @ scale.T, told["target_covariance"], atol=1e-2)
    assert told["kl_optimum"] == 0.0
    assert told["stages"] == []


def test_that_a_monte_carlo_fit_reports_the_closed_form(capsys):
    told = described(capsys, "--estimate", "monte_carlo", "--samples", "8", "--steps", "0", "--seed", "1")
    assert told["kl_start"] == told["kl_final"] == pytest.approx(3.0560922, abs=5e-8)


def test_that_the_table_names_figures_and_stages(capsys):
    assert main(["kl-lab", "--direction", "forward", "--steps", "5"]) == 0
    printed = capsys.readouterr().out
    assert "KL(p‖q) at the start" in printed
    assert "1.0367059 nats" in printed
    assert "FillTriangular()" in printed


def test_that_the_course_is_written_where_asked(capsys, tmp_path):
    assert main(["kl-lab", "--steps", "3", "--out", str(tmp_path / "course.csv")]) == 0
    assert len((tmp_path / "course.csv").read_text(encoding="utf-8").splitlines()) == 5


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--raw=1,2"], "2 numbers fill no triangle"),
        (["--raw=1,x,2"], "entry 2, 'x', is not a number"),
        (["--covariance=1,2,3,1"], "not symmetric"),
        (["--covariance=1,2,2,1"], "not positive definite"),
        (["--covariance=1,0,0"], "3 numbers make no square"),
        (["--raw=1", "--covariance=1"], "give one of them"),
        (["--steps=-1"], "steps"),
        (["--samples=0"], "samples"),
        (["--learning-rate=nan"], "learning_rate"),
        (["--family=round"], "round"),
        (["--out=course.txt"], "course.txt"),
        (["--optimiser=sgd", "--learning-rate=50"], "smaller --learning-rate"),
    ],
)
def test_that_bad_input_is_told_in_one_line_with_exit_status_2(arguments, words, capsys):
    assert main(["kl-lab", *arguments]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert len(told.err.splitlines()) == 1
    assert words in told.err
