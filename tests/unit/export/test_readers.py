"""The functions that scripts read their data with, and when they are used."""

import csv
import gzip
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vae_studio.api import DataSpec, OutputError
from vae_studio.data.splits import split_examples
from vae_studio.export import readers
from vae_studio.export.data_source import given_tests, original_source, prepared_source, write_examples


@given(
    count=st.integers(1, 300),
    given_test=st.integers(0, 50),
    validation=st.floats(0, 0.9),
    test=st.floats(0, 0.9),
    seed=st.integers(0, 2**63),
)
def test_that_the_split_of_a_script_is_that_of_the_studio(count, given_test, validation, test, seed):
    wanted = split_examples(count + given_test, seed, validation, test, given_test)
    found = readers.split(count + given_test, validation, test, seed, given_test)
    for one, other in zip(found, (wanted.train, wanted.validation, wanted.test), strict=True):
        np.testing.assert_array_equal(one, other)


def used(session, path, **settings):
    """Return how a script would read a file, and the dataset."""
    dataset = session.load_dataset(DataSpec(source=str(path), **settings))
    return original_source(dataset), dataset


def read(source, dataset):
    """Return what a script makes of its data before it is scaled to float32."""
    examples = source.reader(source.path, *source.arguments)
    examples = examples[..., None] if source.add_channel else examples
    return readers.standardised(examples, dataset.splits.train) if source.standardise else examples


@pytest.fixture
def pictures():
    return np.random.default_rng(0).integers(0, 256, (40, 9, 8), dtype=np.uint8)


def test_that_a_folder_of_idx_files_is_read_in_place(session, tmp_path, pictures):
    for name, part in (("train", pictures[:30]), ("t10k", pictures[30:])):
        header = bytes([0, 0, 8, 3]) + np.array(part.shape, ">u4").tobytes()
        with gzip.open(tmp_path / f"{name}-images-idx3-ubyte.gz", "wb") as file:
            file.write(header + part.tobytes())
    source, dataset = used(session, tmp_path)
    assert source.reader is readers.read_idx_folder
    assert source.given_test == 10
    np.testing.assert_array_equal(read(source, dataset), dataset.examples)


@pytest.mark.parametrize("axis", [False, True])
def test_that_arrays_of_images_are_read_in_place(session, tmp_path, pictures, axis):
    path = tmp_path / "pictures.npy"
    np.save(path, pictures[..., None] if axis else pictures)
    source, dataset = used(session, path)
    assert (source.reader, source.add_channel) == (readers.read_npy, not axis)
    np.testing.assert_array_equal(read(source, dataset), dataset.examples)


def test_that_training_and_test_arrays_of_an_npz_file_are_joined(session, tmp_path, pictures):
    path = tmp_path / "pictures.npz"
    np.savez(path, x_train=pictures[:30], x_test=pictures[30:], other=pictures[:1])
    source, dataset = used(session, path)
    assert source.arguments == ("x_train", "x_test")
    assert source.given_test == 10
    np.testing.assert_array_equal(read(source, dataset), dataset.examples)


def test_that_nothing_that_does_not_fit_into_memory_is_read_whole_to_see_whether_it_could_be(
    session, tmp_path, pictures, monkeypatch
):
    monkeypatch.setattr("vae_studio.data.dataset.IN_MEMORY_BYTES", 0)
    monkeypatch.setenv("VAE_STUDIO_CACHE", str(tmp_path / "cache"))
    np.save(tmp_path / "pictures.npy", pictures)
    table = np.random.default_rng(1).normal(size=(40, 3)).astype(np.float32)
    np.save(tmp_path / "table.npy", table)
    np.savetxt(tmp_path / "table.csv", table, delimiter=",", header="a,b,c", comments="")
    source, dataset = used(session, tmp_path / "pictures.npy")
    assert source.reader is readers.read_npy
    assert isinstance(read(source, dataset), np.memmap)
    for name, scaling in (("table.npy", "standardise"), ("table.csv", "standardise"), ("table.csv", "none")):
        source, dataset = used(session, tmp_path / name, scaling=scaling)
        assert dataset.is_streamed
        assert source is None


@pytest.mark.parametrize("settings", [{"invert": True}, {"size": (16, 16)}])
def test_that_images_which_need_more_than_numpy_are_written_beside_the_script(
    session, tmp_path, pictures, settings
):
    path = tmp_path / "pictures.npy"
    np.save(path, pictures)
    source, dataset = used(session, path, **settings)
    assert source is None
    prepared = prepared_source(tmp_path / "model-data.npz", dataset)
    write_examples(prepared.path, dataset)
    np.testing.assert_array_equal(read(prepared, dataset), dataset.examples)
    assert prepared.given_test == 0


def test_that_a_table_is_read_in_place_and_standardised_by_its_training_rows(session, tmp_path):
    path = tmp_path / "table.csv"
    rows = np.random.default_rng(1).normal([5, -3, 100], [1, 7, 1e-3], (50, 3))
    lines = [
        f'{a!r},{b!r},"{c!r}",{number % 2},red,4'
        for number, (a, b, c) in enumerate(np.asarray(rows, object).tolist())
    ]
    path.write_text("\ufeffa,b,the c,flag,colour,constant\n" + "\n".join(lines) + "\n", encoding="utf-8")
    source, dataset = used(session, path, label="colour", leave_out=("b",))
    assert source.reader is readers.read_csv
    assert source.arguments == (",", 1, [0, 2, 3, 5])
    np.testing.assert_allclose(read(source, dataset), dataset.examples, rtol=1e-5, atol=1e-5)
    assert set(np.unique(dataset.examples[:, 2])) == {0.0, 1.0}


def test_that_a_table_without_a_header_is_read_by_the_numbers_of_its_columns(session, tmp_path):
    path = tmp_path / "table.tsv"
    np.savetxt(path, np.random.default_rng(1).normal(size=(30, 4)), delimiter="\t")
    source, dataset = used(session, path, leave_out=("column 2",), scaling="none")
    assert source.arguments == ("\t", 0, [0, 2, 3])
    assert not source.standardise
    np.testing.assert_allclose(read(source, dataset), dataset.examples, rtol=1e-6)


def test_that_a_table_with_columns_of_text_is_written_beside_the_script(session, tmp_path):
    path = tmp_path / "table.csv"
    path.write_text("a,colour\n" + "\n".join(f"{n},{'red' if n % 3 else 'blue'}" for n in range(20)))
    source, _ = used(session, path, categories="one_hot")
    assert source is None


def test_that_a_table_whose_header_is_longer_than_a_cell_may_be_is_read_in_place(session, tmp_path):
    path = tmp_path / "wide.csv"
    names = [f"measurement_{number:08}_{'x' * 120}" for number in range(1000)]
    rows = np.random.default_rng(1).normal(size=(12, len(names)))
    np.savetxt(path, rows, delimiter=",", header=",".join(names), comments="")
    assert len(path.read_text().splitlines()[0]) > csv.field_size_limit()
    source, dataset = used(session, path)
    assert source.arguments == (",", 1, list(range(1000)))
    np.testing.assert_allclose(read(source, dataset), dataset.examples, rtol=1e-5, atol=1e-5)


def test_that_the_delimiter_is_the_one_that_the_data_were_read_with(session, tmp_path):
    path = tmp_path / "table.csv"
    rows = [f"{number};{number * 7 % 11}" for number in range(20)]
    path.write_text("\n\n" + "\n".join(['"a, of all";b', *rows]) + "\n")
    source, dataset = used(session, path)
    assert dataset.columns == ("a, of all", "b")
    assert source.arguments == (";", 3, [0, 1])
    np.testing.assert_allclose(read(source, dataset), dataset.examples, rtol=1e-5, atol=1e-5)


def test_that_a_table_which_became_unreadable_meanwhile_is_written_beside_the_script(session, tmp_path):
    path = tmp_path / "table.csv"
    path.write_text("a,b\n" + "1,2\n3,4\n" * 10)
    _, dataset = used(session, path)
    path.write_text('"' + "x" * 200_000 + "\n1,2\n")
    assert original_source(dataset) is None


def other_arrays(path):
    np.savez(path, examples=np.zeros(3))


def no_arrays(path):
    path.write_text("the only copy")


@pytest.mark.parametrize("make", [other_arrays, no_arrays, Path.mkdir])
def test_that_what_no_export_wrote_is_not_replaced(digits, tmp_path, make):
    path = tmp_path / "model-data.npz"
    make(path)
    before = None if path.is_dir() else path.read_bytes()
    with pytest.raises(OutputError, match=r"model-data\.npz was not written by an export.*another name"):
        write_examples(path, digits)
    assert path.is_dir() if before is None else path.read_bytes() == before


def test_that_the_examples_of_an_earlier_export_are_replaced(digits, tmp_path):
    path = tmp_path / "model-data.npz"
    write_examples(path, replace(digits, examples=digits.examples[:5]))
    write_examples(path, digits)
    np.testing.assert_array_equal(readers.read_npz(path, "examples"), digits.examples)
    with pytest.raises(OutputError, match="the data of this run itself"):
        write_examples(path, replace(digits, source=str(path)))


def test_that_embedded_data_are_written_beside_the_script(digits):
    assert original_source(digits) is None


def test_that_a_source_which_is_gone_is_not_read_in_place(digits, tmp_path):
    assert original_source(replace(digits, source=str(tmp_path / "gone.npy"))) is None


def test_that_splits_of_another_origin_are_refused(digits):
    splits = replace(digits.splits, train=digits.splits.validation, validation=digits.splits.train)
    with pytest.raises(OutputError, match="splits"):
        given_tests(replace(digits, splits=splits))
