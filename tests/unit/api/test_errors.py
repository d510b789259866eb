"""One family of errors whose text is complete by itself."""

import pytest

from vae_studio import api


def test_that_an_error_says_what_is_wrong_and_what_to_do():
    error = api.DataError("cats.npy holds NaN.", "Remove example 3.")
    assert str(error) == "cats.npy holds NaN. Remove example 3."
    assert (error.message, error.remedy) == ("cats.npy holds NaN.", "Remove example 3.")


def test_that_a_spec_error_begins_with_its_key():
    error = api.SpecError("must be positive.", "kl.samples", "Use 1.")
    assert str(error) == "kl.samples: must be positive. Use 1."
    assert error.bare_message == "must be positive."
    assert str(api.SpecError("is empty.")) == "is empty."


@pytest.mark.parametrize(
    "name", ["DataError", "SpecError", "PluginError", "RunError", "TrainingError", "OutputError"]
)
def test_that_every_error_is_of_the_family(name):
    assert issubclass(getattr(api, name), api.StudioError)
