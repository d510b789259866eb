"""What can be asked of a trained run, as in a notebook."""

import numpy as np
import pytest
from PIL import Image

from vae_studio.api import OutputError, SpecError
from vae_studio.latent.grid import GridRequest
from vae_studio.latent.pictures import mosaic


def test_that_the_trained_parts_are_those_of_a_notebook(tiny_run, digits):
    q = tiny_run.encoder(digits.examples[:16] / np.float32(255))
    assert (q.batch_shape, q.event_shape) == ([16], [2])
    assert tiny_run.decoder(tiny_run.prior.sample(1)).sample().shape == (1, 28, 28, 1)
    assert tiny_run.parameters == 22_133


def test_that_it_learnt(tiny_run):
    first, last = tiny_run.history
    assert last["validation"]["negative_elbo"] < first["validation"]["negative_elbo"] < 28 * 28 * np.log(2)
    assert tiny_run.complete_epochs == 2


def test_that_the_same_seed_gives_the_same_figures_and_another_one_others(
    session, small_spec, small_dataset, complete
):
    same = session.train(small_spec, dataset=small_dataset, epochs=1)
    other = session.train(small_spec, dataset=small_dataset, epochs=1, seed=2)
    assert same.history[0]["train"] == complete[0].history[0]["train"]
    assert other.history[0]["train"]["reconstruction"] != same.history[0]["train"]["reconstruction"]


def test_that_decoding_and_sampling_have_the_shape_of_the_data(tiny_run):
    assert tiny_run.decode(np.zeros((3, 2))).shape == (3, 28, 28, 1)
    assert set(np.unique(tiny_run.sample(4, show="draw"))) == {0.0, 1.0}
    assert np.all((tiny_run.sample(4) > 0) & (tiny_run.sample(4) < 1))


@pytest.mark.parametrize("scale", [1, 2])
def test_that_a_saved_grid_is_the_grid_and_says_which_run_it_shows(tiny_run, tmp_path, scale):
    grid = tiny_run.save_grid(tmp_path / "grid.PNG", rows=3, columns=4, scale=scale)
    with Image.open(tmp_path / "grid.PNG") as picture:
        assert picture.size == (4 * 28 * scale, 3 * 28 * scale)
        pixels, text = np.asarray(picture)[::scale, ::scale], picture.text
    np.testing.assert_array_equal(pixels, mosaic(grid.images)[:, :, 0])
    assert (text["Run"], text["Epoch"]) == (tiny_run.name, "2")
    assert "Latent across" in text


def test_that_a_grid_is_saved_as_asked_for(tiny_run, tmp_path):
    request = GridRequest(rows=2, columns=2, spacing="linear", extent=1.0)
    tiny_run.save_grid(tmp_path / "grid.npz", request=request)
    with np.load(tmp_path / "grid.npz") as saved:
        np.testing.assert_array_equal(saved["across"], [-1, 1])
        np.testing.assert_array_equal(saved["up"], [1, -1])


def test_that_another_ending_is_refused(tiny_run, tmp_path):
    with pytest.raises(OutputError, match=r"grid\.gif ends neither"):
        tiny_run.save_grid(tmp_path / "grid.gif")
    assert not list(tmp_path.iterdir())


def test_that_samples_are_saved_as_one_picture(tiny_run, tmp_path):
    tiny_run.save_samples(tmp_path / "samples.png", rows=2, columns=3, seed=5)
    with Image.open(tmp_path / "samples.png") as picture:
        assert picture.size == (3 * 28, 2 * 28)
        expected = mosaic(tiny_run.sample(6, seed=5).reshape(2, 3, 28, 28, 1))
        np.testing.assert_array_equal(np.asarray(picture), expected[:, :, 0])


def test_that_files_are_encoded_like_the_dataset_s_own_images(tiny_run, digits, tmp_path):
    for index in range(3):
        Image.fromarray(digits.examples[index, :, :, 0]).save(tmp_path / f"{index}.png")
    (tmp_path / "broken.png").write_bytes(b"no picture")
    found = tiny_run.encode_files([tmp_path])
    assert found.names == tuple(str(tmp_path / f"{index}.png") for index in range(3))
    assert [name for name, _ in found.failures] == [str(tmp_path / "broken.png")]
    np.testing.assert_allclose(found.encoding.loc, tiny_run.encode(digits.examples[:3]).loc, atol=1e-5)


def test_that_files_of_which_none_can_be_read_have_no_encoding(tiny_run, tmp_path):
    found = tiny_run.encode_files([tmp_path / "nowhere.png"])
    assert found.encoding is None
    assert found.failures[0][0] == str(tmp_path / "nowhere.png")


def test_that_the_default_grid_of_one_dimension_is_a_row(session, small_spec, small_dataset):
    job = session.begin(session.spec_from(small_spec, settings={"encoder.latent_size": "1"}), small_dataset)
    assert job.run.latent_grid(job.run.default_grid(20, 6)).images.shape == (1, 6, 8, 8, 1)
    assert job.run.metadata() == {"Epoch": 0}


def test_that_the_posterior_of_stored_examples_is_what_they_are_encoded_by(tiny_run, digits):
    q = tiny_run.posterior(digits.examples[:5])
    encoding = tiny_run.encode(digits.examples[:5])
    np.testing.assert_allclose(q.mean(), encoding.loc, rtol=1e-5, atol=1e-6)
    np.testing.assert_allclose(q.stddev(), encoding.scale, rtol=1e-5)


def test_that_a_reconstruction_may_be_the_mean_or_a_draw_at_either_end(tiny_run, digits):
    x = digits.examples[:6]
    mean = tiny_run.reconstruct(x)
    np.testing.assert_allclose(mean, tiny_run.encode(x).reconstruction, rtol=1e-4, atol=1e-5)
    drawn = tiny_run.reconstruct(x, show="draw")
    assert set(np.unique(drawn)) == {0.0, 1.0}
    one, other = (tiny_run.reconstruct(x, latent="draw", seed=seed) for seed in (1, 2))
    assert np.abs(one - mean).max() > 1e-3
    assert np.abs(one - other).max() > 1e-3
    np.testing.assert_array_equal(one, tiny_run.reconstruct(x, latent="draw", seed=1))


@pytest.mark.parametrize("latent", ["mean", "draw"])
def test_that_examples_of_another_shape_are_not_reconstructed(tiny_run, latent):
    with pytest.raises(SpecError, match=r"instead of \(28, 28, 1\)"):
        tiny_run.reconstruct(np.zeros((2, 8, 8, 1), np.uint8), latent=latent)
