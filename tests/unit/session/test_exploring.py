"""Traversals, interpolations, neighbours and reconstructions of a trained run."""

import numpy as np
import pytest

from vae_studio.api import SpecError
from vae_studio.latent.traversal import TraversalRequest


@pytest.fixture(scope="module")
def use(tiny_run):
    return tiny_run.measure_dimensions()


def test_that_the_use_of_the_dimensions_is_that_of_the_runs_own_figures(tiny_run, use):
    measured = tiny_run.evaluate().validation
    assert use.examples == measured.examples
    np.testing.assert_allclose(use.kl, measured.figures.kl_per_dimension, rtol=1e-5)
    assert use.active.sum() == measured.active_units


def test_that_a_traversal_decodes_every_point_and_starts_where_it_is_told(tiny_run, use):
    code = tiny_run.posterior_map(tiny_run.example(3)[np.newaxis])[0][0]
    found = tiny_run.traverse(code, TraversalRequest(steps=5, extent=2.0), use)
    assert found.images.shape == (2, 5, 28, 28, 1)
    np.testing.assert_array_equal(found.start, code)
    np.testing.assert_allclose(found.values, np.tile([-2, -1, 0, 1, 2], (2, 1)), atol=1e-6)
    np.testing.assert_allclose(
        found.images, tiny_run.decode(found.z.reshape(-1, 2)).reshape(found.images.shape)
    )
    np.testing.assert_allclose(found.start_image, tiny_run.decode(code[np.newaxis])[0], atol=1e-6)


def test_that_quantiles_are_those_of_the_prior(tiny_run, use):
    found = tiny_run.traverse(request=TraversalRequest(steps=3, spacing="quantile"), use=use)
    np.testing.assert_allclose(found.values[0], [-0.9674, 0.0, 0.9674], atol=1e-4)
    np.testing.assert_array_equal(found.start, [0.0, 0.0])


def test_that_only_the_dimensions_that_carry_most_are_shown_where_so_many_are_wanted(tiny_run, use):
    found = tiny_run.traverse(request=TraversalRequest(steps=2, rows=1), use=use)
    assert found.dimensions.tolist() == [int(np.argmax(use.kl))]


def test_that_an_autoencoder_is_swept_over_the_codes_of_its_training_examples(tiny_autoencoder):
    found = tiny_autoencoder.traverse(request=TraversalRequest(steps=3, extent=1.0))
    codes = tiny_autoencoder.posterior_map(
        tiny_autoencoder.dataset.examples[tiny_autoencoder.dataset.splits.train]
    )[0]
    np.testing.assert_allclose(found.start, codes.mean(axis=0), rtol=0.05)
    assert found.use.kl is None


@pytest.mark.parametrize("path", ["linear", "spherical"])
def test_that_an_interpolation_goes_from_posterior_mean_to_posterior_mean(tiny_run, path):
    first, last = tiny_run.example(0), tiny_run.example(1)
    found = tiny_run.interpolate(first, last, 4, path)
    ends = tiny_run.posterior_map(np.stack([first, last]))[0]
    np.testing.assert_allclose(found.z[[0, -1]], ends, atol=1e-6)
    np.testing.assert_allclose(found.images, tiny_run.decode(found.z), atol=1e-6)
    assert found.kind == path


def test_that_the_neighbour_of_a_training_example_is_itself(tiny_run):
    train = tiny_run.dataset.splits.train[[5, 50, 500]]
    found = tiny_run.nearest_training_examples(tiny_run.dataset.examples[train])
    np.testing.assert_array_equal(found.indices, train)
    assert found.searched == len(tiny_run.dataset.splits.train)


def test_that_the_worst_reconstructions_of_a_split_are_worse_than_the_best(tiny_run):
    splits = tiny_run.dataset.splits
    worst, best = (tiny_run.reconstructions("test", order, 6) for order in ("worst", "best"))
    assert (worst.measured, worst.unit, worst.split) == (len(splits.test), "nats", "test")
    assert worst.figures.min() > best.figures.max()
    assert np.all(np.diff(worst.figures) <= 0)
    assert set(worst.indices) <= set(splits.test)
    np.testing.assert_allclose(worst.x, tiny_run.dataset.examples[worst.indices] / 255, atol=1e-6)
    np.testing.assert_allclose(
        worst.reconstruction, tiny_run.reconstruct(tiny_run.dataset.examples[worst.indices]), atol=1e-6
    )


def test_that_random_reconstructions_follow_their_seed_and_the_pool_can_be_bounded(tiny_run):
    first, again, other = (tiny_run.reconstructions("train", "random", 5, seed) for seed in (1, 1, 2))
    np.testing.assert_array_equal(first.indices, again.indices)
    assert first.indices.tolist() != other.indices.tolist()
    assert len(tiny_run.reconstructions("train", "random", 1)) == 1, "fewer examples than cores"
    few = tiny_run.reconstructions("train", "best", 3, among=20)
    assert (few.measured, few.available) == (20, len(tiny_run.dataset.splits.train))


def test_that_a_cold_sample_is_the_decoded_mean_of_the_prior(tiny_run):
    cold = tiny_run.sample(3, seed=5, temperature=0.0)
    np.testing.assert_allclose(cold, np.repeat(tiny_run.decode(np.zeros((1, 2))), 3, axis=0), atol=1e-6)
    np.testing.assert_array_equal(tiny_run.sample(3, seed=5, temperature=1.0), tiny_run.sample(3, seed=5))


@pytest.mark.parametrize(
    ("ask", "words"),
    [
        (lambda run: run.traverse(np.zeros(3)), r"\(3,\) instead of \(2,\)"),
        (lambda run: run.traverse(request=TraversalRequest(steps=0)), "cannot be shown"),
        (lambda run: run.traverse(request=TraversalRequest(extent=0.0)), "reaches nowhere"),
        (lambda run: run.interpolate(run.example(0), run.example(1), 1), "no two ends"),
        (lambda run: run.interpolate(run.example(0), run.example(1), 10**6), "too long"),
        (lambda run: run.example(10**9), "there is no example"),
        (lambda run: run.reconstructions("holdout"), "there is no split"),
        (lambda run: run.reconstructions("test", "nicest"), "worst, best, random"),
        (lambda run: run.reconstructions("test", "best", 0), "0 examples"),
        (lambda run: run.nearest_training_examples(np.zeros((1, 8, 8, 1))), "instead of"),
    ],
)
def test_that_what_cannot_be_is_refused_in_words(tiny_run, ask, words):
    with pytest.raises(SpecError, match=words):
        ask(tiny_run)
