"""The course of a fit as files."""

import csv

import numpy as np
import pytest

from vae_studio.api import OutputError
from vae_studio.kl_lab import KLFit, KLProblem
from vae_studio.kl_lab.files import save_course


@pytest.fixture
def course():
    """Two steps by hand, with estimates."""
    problem = KLProblem(family="full", estimate="monte_carlo", steps=2)
    scale = np.array([[[1.0, 0.0], [0.0, 1.0]], [[1.1, 0.0], [0.2, 0.9]], [[1.2, 0.0], [0.4, 0.8]]])
    return KLFit(
        problem, np.array([3.0, 2.0, 1.5]), np.array([3.1, 1.9, 1.6]), np.arange(6.0).reshape(3, 2), scale
    )


def test_that_a_table_has_a_line_for_each_step(course, tmp_path):
    path = tmp_path / "course.csv"
    save_course(path, course)
    lines = list(csv.reader(path.read_text(encoding="utf-8").splitlines()))
    header = ["step", "kl_nats", "estimate_nats", "loc_1", "loc_2", "scale_1_1", "scale_2_1", "scale_2_2"]
    assert lines[0] == header
    assert [float(value) for value in lines[2]] == [1, 2.0, 1.9, 2.0, 3.0, 1.1, 0.2, 0.9]
    assert len(lines) == 4


def test_that_an_array_file_has_everything(course, tmp_path):
    path = tmp_path / "course.npz"
    save_course(path, course)
    with np.load(path) as kept:
        np.testing.assert_array_equal(kept["scale"], course.scale)
        np.testing.assert_array_equal(kept["estimate"], course.estimate)
        assert kept["kl_optimum"] == 0.0


def test_that_other_endings_are_refused(course, tmp_path):
    with pytest.raises(OutputError, match=r"course\.txt"):
        save_course(tmp_path / "course.txt", course)


def test_that_marginal_deviations_of_a_correlated_q_count_both_entries_of_a_row(course):
    np.testing.assert_allclose(course.standard_deviations(2), [1.2, np.hypot(0.4, 0.8)])
