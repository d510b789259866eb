import subprocess
import sys

import numpy as np
import pytest
from PIL import Image
from sklearn.datasets import load_digits

from vae_studio.api import DataError, DataSpec
from vae_studio.data import digits, load_dataset


def test_that_the_digits_are_scikit_learns_with_their_labels():
    theirs = load_digits()
    raw = digits.read_digits()
    assert raw.examples.shape == (1797, 8, 8, 1)
    assert np.array_equal(raw.examples[..., 0], np.rint(theirs.images * 255 / 16))
    assert np.array_equal(raw.labels, theirs.target)


def test_that_the_digits_are_resized_to_28_by_28_unless_a_size_is_given():
    dataset = load_dataset(DataSpec())
    assert dataset.examples.shape == (1797, 28, 28, 1)
    assert dataset.examples.dtype == np.uint8
    first = Image.fromarray(digits.read_digits().examples[0, :, :, 0]).resize(
        (28, 28), Image.Resampling.BICUBIC
    )
    assert np.array_equal(dataset.examples[0, :, :, 0], np.asarray(first))
    assert load_dataset(DataSpec(size=(8, 12))).data_shape == (8, 12, 1)


def test_that_reading_the_digits_imports_neither_scikit_learn_nor_tensorflow():
    code = (
        "import sys; from vae_studio.api import DataSpec; from vae_studio.data import load_dataset;"
        "load_dataset(DataSpec());"
        "print(*({'sklearn', 'scipy', 'tensorflow', 'PySide6', 'pooch'} & set(sys.modules)))"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == ""


def test_that_a_scikit_learn_without_its_data_is_an_error_in_words(monkeypatch, tmp_path):
    monkeypatch.setattr(digits, "_file", lambda: tmp_path / "digits.csv.gz")
    with pytest.raises(DataError, match="embedded digits cannot be read from") as caught:
        load_dataset(DataSpec())
    assert "scikit-learn" in caught.value.remedy
