"""Divergences and best approximations, against published numbers, TensorFlow Probability and each other."""

from itertools import product

import numpy as np
import pytest
import tensorflow_probability as tfp
from hypothesis import given, settings
from hypothesis import strategies as st

from vae_studio.kl_lab import KLProblem, Target
from vae_studio.kl_lab.closed_form import best_scale, divergence, gaussian_kl, optimum
from vae_studio.kl_lab.triangular import fill_scale_tril

tfd = tfp.distributions
L = fill_scale_tril([-0.5, 1.25, 1.0])
ZERO, IDENTITY = np.zeros(2), np.eye(2)
KINDS = list(product(("isotropic", "diagonal", "full"), ("reverse", "forward")))
raw_numbers = st.floats(-3, 3)
triangles = st.tuples(raw_numbers, raw_numbers, raw_numbers).map(fill_scale_tril)
raw_vectors = st.integers(1, 4).flatmap(
    lambda side: st.lists(raw_numbers, min_size=side * (side + 1) // 2, max_size=side * (side + 1) // 2)
)


def test_that_the_divergence_of_the_course_is_3_0560922():
    assert gaussian_kl(ZERO, IDENTITY, ZERO, L) == pytest.approx(3.0560922, abs=5e-8)


@given(triangles, triangles, st.tuples(raw_numbers, raw_numbers))
@settings(max_examples=20)
def test_that_divergences_are_those_of_tensorflow_probability(a, b, loc):
    q, p = (
        tfd.MultivariateNormalTriL(np.array(loc), scale_tril=a),
        tfd.MultivariateNormalTriL(ZERO, scale_tril=b),
    )
    expected = float(tfd.kl_divergence(q, p))
    assert gaussian_kl(np.array(loc), a, ZERO, b) == pytest.approx(expected, rel=1e-9, abs=1e-9)


def test_that_a_gaussian_has_no_divergence_from_itself():
    assert gaussian_kl(ZERO, L, ZERO, L) == pytest.approx(0.0, abs=1e-15)


def test_that_the_best_diagonal_q_is_narrow_one_way_and_wide_the_other_at_the_same_value():
    narrow, wide = best_scale(L, "diagonal", "reverse"), best_scale(L, "diagonal", "forward")
    np.testing.assert_allclose(np.diag(narrow), [0.46571, 0.47409], atol=5e-6)
    np.testing.assert_allclose(np.diag(wide), [1.31327, 1.33688], atol=5e-6)
    assert optimum(KLProblem()) == pytest.approx(1.0367059, abs=5e-8)
    assert optimum(KLProblem(direction="forward")) == pytest.approx(1.0367059, abs=5e-8)


def test_that_the_optimum_of_two_dimensions_is_a_function_of_the_correlation_alone():
    covariance = L @ L.T
    correlation = covariance[0, 1] / np.sqrt(covariance[0, 0] * covariance[1, 1])
    assert optimum(KLProblem()) == pytest.approx(-0.5 * np.log(1 - correlation**2))


@given(raw_vectors, st.sampled_from(KINDS), st.randoms(use_true_random=False))
@settings(max_examples=40)
def test_that_no_q_of_the_family_comes_closer_than_the_best_one(raw, kind, random):
    family, direction = kind
    problem = KLProblem(target=Target.from_raw(raw), family=family, direction=direction)
    side = problem.target.dimension
    best = best_scale(problem.target.scale, family, direction)
    factors = np.exp([random.uniform(-0.5, 0.5) for _ in range(side)])
    if family == "isotropic":
        factors[:] = factors[0]
    other = factors[:, None] * best
    loc = np.array([random.uniform(-1, 1) for _ in range(side)])
    least = divergence(problem, np.zeros(side), best)
    assert least == pytest.approx(optimum(problem), abs=1e-8 * (1 + least))
    assert divergence(problem, loc, other) >= least - 1e-8 * (1 + least)


@given(raw_vectors)
@settings(max_examples=25)
def test_that_a_richer_family_never_fits_worse_and_a_full_one_fits_exactly(raw):
    for direction in ("reverse", "forward"):
        isotropic, diagonal, full = (
            optimum(KLProblem(target=Target.from_raw(raw), family=family, direction=direction))
            for family in ("isotropic", "diagonal", "full")
        )
        assert isotropic >= diagonal - 1e-9 * (1 + isotropic)
        assert diagonal >= full == 0.0


@given(raw_vectors)
@settings(max_examples=25)
def test_that_the_reverse_optimum_is_never_wider_than_the_marginals_and_the_forward_one_equals_them(raw):
    scale = fill_scale_tril(raw)
    marginal = np.sqrt(np.diag(scale @ scale.T))
    assert (np.diag(best_scale(scale, "diagonal", "reverse")) <= marginal * (1 + 1e-9)).all()
    np.testing.assert_allclose(np.diag(best_scale(scale, "diagonal", "forward")), marginal)
