import numpy as np
import pytest

from vae_studio.api import DataError
from vae_studio.data.labels import encode_labels


@pytest.mark.parametrize(
    ("values", "indices", "names"),
    [
        (np.array([3, 1, 3], np.uint8), [1, 0, 1], ("1", "3")),
        (np.array([[2], [0], [1]]), [2, 0, 1], ("0", "1", "2")),
        (np.array([0.0, 2.0, 0.0]), [0, 1, 0], ("0", "2")),
        (np.array([True, False, True]), [1, 0, 1], ("False", "True")),
        (np.array(["cat", "ant", "cat"]), [1, 0, 1], ("ant", "cat")),
        (np.array([b"cat", b"\xff", b"cat"]), [0, 1, 0], ("cat", "\ufffd")),
    ],
)
def test_that_labels_become_indices_into_sorted_class_names(values, indices, names):
    encoded, class_names = encode_labels(values, 3, "y")
    assert encoded.dtype == np.int64
    assert encoded.tolist() == indices
    assert class_names == names


def test_that_fractions_are_no_labels():
    assert encode_labels(np.array([0.5, 1.0]), 2, "y") is None


@pytest.mark.parametrize(
    ("values", "words"),
    [
        (np.array([1, 2]), r"shape \(2,\) for 3 examples"),
        (np.eye(3), r"shape \(3, 3\) for 3 examples"),
        (np.array([1.0, np.nan, 2.0]), r"label of example 1 .* is nan"),
        (np.array([1j, 2, 3]), "complex128"),
    ],
)
def test_that_impossible_labels_are_refused_with_words(values, words):
    with pytest.raises(DataError, match=words):
        encode_labels(values, 3, "Array 'y' of file.npz")
