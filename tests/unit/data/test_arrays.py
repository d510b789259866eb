import io
import pickle
import zipfile

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vae_studio.api import DataError, DataSpec
from vae_studio.data import load_dataset

RANDOM = np.random.default_rng(3)
IMAGES = RANDOM.integers(0, 256, (12, 9, 8), np.uint8)
TABLE = RANDOM.random((12, 5), np.float32)


class Bomb:
    def __reduce__(self):
        return (pytest.fail, ("an object was unpickled",))


def refusal(read):
    try:
        read()
    except DataError as error:
        return error.message
    return None


@pytest.fixture
def load(tmp_path):
    def load_arrays(array=None, /, wanted=None, name="file", **arrays):
        path = tmp_path / f"{name}.{'npz' if array is None else 'npy'}"
        if array is None:
            np.savez_compressed(path, allow_pickle=True, **arrays)
        else:
            np.save(path, array)
        return load_dataset(DataSpec(source=str(path), array=wanted))

    return load_arrays


def test_that_an_npy_file_of_images_is_a_dataset(load):
    dataset = load(IMAGES, name="shapes")
    assert dataset.name == "shapes"
    assert np.array_equal(dataset.examples, IMAGES[..., None])
    assert dataset.labels is None
    assert (len(dataset.splits.train), len(dataset.splits.validation), len(dataset.splits.test)) == (10, 1, 1)


def test_that_an_npy_file_with_two_dimensions_is_a_table(load):
    dataset = load(TABLE)
    assert dataset.kind == "table"
    assert dataset.data_shape == (5,)
    assert dataset.columns[4] == "column 4"
    np.testing.assert_allclose(dataset.scaling.inverse(dataset.examples), TABLE, atol=1e-6)


@pytest.mark.parametrize("name", ["x", "images", "data", "x_train", "anything"])
def test_that_the_examples_of_an_npz_file_are_found_by_name_or_alone(load, name):
    assert np.array_equal(load(**{name: IMAGES}).examples, IMAGES[..., None])


@pytest.mark.parametrize("name", ["y", "labels"])
def test_that_labels_are_found_beside_the_examples(load, name):
    dataset = load(features=TABLE, **{name: np.array(["a", "b"] * 6)})
    assert dataset.labels.tolist() == [0, 1] * 6
    assert dataset.class_names == ("a", "b")


def test_that_the_named_array_is_taken(load):
    dataset = load(first=IMAGES, second=TABLE, wanted="second")
    assert dataset.kind == "table"


def test_that_columns_name_the_columns_of_a_table(load):
    dataset = load(x=TABLE, columns=np.array(["a", "b", "c", "d", "e"]))
    assert dataset.columns == ("a", "b", "c", "d", "e")


def test_that_a_given_test_set_is_kept_as_it_is(load):
    dataset = load(
        x_train=IMAGES, x_test=IMAGES[:3], y_train=np.arange(12) % 4, y_test=np.array([[3], [3], [0]], np.uint8)
    )
    assert dataset.splits.test.tolist() == [12, 13, 14]
    assert np.array_equal(dataset.examples[12:, ..., 0], IMAGES[:3])
    assert dataset.labels[12:].tolist() == [3, 3, 0]


def test_that_training_labels_without_test_labels_are_left_out_with_a_note(load):
    dataset = load(x_train=IMAGES, x_test=IMAGES[:3], y_train=np.arange(12))
    assert dataset.labels is None
    assert dataset.notes == ("the labels y_train were left out, since there is no y_test",)


def test_that_fractions_are_not_taken_as_labels_with_a_note(load):
    dataset = load(x=IMAGES, y=RANDOM.random(12))
    assert dataset.labels is None
    assert "y holds fractions" in dataset.notes[0]


@pytest.mark.parametrize(
    ("arrays", "words"),
    [
        ({"a": IMAGES, "b": TABLE}, "does not say which array holds the examples; it has: a, b"),
        ({"y": np.arange(3)}, "does not say which array"),
        ({"x": IMAGES, "wanted": "z"}, "has no array 'z'; it has: x"),
        (
            {"x": IMAGES, "y": np.arange(11)},
            r"'y' of .*file\.npz holds labels of shape \(11,\) for 12 examples",
        ),
        ({"x_train": IMAGES, "x_test": TABLE}, r"x_train has the shape \(12, 9, 8\) and x_test \(12, 5\)"),
        (
            {"x_train": IMAGES, "x_test": IMAGES, "y_train": np.arange(12), "y_test": np.arange(2)},
            r"'y_test' of .* shape \(2,\) for 12 examples",
        ),
        (
            {"x_train": TABLE, "x_test": TABLE.astype("M8[s]")},
            "x_train holds float32 values and x_test datetime64",
        ),
        ({"x": TABLE, "columns": np.array(["a"])}, "has 5 columns, but 1 names"),
    ],
)
def test_that_an_npz_file_that_does_not_fit_together_is_refused(load, arrays, words):
    with pytest.raises(DataError, match=words) as caught:
        load(**arrays)
    assert "file.npz" in caught.value.message
    assert caught.value.remedy


@pytest.mark.parametrize("wanted", ["x", "y"])
def test_that_object_arrays_are_refused_and_never_unpickled(load, wanted):
    arrays = {"x": IMAGES, "y": np.arange(12)}
    arrays[wanted] = np.array([Bomb()] * 12, dtype=object)
    with pytest.raises(
        DataError, match=rf"Array '{wanted}' of .*file\.npz holds Python objects, which are never"
    ):
        load(**arrays)


def test_that_an_object_array_that_is_not_asked_for_is_left_alone(load):
    assert len(load(x=IMAGES, other=np.array([Bomb()], dtype=object))) == 12


def test_that_an_npy_file_of_objects_is_refused(load):
    with pytest.raises(DataError, match=r"file\.npy holds Python objects"):
        load(np.array([Bomb()], dtype=object))


def test_that_a_bare_pickle_is_refused(tmp_path):
    (tmp_path / "evil.npy").write_bytes(pickle.dumps(Bomb()))
    with pytest.raises(DataError, match=r"evil\.npy is not a NumPy \.npy file"):
        load_dataset(DataSpec(source=str(tmp_path / "evil.npy")))
    with zipfile.ZipFile(tmp_path / "evil.npz", "w") as archive:
        archive.writestr("x.npy", pickle.dumps(Bomb()))
    with pytest.raises(DataError, match=r"'x' of .*evil\.npz is"):
        load_dataset(DataSpec(source=str(tmp_path / "evil.npz")))


@pytest.mark.parametrize("name", ["empty.npy", "empty.npz"])
def test_that_an_empty_file_is_refused(tmp_path, name):
    (tmp_path / name).write_bytes(b"")
    with pytest.raises(DataError, match=f"{name} is empty"):
        load_dataset(DataSpec(source=str(tmp_path / name)))


def test_that_an_array_larger_than_any_memory_is_refused(tmp_path):
    stream = io.BytesIO()
    np.lib.format.write_array_header_1_0(
        stream, {"descr": "<f8", "fortran_order": False, "shape": (2**40, 28, 28)}
    )
    (tmp_path / "huge.npy").write_bytes(stream.getvalue() + bytes(64))
    with pytest.raises(DataError, match=r"huge\.npy is (damaged|truncated)"):
        load_dataset(DataSpec(source=str(tmp_path / "huge.npy")))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(ending=st.sampled_from(["npy", "npz"]), share=st.floats(0, 0.999))
def test_that_a_file_cut_anywhere_is_refused_with_its_name(tmp_path, ending, share):
    path = tmp_path / f"cut.{ending}"
    (np.save if ending == "npy" else np.savez)(path, IMAGES)
    content = path.read_bytes()
    path.write_bytes(content[: int(share * len(content))])
    with pytest.raises(DataError, match=rf"cut\.{ending} is"):
        load_dataset(DataSpec(source=str(path)))


@pytest.mark.filterwarnings("ignore:Reading `.npy`")
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=150)
@given(
    ending=st.sampled_from(["npy", "npz"]),
    places=st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 255))),
)
def test_that_damaged_bytes_raise_nothing_but_a_data_error(tmp_path, ending, places):
    path = tmp_path / f"bits.{ending}"
    (np.save if ending == "npy" else np.savez)(path, IMAGES)
    content = bytearray(path.read_bytes())
    for place, value in places:
        content[place % min(len(content), 200)] = value
    path.write_bytes(content)
    message = refusal(lambda: load_dataset(DataSpec(source=str(path))))
    assert message is None or f"bits.{ending}" in message
