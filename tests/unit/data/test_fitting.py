import numpy as np
import pytest
from PIL import Image, ImageOps

from vae_studio.api import DataError, DataSpec
from vae_studio.data import fit_image
from vae_studio.data.fitting import fit_examples, target_shape

RANDOM = np.random.default_rng(8)
RGB = RANDOM.integers(0, 256, (30, 44, 3), np.uint8)
GREY = RANDOM.integers(0, 256, (30, 44, 1), np.uint8)


def test_that_resizing_stretches_with_lanczos():
    expected = Image.fromarray(RGB).resize((20, 16), Image.Resampling.LANCZOS)
    assert np.array_equal(fit_image(RGB, (16, 20, 3), DataSpec()), np.asarray(expected))


def test_that_enlarging_uses_bicubic():
    expected = Image.fromarray(GREY[..., 0]).resize((100, 90), Image.Resampling.BICUBIC)
    assert np.array_equal(fit_image(GREY, (90, 100, 1), DataSpec())[..., 0], np.asarray(expected))


def test_that_cropping_covers_the_size_and_takes_the_middle():
    expected = ImageOps.fit(Image.fromarray(RGB), (16, 16), Image.Resampling.LANCZOS)
    assert np.array_equal(fit_image(RGB, (16, 16, 3), DataSpec(fit="crop")), np.asarray(expected))
    bars = np.zeros((20, 60), np.uint8)
    bars[:, 20:40] = 255
    assert fit_image(bars, (20, 20, 1), DataSpec(fit="crop")).min() == 255


def test_that_an_image_that_is_right_already_is_not_touched():
    assert np.array_equal(fit_image(RGB, RGB.shape, DataSpec(fit="crop")), RGB)


def test_that_colour_becomes_grey_by_luma_and_grey_becomes_equal_channels():
    luma = RGB @ np.array([0.299, 0.587, 0.114])
    assert fit_image(RGB, (30, 44, 1), DataSpec())[..., 0] == pytest.approx(luma, abs=1)
    assert np.array_equal(fit_image(GREY, (30, 44, 3), DataSpec()), np.repeat(GREY, 3, axis=2))


def test_that_inverting_exchanges_black_and_white():
    assert np.array_equal(fit_image(RGB, RGB.shape, DataSpec(invert=True)), 255 - RGB)


@pytest.mark.parametrize(("invert", "transparent"), [(False, 0), (True, 0)])
def test_that_transparent_pixels_end_black(invert, transparent):
    clear = np.full((8, 8, 4), 77, np.uint8)
    clear[..., 3] = 0
    assert (
        fit_image(clear, (8, 8, 1), DataSpec(invert=invert)).tolist()
        == np.full((8, 8, 1), transparent).tolist()
    )


@pytest.mark.parametrize("array", [np.zeros((8, 8, 2), np.uint8), np.zeros((8, 8)), np.zeros((0, 8), np.uint8)])
def test_that_what_is_no_image_is_refused(array):
    with pytest.raises(DataError, match="is not an image"):
        fit_image(array, (8, 8, 1), DataSpec())


def test_that_an_image_cannot_become_a_row_of_a_table():
    with pytest.raises(DataError, match="rows of a table"):
        fit_image(GREY, (64,), DataSpec())


@pytest.mark.parametrize("fit", ["resize", "crop"])
@pytest.mark.parametrize("invert", [False, True])
@pytest.mark.parametrize("shape", [(16, 20, 1), (16, 20, 3), (40, 64, 3), (30, 44, 1), (30, 44, 3)])
@pytest.mark.parametrize("source", [RGB, GREY])
def test_that_floats_are_fitted_as_bytes_are(source, shape, invert, fit, reporter):
    smooth = np.asarray(Image.fromarray(source.squeeze()).resize((44, 30), box=(0, 0, 6, 6))).reshape(
        source.shape
    )
    spec = DataSpec(invert=invert, fit=fit)
    floats = fit_examples(smooth[None].astype(np.float32) / 255, shape, spec, reporter)
    assert floats.dtype == np.float32
    assert floats.shape == (1, *shape)
    assert floats.min() >= 0
    assert floats.max() <= 1
    assert floats[0] * 255 == pytest.approx(fit_image(smooth, shape, spec).astype(float), abs=1.6)


def test_that_many_examples_are_fitted_as_each_alone(reporter):
    examples = RANDOM.integers(0, 256, (5, 30, 44, 3), np.uint8)
    for spec in (DataSpec(), DataSpec(invert=True), DataSpec(fit="crop")):
        for shape in ((30, 44, 3), (12, 12, 1)):
            alone = [fit_image(example, shape, spec) for example in examples]
            assert np.array_equal(fit_examples(examples, shape, spec, reporter), np.stack(alone))


@pytest.mark.parametrize(
    ("coloured", "colour", "channels"),
    [(True, "keep", 3), (False, "keep", 1), (True, "grey", 1), (False, "rgb", 3)],
)
def test_that_the_spec_decides_the_channels(coloured, colour, channels):
    assert target_shape((20, 30), coloured, DataSpec(colour=colour)) == (20, 30, channels)


def test_that_the_size_of_the_spec_comes_before_the_default_and_the_default_before_the_images():
    assert target_shape((20, 30), False, DataSpec(size=(8, 9)), (28, 28)) == (8, 9, 1)
    assert target_shape((20, 30), False, DataSpec(), (28, 28)) == (28, 28, 1)
    assert target_shape((20, 30), False, DataSpec()) == (20, 30, 1)


@pytest.mark.parametrize("size", [(7, 20), (20, 257), (1, 1)])
def test_that_images_too_small_or_too_large_for_a_model_ask_for_a_size(size):
    with pytest.raises(DataError, match=f"images of photos are {size[0]}×{size[1]} px") as caught:
        target_shape(size, False, DataSpec(source="photos"))
    assert "data.size" in caught.value.remedy
    assert target_shape(size, False, DataSpec(size=(8, 8))) == (8, 8, 1)
