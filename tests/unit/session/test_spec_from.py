"""A spec put together from words."""

import pytest

from vae_studio.api import Kind, RunSpec, SpecError


def test_that_nothing_given_is_the_default(session):
    assert session.spec_from() == RunSpec()


def test_that_what_is_given_is_taken(session):
    spec = session.spec_from(dataset="mnist", encoder="dense", kl="monte_carlo", epochs=7, seed=3)
    assert spec.data.source == "mnist"
    assert (spec.encoder.plugin, spec.decoder.plugin, spec.kl.plugin) == ("dense", "conv", "monte_carlo")
    assert (spec.training.epochs, spec.training.seed) == (7, 3)


def test_that_another_plugin_starts_from_its_defaults_and_the_same_one_keeps_its_parameters(session):
    base = session.spec_from(settings={"encoder.filters": "[4]", "encoder.latent_size": "5"})
    assert session.spec_from(base, encoder="conv").encoder.params == {"filters": (4,)}
    dense = session.spec_from(base, encoder="dense").encoder
    assert (dense.params, dense.latent_size) == ({}, 5)


def test_that_settings_come_last(session):
    assert session.spec_from(epochs=7, settings={"training.epochs": "9"}).training.epochs == 9


@pytest.mark.parametrize(
    ("words", "key"), [({"epochs": 0}, "training.epochs"), ({"seed": -1}, "training.seed")]
)
def test_that_a_value_out_of_bounds_is_refused_with_its_key(session, words, key):
    with pytest.raises(SpecError) as caught:
        session.spec_from(**words)
    assert caught.value.key == key


def test_that_none_clears_a_parameter_of_a_plugin_that_may_be_empty(session):
    base = session.spec_from(kl="tfp_add_loss", settings={"kl.test_points": "10"})
    assert base.kl.params["test_points"] == 10
    assert "test_points" not in session.spec_from(base, settings={"kl.test_points": "none"}).kl.params
    axis = session.spec_from(base, settings={"kl.test_points_reduce_axis": "None"}).kl
    assert session.registry.validate(Kind.KL_STRATEGY, axis).test_points_reduce_axis == "None"
