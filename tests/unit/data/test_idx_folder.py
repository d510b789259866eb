import gzip

import numpy as np
import pytest

from vae_studio.api import DataError, DataSpec
from vae_studio.data import load_dataset
from vae_studio.data.idx import read_idx


def load(folder, **values):
    return load_dataset(DataSpec(source=str(folder), **values))


def unpacked(folder):
    for path in folder.glob("*.gz"):
        path.with_suffix("").write_bytes(gzip.decompress(path.read_bytes()))
        path.unlink()
    return folder


def test_that_a_folder_gives_images_labels_and_its_own_test_set(small_mnist, reporter):
    dataset = load(small_mnist, validation=0.25)
    assert dataset.name == "small"
    assert dataset.data_shape == (12, 10, 1)
    assert dataset.examples.dtype == np.uint8
    train = read_idx(small_mnist / "train-images-idx3-ubyte.gz", reporter)
    assert np.array_equal(dataset.examples[:20, :, :, 0], train)
    assert dataset.labels.tolist() == [*range(10), *range(10), *range(5)]
    assert dataset.class_names == tuple("0123456789")
    assert dataset.splits.test.tolist() == [20, 21, 22, 23, 24]
    assert (len(dataset.splits.train), len(dataset.splits.validation)) == (15, 5)


def test_that_plain_and_compressed_files_give_the_same_dataset(small_mnist):
    compressed = load(small_mnist)
    assert load(unpacked(small_mnist)).fingerprint == compressed.fingerprint


def test_that_other_spellings_of_the_names_are_known(small_mnist):
    fingerprint = load(small_mnist).fingerprint
    for path in unpacked(small_mnist).iterdir():
        path.rename(path.with_name(path.name.replace("-idx", ".idx").replace("t10k", "test")))
    assert load(small_mnist).fingerprint == fingerprint


def test_that_a_plain_file_is_preferred_to_its_compressed_twin(small_mnist, write_idx):
    write_idx(small_mnist / "train-images-idx3-ubyte", np.zeros((20, 12, 10), np.uint8))
    assert load(small_mnist).examples[:20].max() == 0


def test_that_without_test_files_the_test_share_is_split_off(small_mnist):
    for path in small_mnist.glob("t10k*"):
        path.unlink()
    assert len(load(small_mnist, test=0.25).splits.test) == 5


def test_that_missing_labels_leave_the_images_unlabelled(small_mnist):
    (small_mnist / "t10k-labels-idx1-ubyte.gz").unlink()
    dataset = load(small_mnist)
    assert dataset.labels is None
    assert dataset.class_names == ()
    assert len(dataset) == 25


def test_that_one_file_of_images_is_a_dataset_with_the_labels_beside_it(small_mnist):
    dataset = load(small_mnist / "t10k-images-idx3-ubyte.gz")
    assert dataset.name == "t10k-images"
    assert len(dataset) == 5
    assert dataset.labels.tolist() == [0, 1, 2, 3, 4]


def test_that_a_two_dimensional_idx_file_is_a_table(tmp_path, write_idx):
    dataset = load(write_idx(tmp_path / "rows-idx2-float", np.array([[0, 0.5], [1, 0.25]], np.float32)))
    assert dataset.kind == "table"
    assert dataset.scaling.inverse(dataset.examples).tolist() == [[0, 0.5], [1, 0.25]]


def test_that_colour_images_in_idx_keep_their_channels(tmp_path, write_idx):
    images = np.random.default_rng(1).integers(0, 256, (4, 9, 8, 3), np.uint8)
    assert np.array_equal(load(write_idx(tmp_path / "colour-idx4-ubyte", images)).examples, images)


def swap(folder):
    images, labels = folder / "train-images-idx3-ubyte.gz", folder / "train-labels-idx1-ubyte.gz"
    content = images.read_bytes()
    images.write_bytes(labels.read_bytes())
    labels.write_bytes(content)


def test_that_exchanged_images_and_labels_are_refused(small_mnist):
    swap(small_mnist)
    with pytest.raises(
        DataError, match=r"train-images-idx3-ubyte\.gz should hold images, but holds 20 single numbers"
    ):
        load(small_mnist)


def test_that_images_in_place_of_labels_are_refused(small_mnist):
    images = small_mnist / "train-images-idx3-ubyte.gz"
    (small_mnist / "train-labels-idx1-ubyte.gz").write_bytes(images.read_bytes())
    with pytest.raises(DataError, match=r"train-labels-idx1-ubyte\.gz should hold labels, .*\(20, 12, 10\)"):
        load(small_mnist)


def test_that_labels_alone_are_no_dataset(small_mnist):
    with pytest.raises(DataError, match=r"t10k-labels-idx1-ubyte\.gz should hold images"):
        load(small_mnist / "t10k-labels-idx1-ubyte.gz")
    (small_mnist / "train-images-idx3-ubyte.gz").unlink()
    with pytest.raises(DataError, match="small holds IDX files, but no training images"):
        load(small_mnist)


def test_that_a_wrong_number_of_labels_is_refused(small_mnist, write_idx):
    write_idx(small_mnist / "train-labels-idx1-ubyte.gz", np.zeros(19, np.uint8))
    with pytest.raises(DataError, match=r"19 labels for the 20 images of train-images-idx3-ubyte\.gz"):
        load(small_mnist)


def test_that_test_images_of_another_shape_are_refused(small_mnist, write_idx):
    write_idx(small_mnist / "t10k-images-idx3-ubyte.gz", np.zeros((5, 10, 10), np.uint8))
    with pytest.raises(
        DataError, match=r"images of shape \(12, 10\), t10k-images-idx3-ubyte\.gz of \(10, 10\)"
    ):
        load(small_mnist)


def test_that_a_truncated_file_in_a_folder_is_named(small_mnist):
    path = small_mnist / "t10k-images-idx3-ubyte.gz"
    path.write_bytes(path.read_bytes()[:100])
    with pytest.raises(DataError, match=r"t10k-images-idx3-ubyte\.gz is truncated"):
        load(small_mnist)


def test_that_no_images_at_all_are_refused(tmp_path, write_idx):
    with pytest.raises(DataError, match=r"none-idx3-ubyte is empty: its shape is \(0, 28, 28\)"):
        load(write_idx(tmp_path / "none-idx3-ubyte", np.zeros((0, 28, 28), np.uint8)))


def test_that_a_folder_of_several_datasets_is_refused(small_mnist, write_idx):
    write_idx(small_mnist / "emnist-letters-train-images-idx3-ubyte", np.zeros((2, 28, 28), np.uint8))
    with pytest.raises(DataError, match="several datasets of IDX files: train, emnist-letters-train"):
        load(small_mnist)


@pytest.mark.mnist
def test_that_the_complete_mnist_has_its_own_test_set(mnist_folder):
    dataset = load(mnist_folder)
    assert dataset.examples.shape == (70_000, 28, 28, 1)
    sizes = [len(part) for part in (dataset.splits.train, dataset.splits.validation, dataset.splits.test)]
    assert sizes == [54_000, 6_000, 10_000]
    assert dataset.splits.test[0] == 60_000
    assert np.bincount(dataset.labels[60_000:]).tolist() == [
        980,
        1135,
        1032,
        1010,
        982,
        892,
        958,
        1028,
        974,
        1009,
    ]
