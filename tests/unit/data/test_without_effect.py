"""Settings that change nothing of the data at hand are told."""

import pytest

from vae_studio.api import DataSpec
from vae_studio.data import load_dataset


@pytest.mark.parametrize("values", [{"size": (16, 16)}, {"fit": "crop"}, {"colour": "rgb"}, {"invert": True}])
def test_that_what_concerns_images_has_no_effect_on_a_table(values):
    (key,) = values
    plain, told = load_dataset(DataSpec(source="wine")), load_dataset(DataSpec(source="wine", **values))
    assert told.notes == (*plain.notes, f"data.{key} has no effect on a table")
    assert told.fingerprint == plain.fingerprint


@pytest.mark.parametrize("values", [{"categories": "one_hot"}, {"scaling": "none"}])
def test_that_what_concerns_tables_has_no_effect_on_images(values):
    (key,) = values
    plain, told = load_dataset(DataSpec()), load_dataset(DataSpec(**values))
    assert told.notes == (*plain.notes, f"data.{key} has no effect on images")
    assert told.fingerprint == plain.fingerprint


def test_that_nothing_is_told_of_what_has_an_effect():
    assert load_dataset(DataSpec(size=(16, 16), fit="crop", colour="rgb", invert=True)).notes == ()
    assert load_dataset(DataSpec(source="wine", scaling="none", categories="one_hot")).notes == ()
