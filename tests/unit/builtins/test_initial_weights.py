"""Initial values are a function of the run's seed."""

import numpy as np
import pytest


def weights(vae):
    return {name: weight.numpy() for name, weight in vae.named_weights().items()}


@pytest.mark.parametrize("network", ["conv", "dense"])
def test_that_the_same_seed_gives_the_same_weights(build_model, network):
    one, other = (weights(build_model((8, 8, 1), encoder=network, decoder=network, seed=3)) for _ in range(2))
    assert one.keys() == other.keys()
    for name in one:
        np.testing.assert_array_equal(one[name], other[name])


@pytest.mark.parametrize("network", ["conv", "dense"])
def test_that_another_seed_gives_other_weights(build_model, network):
    one, other = (
        weights(build_model((8, 8, 1), encoder=network, decoder=network, seed=seed)) for seed in (3, 4)
    )
    kernels = [name for name in one if one[name].ndim > 1]
    assert len(kernels) >= 6
    for name in kernels:
        assert not np.any(one[name] == other[name])


def test_that_no_two_layers_of_a_model_start_alike(build_model):
    units = {"encoder.units": "[9, 9, 9]", "decoder.units": "[9, 9, 9]"}
    found = weights(build_model((9,), encoder="dense", decoder="dense", settings=units))
    square = [weight for weight in found.values() if weight.shape == (9, 9)]
    assert len(square) == 6
    assert len({weight.tobytes() for weight in square}) == 6
