"""Targets and problems: what they are made from and what they refuse."""

import numpy as np
import pytest

from vae_studio.api import SpecError
from vae_studio.kl_lab import KLProblem, Target
from vae_studio.kl_lab.target import EXAMPLE


def test_that_a_problem_without_a_target_has_that_of_the_course():
    assert KLProblem().target == Target.from_raw(EXAMPLE)
    assert KLProblem().target.dimension == 2


def test_that_a_covariance_and_the_raw_numbers_of_its_scale_are_the_same_target():
    raw = Target.from_raw((0.2, -0.7, 0.4, 1.0, -1.5, 0.3))
    given = Target.from_covariance(raw.covariance.ravel())
    np.testing.assert_allclose(given.scale, raw.scale, rtol=1e-9)
    assert given.raw is None


@pytest.mark.parametrize(
    ("numbers", "words"),
    [
        ([], "0 numbers fill no triangle"),
        ([1.0, 2.0], "2 numbers fill no triangle"),
        ([float("nan")], "t1 is nan"),
        ([1.0, float("inf"), 0.0], "t2 is inf"),
        ([0.0, 0.0, 1e6], "t3 is 1e+06"),
        ([0.0] * 5151, "101 dimensions are too many"),
    ],
)
def test_that_raw_numbers_that_make_no_scale_are_refused(numbers, words):
    with pytest.raises(SpecError) as caught:
        Target.from_raw(numbers)
    assert words in str(caught.value)
    assert caught.value.key == "raw"


@pytest.mark.parametrize(
    ("numbers", "words"),
    [
        ([], "0 numbers make no square"),
        ([1.0, 0.0, 1.0], "3 numbers make no square"),
        ([1.0, 0.5, 0.4, 1.0], "row 1, column 2 is 0.5, row 2, column 1 is 0.4"),
        ([1.0, 2.0, 2.0, 1.0], "not positive definite. Its smallest eigenvalue is -1"),
        ([1.0, 1.0, 1.0, 1.0], "not positive definite"),
        ([0.0], "not positive definite"),
        ([float("nan")], "finite"),
    ],
)
def test_that_a_matrix_that_is_no_covariance_is_refused(numbers, words):
    with pytest.raises(SpecError) as caught:
        Target.from_covariance(numbers)
    assert words in str(caught.value)
    assert caught.value.key == "covariance"


@pytest.mark.parametrize(
    "wrong",
    [
        {"family": "round"},
        {"direction": "backwards"},
        {"estimate": "guess"},
        {"optimiser": "newton"},
        {"start": "nowhere"},
        {"steps": -1},
        {"steps": 10**9},
        {"samples": 0},
        {"seed": -1},
        {"learning_rate": 0.0},
        {"learning_rate": float("nan")},
        {"learning_rate": float("inf")},
    ],
)
def test_that_a_setting_that_cannot_be_is_refused_by_its_name(wrong):
    with pytest.raises(SpecError) as caught:
        KLProblem(**wrong)
    assert caught.value.key == next(iter(wrong))


def test_that_a_course_too_long_to_be_kept_is_refused():
    with pytest.raises(SpecError, match="too many in 100 dimensions"):
        KLProblem(target=Target.from_raw([0.0] * 5050), steps=100_000)


def test_that_a_displaced_start_lies_aside_in_every_dimension():
    np.testing.assert_array_equal(KLProblem(start="displaced").start_loc, [-2.0, 2.0])
    assert KLProblem(start="narrow").start_sd < KLProblem().start_sd < KLProblem(start="wide").start_sd
