"""Encoding and decoding as functions of arrays."""

import numpy as np
import pytest
import tensorflow_probability as tfp

from vae_studio.api import SpecError

tfd = tfp.distributions


@pytest.fixture(scope="module")
def examples(small_dataset):
    return small_dataset.examples[:150]


@pytest.fixture(scope="module")
def encoding(latent_map, examples):
    return latent_map.encode(examples)


def test_that_an_encoding_is_the_posterior_and_the_reconstruction_of_its_mean(
    latent_map, small_model, small_dataset
):
    white = np.where(small_dataset.examples[:4] > 127, 255, 0).astype(np.uint8)
    found = latent_map.encode(white)
    q = small_model.encoder(white / np.float32(255))
    np.testing.assert_allclose(found.loc, q.mean(), rtol=1e-4, atol=1e-5)
    np.testing.assert_allclose(found.scale, q.stddev(), rtol=1e-4)
    np.testing.assert_allclose(found.kl, tfd.kl_divergence(q, small_model.prior), rtol=1e-4, atol=1e-5)
    np.testing.assert_allclose(found.reconstruction, small_model.decoder(q.mean()).mean(), rtol=1e-4, atol=1e-5)
    np.testing.assert_array_equal(found.x, white / 255)


def test_that_the_reconstruction_in_nats_is_that_of_the_model_within_its_standard_error(
    latent_map, small_model, small_dataset
):
    white = np.where(small_dataset.examples[:40] > 127, 255, 0).astype(np.uint8)
    x = white / np.float32(255)
    q = small_model.encoder(x)
    z = q.sample(300, seed=(3, 3)).numpy()
    nats = -small_model.decoder(z.reshape(-1, 2)).log_prob(np.tile(x, (300, 1, 1, 1))).numpy().reshape(300, 40)
    found = latent_map.encode(white).distortion
    error = nats.std(axis=0) / 4  # sixteen draws
    assert np.mean(np.abs(found - nats.mean(axis=0)) < 3 * error) > 0.9


def test_that_grey_values_are_shown_as_they_were_and_not_binarised(encoding, examples):
    np.testing.assert_allclose(encoding.x, examples / 255, rtol=1e-6)


def test_that_the_figures_of_an_example_do_not_depend_on_its_company(latent_map, encoding, examples):
    alone = latent_map.encode(examples[140:141])
    few = latent_map.encode(examples[[3, 140, 9]])
    for name, values in encoding.to_arrays().items():
        np.testing.assert_allclose(alone.to_arrays()[name][0], values[140], rtol=1e-4, atol=1e-5)
        np.testing.assert_allclose(few.to_arrays()[name][1], values[140], rtol=1e-4, atol=1e-5)


def test_that_the_negative_elbo_is_the_sum_of_its_parts(encoding):
    assert len(encoding) == 150
    np.testing.assert_array_equal(encoding.negative_elbo, encoding.distortion + encoding.kl)


def test_that_floats_and_bytes_of_the_same_picture_have_the_same_encoding(latent_map, encoding, examples):
    floats = latent_map.encode(examples / np.float32(255))
    np.testing.assert_allclose(floats.loc, encoding.loc, rtol=1e-4, atol=1e-5)


def test_that_no_example_at_all_has_an_empty_encoding(latent_map, examples):
    nothing = latent_map.encode(examples[:0])
    assert len(nothing) == 0
    assert nothing.reconstruction.shape == (0, 8, 8, 1)
    assert nothing.negative_elbo.shape == (0,)


def test_that_encoding_batches_of_any_size_traces_once(latent_map, encoding, examples):
    before = latent_map._encode.experimental_get_tracing_count()
    latent_map.encode(examples[:1])
    latent_map.encode(examples[:77])
    assert latent_map._encode.experimental_get_tracing_count() == before


def test_that_examples_of_another_shape_are_refused(latent_map):
    with pytest.raises(SpecError, match=r"\(8, 9, 1\) instead of \(8, 8, 1\)"):
        latent_map.encode(np.zeros((2, 8, 9, 1), np.uint8))


def test_that_decoding_is_the_mean_of_the_decoder_in_batches_of_any_size(latent_map, small_model):
    z = np.random.default_rng(0).normal(size=(1500, 2)).astype(np.float32)
    decoded = latent_map.decode(z)
    assert decoded.dtype == np.float32
    np.testing.assert_allclose(decoded[1400:], small_model.decoder(z[1400:]).mean(), rtol=1e-4, atol=1e-5)
    assert latent_map.decode(z[:0]).shape == (0, 8, 8, 1)


@pytest.mark.parametrize("shape", [(2,), (4, 3), (1, 2, 2)])
def test_that_latent_points_of_another_shape_are_refused(latent_map, shape):
    with pytest.raises(SpecError, match=r"instead of \[N, 2\]"):
        latent_map.decode(np.zeros(shape))


def test_that_samples_come_from_the_prior_and_are_a_function_of_the_seed(latent_map):
    z, images = latent_map.sample(500, seed=3)
    assert images.shape == (500, 8, 8, 1)
    assert np.all(np.abs(z.mean(axis=0)) < 4 / np.sqrt(500))
    np.testing.assert_array_equal(latent_map.sample(500, seed=3)[0], z)
    assert not np.any(latent_map.sample(500, seed=4)[0] == z)
