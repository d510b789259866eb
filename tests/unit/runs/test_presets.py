"""The presets among the resources."""

import pytest

from vae_studio.api import Kind, SpecError
from vae_studio.runs.presets import preset, presets
from vae_studio.runs.spec_file import spec_from_toml, spec_to_toml
from vae_studio.session.requirements import check_spec

NAMES = [one.name for one in presets()]
SHAPES = {"mnist": (28, 28, 1), "wine": (13,)}


def test_that_every_system_of_the_course_has_a_preset_in_its_order():
    assert NAMES == [
        "autoencoder",
        "conv-vae",
        "monte-carlo",
        "kl-add-loss",
        "kl-regularizer",
        "table-vae",
        "keras-fit",
        "full-covariance",
        "gaussian-prior",
        "mixture-prior",
        "annealing",
    ]
    assert [one.order for one in presets()] == list(range(1, len(NAMES) + 1))


@pytest.mark.parametrize("name", NAMES)
def test_that_a_preset_can_be_trained_with_the_plugins_there_are(name, session):
    spec = preset(name).spec
    session.check(spec)
    check_spec(session.registry, spec, SHAPES[spec.data.source])


@pytest.mark.parametrize("name", NAMES)
def test_that_a_preset_says_what_it_teaches_in_one_short_sentence(name):
    one = preset(name)
    assert one.label
    assert one.teaches.endswith(".")
    assert one.teaches.count(".") == 1
    assert len(one.teaches) <= 80, "more than two lines of a card"


@pytest.mark.parametrize("name", NAMES)
def test_that_a_preset_round_trips_as_a_spec_file(name):
    spec = preset(name).spec
    assert spec_from_toml(spec_to_toml(spec)) == spec


def test_that_no_two_presets_are_the_same():
    labels, specs = {one.label for one in presets()}, {spec_to_toml(one.spec) for one in presets()}
    assert len(labels) == len(specs) == len(NAMES)


def test_that_the_reference_is_the_default_model_on_mnist(session):
    reference, default = preset("conv-vae").spec, session.spec_from(dataset="mnist")
    for kind in Kind:
        chosen = session.registry.validate(kind, reference.choice(kind))
        assert chosen == session.registry.validate(kind, default.choice(kind))
    assert reference.data == default.data
    assert reference.training == default.training


def test_that_the_autoencoder_is_the_one_of_the_course():
    spec = preset("autoencoder").spec
    assert spec.encoder.params["units"] == (256, 64)
    assert spec.encoder.latent_size == 2
    assert spec.decoder.params["units"] == (64, 256)
    assert spec.kl.plugin == "none"
    training = spec.training
    assert (training.optimiser, training.learning_rate, training.epochs) == ("rmsprop", 5e-4, 20)


def test_that_an_unknown_preset_is_refused_with_the_closest_names():
    with pytest.raises(SpecError, match="Did you mean conv-vae") as caught:
        preset("conv_vae")
    assert "'conv_vae'" in caught.value.message
    with pytest.raises(SpecError, match="Presets: autoencoder, conv-vae"):
        preset("nothing like it")
