"""Two runs on the same data, side by side."""

from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from vae_studio.api import OutputError, RunError, SpecError
from vae_studio.cli.main import main
from vae_studio.session.comparison import Comparison, compare, describe, latent_plane
from vae_studio.session.latent_points import fullest_split, latent_points
from vae_studio.session.vae_twin import vae_twin


@pytest.fixture(scope="module")
def comparison(tiny_autoencoder, tiny_run) -> Comparison:
    return compare(tiny_autoencoder, tiny_run, count=120)


def test_that_both_runs_encode_the_same_examples(comparison, digits):
    first, second = comparison.first.points, comparison.second.points
    np.testing.assert_array_equal(first.indices, second.indices)
    assert set(first.indices) <= set(digits.splits.test)
    assert first.labels.tolist() == digits.labels[first.indices].tolist()
    assert len(first) == 120


def test_that_the_codes_of_the_autoencoder_are_points_within_its_activation(comparison):
    points = comparison.first.points
    assert (points.scale == 0).all()
    assert (points.loc > 0).all()
    assert (points.loc < 1).all()
    assert (comparison.second.points.scale > 0).all()


def test_that_either_plane_has_its_decoded_tiles(comparison):
    assert comparison.first.grid.images.shape == comparison.second.grid.images.shape == (15, 15, 28, 28, 1)
    across = comparison.first.grid.across
    assert 0 <= across.min() < across.max() <= 1


def test_that_a_run_says_what_it_is(tiny_autoencoder, tiny_run):
    assert describe(tiny_autoencoder) == "Autoencoder · z 2 · epoch 1"
    assert describe(tiny_run) == "VAE · z 2 · epoch 2"


def test_that_runs_on_other_data_are_refused(tiny_run, complete):
    with pytest.raises(RunError, match="not the same examples"):
        compare(tiny_run, complete[0])


def test_that_points_agree_with_the_encoding_of_the_same_examples(tiny_run, digits):
    points = latent_points(tiny_run, "validation", 10)
    encoding = tiny_run.encode(digits.examples[points.indices])
    np.testing.assert_allclose(points.loc, encoding.loc, rtol=1e-4, atol=1e-5)
    assert points.examples == len(digits.splits.validation)


@pytest.mark.parametrize(("split", "count"), [("all", 10), ("test", 0)])
def test_that_a_split_or_a_number_that_cannot_be_is_refused(tiny_run, split, count):
    with pytest.raises(SpecError):
        latent_points(tiny_run, split, count)


def test_that_an_empty_split_is_refused_with_the_others(tiny_run, digits):
    nothing = digits.splits.test[:0]
    untested = replace(digits, splits=replace(digits.splits, test=nothing))
    with pytest.raises(SpecError, match="the run has no test examples") as caught:
        latent_points(tiny_run, "test", dataset=untested)
    assert caught.value.remedy == "Choose train or validation."
    with pytest.raises(SpecError, match="Choose train or validation"):
        latent_plane(tiny_run, "test", dataset=untested)
    assert fullest_split(untested) == "validation"


def test_that_the_split_shown_first_is_the_one_never_trained_on(digits):
    assert fullest_split(digits) == "test"


def test_that_the_command_writes_the_picture_of_both_runs(tiny_autoencoder, tiny_run, tmp_path, capsys):
    out = tmp_path / "compare.png"
    arguments = ["compare", str(tiny_autoencoder.path), str(tiny_run.path), "--out", str(out), "--side", "160"]
    assert main([*arguments, "--scale", "1"]) == 0
    assert "Saved" in capsys.readouterr().err
    with Image.open(out) as picture:
        picture.load()
    assert picture.width > 2 * 160
    assert picture.text["Run 1"] == tiny_autoencoder.name


def test_that_another_ending_is_refused_before_anything_is_opened(tmp_path, capsys):
    assert main(["compare", str(tmp_path / "a"), str(tmp_path / "b"), "--out", "x.pdf"]) == 2
    assert "does not end in .png" in capsys.readouterr().err


def test_that_a_comparison_is_saved_as_png_alone(comparison, tmp_path):
    with pytest.raises(OutputError, match="PNG"):
        comparison.save(tmp_path / "x.jpg")


def test_that_the_twin_of_an_autoencoder_is_a_vae_with_the_same_networks(session, tiny_autoencoder):
    spec = tiny_autoencoder.spec
    twin = vae_twin(session.registry, spec, (28, 28, 1))
    assert twin.encoder.params == {**spec.encoder.params, "posterior": "diagonal", "code_activation": "linear"}
    assert twin.decoder.params == {**spec.decoder.params, "likelihood": "bernoulli", "output": "linear"}
    assert (twin.prior.plugin, twin.kl.plugin) == ("standard_normal", "analytic")
    assert twin.data.binarise == "dynamic"
    assert twin.training == spec.training
    session.check(twin)


def test_that_the_twin_for_a_table_learns_a_scale_for_each_value_and_is_not_binarised(
    session, tiny_autoencoder
):
    twin = vae_twin(session.registry, tiny_autoencoder.spec, (13,))
    assert twin.decoder.params["likelihood"] == "independent_normal"
    assert twin.data == tiny_autoencoder.spec.data
