"""A likelihood that cannot be the distribution of the data is refused."""

import numpy as np
import pytest

from vae_studio.api import SpecError
from vae_studio.model.pixels import Pixels
from vae_studio.model.suitability import check_likelihood

TABLE = np.array([[0.0, 0.5, -2.0], [1.0, 3.0, 0.2]], np.float32)


@pytest.fixture(scope="module")
def model(build_model):
    def with_likelihood(likelihood, shape=(3,)):
        settings = {"decoder.likelihood": likelihood, "encoder.units": "[2]", "decoder.units": "[2]"}
        return build_model(shape, encoder="dense", decoder="dense", settings=settings)

    return with_likelihood


@pytest.mark.parametrize("likelihood", ["bernoulli", "continuous_bernoulli"])
def test_that_values_outside_0_to_1_are_refused_with_the_key_at_fault(model, likelihood):
    with pytest.raises(SpecError, match="go from -2 to 3") as caught:
        check_likelihood(model(likelihood), [TABLE], Pixels())
    assert caught.value.key == "decoder.likelihood"
    assert "Normal" in caught.value.remedy


def test_that_a_normal_likelihood_takes_any_values(model):
    assert check_likelihood(model("normal"), [TABLE], Pixels()) == ""


def test_that_bernoulli_of_grey_values_is_a_warning_unless_they_are_binarised(model):
    vae, grey = model("bernoulli", (8, 8, 1)), np.full((2, 8, 8, 1), 100, np.uint8)
    assert "cross-entropy" in check_likelihood(vae, [grey], Pixels("none"))
    assert check_likelihood(vae, [grey], Pixels("dynamic")) == ""
    assert check_likelihood(vae, [grey // 100 * 255], Pixels("none")) == ""


@pytest.mark.parametrize("likelihood", ["continuous_bernoulli", "normal_learned"])
def test_that_a_density_over_binarised_pixels_is_a_warning(model, likelihood):
    vae, grey = model(likelihood, (8, 8, 1)), np.full((2, 8, 8, 1), 100, np.uint8)
    assert "data.binarise" in check_likelihood(vae, [grey], Pixels("dynamic"))
    assert check_likelihood(vae, [grey], Pixels("none")) == ""


@pytest.mark.parametrize("likelihood", ["normal", "mean_squared_error"])
def test_that_data_beyond_a_bounded_mean_are_warned_of(build_model, likelihood):
    settings = {"decoder.likelihood": likelihood, "decoder.output": "sigmoid", "encoder.units": "[3]"}
    vae = build_model((3,), encoder="dense", decoder="dense", settings=settings | {"decoder.units": "[3]"})
    assert "decoder.output to linear" in check_likelihood(vae, [TABLE], Pixels())
    assert check_likelihood(vae, [np.clip(TABLE, 0, 1)], Pixels()) == ""
