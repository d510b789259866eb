"""The plugin keeps the studio's contract, and is the distribution that it says it is."""

import math

import pytest
from vae_studio_laplace_prior import PLUGIN, LaplaceParams

from vae_studio.api import BuildContext
from vae_studio.testing import parametrize_with_checks


@parametrize_with_checks([PLUGIN])
def test_that_the_plugin_keeps_its_contract(plugin, check):
    check(plugin)


@pytest.mark.parametrize("scale", [0.5, 2.0])
def test_that_the_density_at_the_origin_is_that_of_laplace_distributions(scale):
    from vae_studio_laplace_prior.prior import build

    prior = build(LaplaceParams(scale=scale), BuildContext(data_shape=(8, 8, 1), latent_size=3, seed=1))
    assert float(prior.log_prob([0.0, 0.0, 0.0])) == pytest.approx(-3 * math.log(2 * scale), abs=1e-5)


def test_that_the_grid_can_be_spaced_by_quantiles():
    from vae_studio_laplace_prior.prior import build

    prior = build(LaplaceParams(scale=1.0), BuildContext(data_shape=(8, 8, 1), latent_size=2, seed=1))
    quantiles = prior.distribution.quantile([0.25, 0.75]).numpy()
    assert quantiles == pytest.approx([-math.log(2), math.log(2)], abs=1e-5)
