"""With its default parameters on 28×28×1 the convolutional pair is the reference model."""

import numpy as np
import pytest
import tensorflow_probability as tfp

tfd = tfp.distributions


@pytest.fixture(scope="module")
def reference(build_model):
    return build_model((28, 28, 1))


def convolution(layer):
    config = layer.get_config()
    shape = (config["filters"], config["kernel_size"], config["strides"])
    kind = type(layer).__base__.__name__  # of the quick form, Keras' own
    return (kind, *shape, config["padding"], config["activation"])


def test_that_it_has_22133_parameters(reference):
    assert reference.parameter_count() == 22_133


def test_that_the_encoder_is_two_convolutions_and_two_dense_layers(reference):
    first, second, flatten, hidden, last = reference.encoder.trunk.layers
    assert convolution(first) == ("Conv2D", 8, (5, 5), (2, 2), "valid", "tanh")
    assert convolution(second) == ("Conv2D", 8, (5, 5), (2, 2), "valid", "tanh")
    assert flatten.output_shape == (None, 4 * 4 * 8)
    assert (hidden.units, hidden.activation.__name__) == (64, "tanh")
    assert (last.units, last.activation.__name__) == (4, "linear")


def test_that_the_decoder_is_two_dense_layers_and_two_transposed_convolutions(reference):
    hidden, wide, reshape, first, second, last = reference.decoder.trunk.layers
    assert (hidden.units, hidden.activation.__name__) == (64, "tanh")
    assert (wide.units, wide.activation.__name__) == (128, "tanh")
    assert reshape.target_shape == (4, 4, 8)
    for layer in (first, second):
        assert convolution(layer) == ("Conv2DTranspose", 8, (5, 5), (2, 2), "valid", "tanh")
        assert layer.get_config()["output_padding"] == (1, 1)
    assert convolution(last) == ("Conv2D", 1, (3, 3), (1, 1), "same", "linear")


def test_that_the_posterior_is_a_batch_of_distributions_over_the_latent_space(reference, digits):
    q = reference.encoder(digits.examples[:16] / np.float32(255))
    assert isinstance(q, tfd.MultivariateNormalDiag)
    assert q.batch_shape == [16]
    assert q.event_shape == [2]


def test_that_the_posterior_takes_loc_and_the_logarithm_of_the_scale_from_the_last_layer(reference, digits):
    x = digits.examples[:5] / np.float32(255)
    q, last = reference.encoder(x), reference.encoder.trunk(x).numpy()
    np.testing.assert_allclose(q.mean(), last[:, :2], rtol=1e-6)
    np.testing.assert_allclose(q.stddev(), np.exp(last[:, 2:]), rtol=1e-6)


def test_that_the_likelihood_is_independent_bernoulli_pixels(reference):
    p = reference.decoder(np.zeros((3, 2), np.float32))
    assert isinstance(p.distribution, tfd.Bernoulli)
    assert p.batch_shape == [3]
    assert p.event_shape == [28, 28, 1]


def test_that_the_prior_is_a_standard_normal_without_parameters(reference):
    assert reference.prior.batch_shape == []
    np.testing.assert_array_equal(reference.prior.mean(), [0, 0])
    np.testing.assert_array_equal(reference.prior.stddev(), [1, 1])
    assert reference.prior.variables == ()
