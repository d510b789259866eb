import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from vae_studio.api import DataError
from vae_studio.data.progress import Reporter
from vae_studio.data.values import sixteen_to_eight_bits, to_images


def images(values, dtype):
    return np.resize(np.array(values, dtype), (2, 8, 8))


def examples(array):
    return to_images(array, "file.npy", Reporter())


@pytest.mark.parametrize(
    ("values", "dtype", "expected", "expected_dtype", "note"),
    [
        ([0, 7, 255], "uint8", [0, 7, 255], "uint8", ""),
        ([0, 7, 16], "uint8", [0, 7, 16], "uint8", ""),
        ([0, 1, 1], "uint8", [0, 255, 255], "uint8", "0 and 1 became 0 and 255"),
        ([False, True, True], "bool", [0, 255, 255], "uint8", ""),
        ([0, 7, 255], "int64", [0, 7, 255], "uint8", ""),
        ([0, 257, 65535], "uint16", [0, 1, 255], "uint8", "16-bit"),
        ([0, 257, 65535], "int32", [0, 1, 255], "uint8", "16-bit"),
        ([0, 1024, 4096], "uint16", [0, 0.25, 1], "float32", "from 0 to 4096"),
        ([0, 4, 16], "int64", [0, 0.25, 1], "float32", "from 0 to 16"),
        ([0, 0.25, 1], "float32", [0, 0.25, 1], "float32", ""),
        ([0, 0.25, 1], "float64", [0, 0.25, 1], "float32", ""),
        ([0, 0.25, 1], ">f4", [0, 0.25, 1], "float32", ""),
        ([-1e-6, 0.25, 1.000001], "float32", [0, 0.25, 1], "float32", ""),
        ([0, 51, 255], "float64", [0, 0.2, 1], "float32", "divided by 255"),
        ([-2, 0, 2], "float16", [0, 0.5, 1], "float32", "from -2 to 2"),
        ([-10, 0, 10], "int8", [0, 0.5, 1], "float32", "from -10 to 10"),
        ([7, 7, 7], "float32", [0, 0, 0], "float32", "from 7 to 7"),
    ],
)
def test_that_images_of_every_range_end_as_bytes_or_unit_floats(values, dtype, expected, expected_dtype, note):
    result = examples(images(values, dtype))
    assert result.examples.dtype == expected_dtype
    assert result.examples.shape == (2, 8, 8, 1)
    assert result.examples.ravel()[:3].tolist() == pytest.approx(expected, abs=1e-6)
    assert result.notes == () if not note else note in result.notes[0]


@given(
    arrays.arrays(
        st.sampled_from(["f4", "f8", "i2", "u2", "i8", "u1"]).map(np.dtype),
        st.tuples(st.integers(1, 3), st.just(8), st.just(8), st.sampled_from([1, 3])),
    )
)
def test_that_whatever_is_accepted_is_bytes_or_unit_floats(array):
    try:
        result = examples(array).examples
    except DataError:
        return
    assert result.dtype in (np.uint8, np.float32)
    assert result.min() >= 0
    assert result.max() <= (255 if result.dtype == np.uint8 else 1)


def test_that_sixteen_bits_are_rounded_to_the_nearest_eight():
    values = np.arange(65536, dtype=np.uint16)
    assert np.array_equal(sixteen_to_eight_bits(values), np.rint(values / 257))


def test_that_channels_that_come_first_are_moved_behind():
    array = np.random.default_rng(0).integers(0, 256, (4, 3, 8, 9), np.uint8)
    result = examples(array)
    assert np.array_equal(result.examples, array.transpose(0, 2, 3, 1))
    assert "channels came first" in result.notes[0]


@pytest.mark.parametrize(
    ("array", "words"),
    [
        (np.zeros((0, 28, 28)), r"file\.npy is empty: its shape is \(0, 28, 28\)"),
        (np.zeros(5), r"shape \(5,\), which is neither images nor a table"),
        (np.array(5.0), r"shape \(\)"),
        (np.zeros((2, 2, 8, 8, 1)), "neither images nor a table"),
        (np.zeros((2, 8, 8, 4)), "images have 1 or 3 channels, here there are 4"),
        (np.zeros((2, 3)), r"shape \(2, 3\)"),
        (np.zeros((2, 8, 8), complex), "holds complex128 values, not numbers"),
        (np.full((2, 8, 8), "a"), "holds <U1 values, not numbers"),
        (np.zeros((2, 8, 8), "M8[s]"), "values, not numbers"),
        (np.zeros((3, 8, 8), [("a", "f4")]), "values, not numbers"),
    ],
)
def test_that_arrays_that_cannot_be_examples_are_refused(array, words):
    with pytest.raises(DataError, match=words) as caught:
        examples(array)
    assert "file.npy" in caught.value.message
    assert caught.value.remedy


def with_value(shape, place, value):
    array = np.zeros(shape, np.float32)
    array[place] = value
    return array


@pytest.mark.parametrize(
    ("array", "words"),
    [
        (with_value((9, 8, 8), (5, 6, 7), -np.inf), "file.npy: example 5, pixel row 6, column 7 is infinite"),
        (with_value((9, 8, 8, 3), (5, 6, 7, 2), np.nan), "example 5, pixel row 6, column 7, channel 2 is NaN"),
    ],
)
def test_that_a_value_that_is_no_number_is_named_by_its_place(array, words):
    with pytest.raises(DataError) as caught:
        examples(array)
    assert words in caught.value.message


def test_that_the_place_is_right_beyond_the_first_chunk(monkeypatch):
    monkeypatch.setattr("vae_studio.data.chunks.BYTES_PER_CHUNK", 64)
    with pytest.raises(DataError, match="example 83, pixel row 1, column 0 is NaN"):
        examples(with_value((100, 2, 2), (83, 1, 0), np.nan))


def test_that_a_range_beyond_all_numbers_is_refused():
    with pytest.raises(DataError, match=r"file\.npy holds values from -1e\+308 to 1e\+308"):
        examples(images([-1e308, 1e308], "float64"))
