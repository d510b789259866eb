"""The spec refuses what cannot be and is never changed in place."""

import pytest
from pydantic import ValidationError

from vae_studio.api import Kind, RunSpec


def test_that_the_default_spec_is_the_reference_model_on_the_embedded_digits():
    spec = RunSpec()
    assert spec.data.source == "digits"
    plugins = [spec.choice(kind).plugin for kind in Kind]
    assert plugins == ["conv", "conv", "standard_normal", "analytic"]
    assert spec.encoder.latent_size == 2


def test_that_a_replaced_section_leaves_the_original_alone():
    spec = RunSpec()
    changed = spec.replaced("training", epochs=3)
    assert (spec.training.epochs, changed.training.epochs) == (20, 3)
    assert changed.data is spec.data


@pytest.mark.parametrize(
    ("section", "values"),
    [
        ("training", {"epochs": 0}),
        ("training", {"learning_rate": 0.0}),
        ("training", {"learning_rate": float("nan")}),
        ("training", {"seed": -1}),
        ("data", {"size": (7, 28)}),
        ("data", {"size": (28, 257)}),
        ("data", {"validation": 0.95}),
        ("encoder", {"latent_size": 0}),
        ("training", {"unknown": 1}),
    ],
)
def test_that_impossible_values_are_refused(section, values):
    with pytest.raises(ValidationError):
        RunSpec().replaced(section, **values)


def test_that_a_spec_is_frozen():
    with pytest.raises(ValidationError):
        RunSpec().name = "other"
