import numpy as np
import pytest
from sklearn.datasets import load_breast_cancer, load_wine

from vae_studio.api import DataError, DataSpec
from vae_studio.data import embedded_datasets, embedded_tables, load_dataset


@pytest.mark.parametrize(("name", "theirs"), [("wine", load_wine()), ("breast-cancer", load_breast_cancer())])
def test_that_an_embedded_table_is_scikit_learns_with_its_labels_and_names(name, theirs):
    dataset = load_dataset(DataSpec(source=name, scaling="none"))
    assert np.array_equal(dataset.examples, theirs.data.astype(np.float32))
    assert dataset.columns == tuple(theirs.feature_names)
    assert np.array_equal(dataset.labels, theirs.target)
    assert dataset.class_names == tuple(theirs.target_names)
    assert (dataset.name, dataset.kind) == (name, "table")


def test_that_an_embedded_table_is_standardised_by_its_training_split():
    dataset = load_dataset(DataSpec(source="wine"))
    train = dataset.examples[dataset.splits.train]
    np.testing.assert_allclose(train.mean(axis=0), 0, atol=1e-6)
    np.testing.assert_allclose(train.std(axis=0), 1, atol=1e-6)
    np.testing.assert_allclose(dataset.scaling.inverse(dataset.examples), load_wine().data, rtol=1e-6)


def test_that_columns_of_an_embedded_table_can_be_left_out():
    dataset = load_dataset(DataSpec(source="wine", leave_out=("ash", "hue")))
    assert dataset.data_shape == (11,)
    with pytest.raises(DataError, match=r"wine has no column 'nose', which data\.leave_out names"):
        load_dataset(DataSpec(source="wine", leave_out=("nose",)))


def test_that_a_column_of_whole_numbers_can_be_the_label_instead():
    dataset = load_dataset(DataSpec(source="wine", label="proline"))
    assert dataset.data_shape == (12,)
    assert dataset.class_names == tuple(str(int(value)) for value in np.unique(load_wine().data[:, -1]))


def test_that_the_catalogue_has_the_tables_by_their_kind():
    kinds = {info.name: info.kind for info in embedded_datasets()}
    assert kinds == {"digits": "image", "mnist": "image", "wine": "table", "breast-cancer": "table"}


def test_that_a_scikit_learn_without_its_data_is_an_error_in_words(monkeypatch, tmp_path):
    monkeypatch.setattr(embedded_tables, "data_file", lambda name, what: tmp_path / name)
    with pytest.raises(DataError, match="embedded table wine cannot be read from"):
        load_dataset(DataSpec(source="wine"))
