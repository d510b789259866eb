"""Gradient descent on divergences, against the closed form."""

from itertools import product

import numpy as np
import pytest

from vae_studio.api import SpecError
from vae_studio.kl_lab import KLProblem, Target
from vae_studio.kl_lab.closed_form import divergence
from vae_studio.kl_lab.fit import _fitter, fit
from vae_studio.kl_lab.triangular import fill_triangular

KINDS = list(product(("isotropic", "diagonal", "full"), ("reverse", "forward")))
THREE_WIDE = Target.from_covariance([4.0, 1.0, 0.0, 1.0, 3.0, 0.5, 0.0, 0.5, 2.0])


@pytest.fixture(scope="module")
def course():
    """The fit of the course: a diagonal q, KL(q‖p)."""
    return fit(KLProblem(steps=1000))


def test_that_the_diagonal_fit_starts_at_3_0560922_and_ends_at_1_0367059(course):
    assert course.kl[0] == pytest.approx(3.0560922, abs=5e-8)
    assert course.kl[-1] == pytest.approx(1.0367059, abs=5e-8)
    np.testing.assert_allclose(course.standard_deviations(), [0.46571, 0.47409], atol=5e-6)
    np.testing.assert_allclose(course.loc[-1], 0.0, atol=1e-9)
    assert course.steps == 1000
    assert not course.diverged


def test_that_the_other_direction_ends_wide_at_the_same_value(course):
    forward = fit(KLProblem(direction="forward", steps=1000))
    np.testing.assert_allclose(forward.standard_deviations(), [1.31327, 1.33688], atol=5e-6)
    assert forward.kl[-1] == pytest.approx(course.kl[-1], abs=1e-9)


@pytest.mark.parametrize(("family", "direction"), KINDS)
def test_that_every_kind_of_fit_reaches_the_optimum_of_the_closed_form(family, direction):
    found = fit(KLProblem(family=family, direction=direction, steps=1500, start="displaced"))
    assert found.kl[-1] == pytest.approx(found.kl_optimum, abs=1e-6)
    np.testing.assert_allclose(found.scale[-1], found.best_scale, atol=2e-3)


def test_that_the_divergence_is_the_closed_form_at_every_step():
    found = fit(KLProblem(target=THREE_WIDE, family="full", direction="forward", steps=40, start="displaced"))
    again = [divergence(found.problem, loc, scale) for loc, scale in zip(found.loc, found.scale, strict=True)]
    np.testing.assert_allclose(found.kl, again, rtol=1e-9)
    assert found.loc.shape == (41, 3)
    assert found.scale.shape == (41, 3, 3)


@pytest.mark.parametrize("optimiser", ["sgd", "rmsprop"])
def test_that_the_other_optimisers_reach_the_optimum_too(optimiser):
    found = fit(KLProblem(optimiser=optimiser, steps=1000))
    assert found.kl[-1] == pytest.approx(found.kl_optimum, abs=1e-6)


@pytest.mark.parametrize("start", ["standard_normal", "narrow", "wide", "displaced"])
@pytest.mark.parametrize("family", ["diagonal", "full"])
def test_that_q_starts_where_the_problem_says(start, family):
    problem = KLProblem(start=start, family=family, steps=0)
    found = fit(problem)
    np.testing.assert_array_equal(found.loc, [problem.start_loc])
    np.testing.assert_allclose(found.scale, [problem.start_sd * np.eye(2)], rtol=1e-9)


def test_that_no_steps_leave_the_start():
    assert fit(KLProblem(steps=0)).kl == pytest.approx([3.0560922], abs=5e-8)


@pytest.mark.parametrize("direction", ["reverse", "forward"])
def test_that_a_monte_carlo_estimate_scatters_about_the_closed_form(direction):
    """At one q, SGD of a vanishing rate: the mean of 400 estimates lies within 5 of its standard errors."""
    still = KLProblem(
        direction=direction, estimate="monte_carlo", optimiser="sgd", learning_rate=1e-12, steps=399
    )
    found = fit(still)
    error = found.estimate.std() / np.sqrt(400)
    assert found.estimate.std() > 0
    assert abs(found.estimate.mean() - found.kl[0]) < 5 * error
    np.testing.assert_allclose(found.kl, found.kl[0])


def test_that_more_samples_make_quieter_estimates():
    def spread(samples):
        problem = KLProblem(
            estimate="monte_carlo", samples=samples, optimiser="sgd", learning_rate=1e-12, steps=200
        )
        return fit(problem).estimate.std()

    assert spread(400) < 0.2 * spread(4)


def test_that_a_monte_carlo_fit_comes_near_the_optimum_and_is_a_function_of_its_seed():
    problem = KLProblem(estimate="monte_carlo", seed=3)
    one, same = fit(problem), fit(problem)
    other = fit(KLProblem(estimate="monte_carlo", seed=4))
    np.testing.assert_array_equal(one.kl, same.kl)
    np.testing.assert_array_equal(one.estimate, same.estimate)
    assert not np.array_equal(one.estimate, other.estimate)
    assert one.kl[-1] < 1.1


def test_that_a_fit_leaves_nothing_behind_for_the_next_one(course):
    fit(KLProblem(target=Target.from_raw([1.0, -2.0, 0.0]), start="wide", learning_rate=0.3, steps=50))
    again = fit(course.problem)
    np.testing.assert_array_equal(again.kl, course.kl)


def test_that_another_target_rate_start_or_length_compiles_nothing_anew(course):
    compiled = _fitter.cache_info().misses
    fit(KLProblem(target=Target.from_raw([0.1, 0.2, 0.3]), learning_rate=0.01, steps=7, start="narrow"))
    assert _fitter.cache_info().misses == compiled


def test_that_a_fit_whose_rate_is_too_large_ends_at_its_last_finite_step():
    found = fit(KLProblem(optimiser="sgd", learning_rate=50.0))
    assert found.diverged
    assert found.steps < 200
    assert np.isfinite(found.kl).all()
    assert np.isfinite(found.scale).all()


def test_that_a_target_beyond_all_numbers_is_refused():
    places = fill_triangular(range(30 * 31 // 2))
    raw = np.full(30 * 31 // 2, 1000.0)
    raw[np.diag(places).astype(int)] = -1000.0
    with pytest.raises(SpecError, match="beyond all numbers"):
        fit(KLProblem(target=Target.from_raw(raw), steps=1))


def test_that_a_fit_to_raw_numbers_keeps_the_stages_of_its_scale(course):
    np.testing.assert_allclose(course.stages[-1].value, course.problem.target.scale)
    assert fit(KLProblem(target=THREE_WIDE, steps=0)).stages == ()
