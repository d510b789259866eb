"""The figures of a split against an independent computation."""

import numpy as np
import pytest
import tensorflow_probability as tfp

from vae_studio.evaluation.split_figures import SplitFigures, SplitMeter
from vae_studio.model.inference import Inference
from vae_studio.model.pixels import Pixels

tfd = tfp.distributions


@pytest.fixture(scope="module")
def meter(small_model):
    return SplitMeter(Inference(small_model, Pixels("threshold"), seed=1, cores=2))


def many_draws(vae, x, draws=200):
    """Return reconstruction and KL of each example by the book, the former over many draws of z."""
    q = vae.encoder(x)
    z = q.sample(draws, seed=(1, 1)).numpy()
    nats = -vae.decoder(z.reshape(-1, 2)).log_prob(np.tile(x, (draws, 1, 1, 1))).numpy()
    return nats.reshape(draws, -1), tfd.kl_divergence(q, vae.prior).numpy()


def test_that_the_figures_are_those_of_the_model_within_the_standard_error_of_the_draws(
    small_model, meter, small_dataset
):
    indices = small_dataset.splits.train
    figures = meter.measure(small_dataset.examples, indices, "validation").mean()
    x = (small_dataset.examples[indices] / np.float32(255) >= 0.5).astype(np.float32)
    nats, kl = many_draws(small_model, x)
    assert figures.kl == pytest.approx(kl.mean(), rel=1e-4)
    error = np.sqrt(nats.var(axis=0).sum()) / len(indices)
    assert abs(figures.reconstruction - nats.mean()) < 4 * error
    assert figures.negative_elbo == figures.reconstruction + figures.kl
    assert sum(figures.kl_per_dimension) == pytest.approx(figures.kl, rel=1e-5)


def test_that_a_split_is_measured_in_batches_with_one_trace(small_model, small_dataset, monkeypatch):
    from vae_studio.evaluation import split_figures

    monkeypatch.setattr(split_figures, "BATCH", 50)
    meter = SplitMeter(Inference(small_model, Pixels(), seed=1, cores=2))
    between = []
    found = meter.measure(small_dataset.examples, np.arange(124), "validation", lambda: between.append(1))
    assert len(between) == 3
    assert found.reconstruction.shape == (124,)
    assert meter._compiled.experimental_get_tracing_count() == 1


def test_that_examples_keep_their_order(small_model, small_dataset, meter):
    indices = np.array([7, 3, 100, 41])
    found = meter.measure(small_dataset.examples, indices, "validation")
    x = (small_dataset.examples[indices] / np.float32(255) >= 0.5).astype(np.float32)
    np.testing.assert_allclose(found.posterior_mean, small_model.encoder(x).mean(), rtol=1e-4, atol=1e-5)


def test_that_a_single_example_can_be_measured_by_more_shards_than_it_fills(small_model, small_dataset):
    meter = SplitMeter(Inference(small_model, Pixels(), seed=1, cores=4))
    assert meter.measure(small_dataset.examples, np.array([5]), "test").kl.shape == (1,)


def test_that_measuring_again_gives_the_same_bits_and_another_purpose_other_draws(meter, small_dataset):
    indices = small_dataset.splits.validation
    one, same, other = (
        meter.measure(small_dataset.examples, indices, purpose).reconstruction
        for purpose in ("validation", "validation", "test")
    )
    np.testing.assert_array_equal(one, same)
    assert np.all(one != other)


def test_that_a_unit_is_active_when_the_variance_of_its_mean_exceeds_a_hundredth():
    mean = np.random.default_rng(0).normal(size=(1000, 3)) * [1.0, 0.15, 0.05]
    nothing = np.zeros(1000)
    assert SplitFigures(nothing, nothing, None, mean).active_units() == 2


def test_that_there_are_no_figures_per_dimension_where_the_kl_does_not_factorise():
    column = np.array([1.0, 3.0], np.float32)
    figures = SplitFigures(column, 2 * column, None, np.zeros((2, 1))).mean()
    assert figures.kl_per_dimension is None
    assert (figures.reconstruction, figures.kl, figures.negative_elbo) == (2.0, 4.0, 6.0)
