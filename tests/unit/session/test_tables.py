"""Runs on tables: rows in, rows out, in the columns' own units."""

import csv
import json
import shutil

import numpy as np
import pytest

from vae_studio.api import OutputError, RunError, SpecError
from vae_studio.runs.folder import RunFolder

SETTINGS = {
    "encoder.units": "[4]",
    "decoder.units": "[4]",
    "decoder.likelihood": "normal",
    "training.batch_size": "8",
    "training.shards": "1",
    "data.categories": "one_hot",
    "data.label": "site",
}


@pytest.fixture(scope="module")
def source(tmp_path_factory):
    """A table of three columns of numbers, one of which is 0 or 1, a text, and a label."""
    random = np.random.default_rng(2)
    path = tmp_path_factory.mktemp("table") / "beasts.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["mass", "kind", "height", "old", "site"])
        for row in range(60):
            kind = ("ape", "bee")[row % 2]
            numbers = f"{random.normal(700, 90):.6g}", kind, f"{random.normal(0.02, 0.004):.6g}", row % 3 // 2
            writer.writerow([*numbers, "north" if row < 30 else "south"])
    return path


@pytest.fixture(scope="module")
def run(session, source):
    return session.train(
        dataset=str(source), encoder="dense", decoder="dense", epochs=1, seed=1, settings=SETTINGS
    )


@pytest.fixture(scope="module")
def reopened(session, run, source):
    """The run opened while the table that it was trained on cannot be read."""
    hidden = source.rename(source.with_suffix(".hidden"))
    yield session.open(run.path)
    hidden.rename(source)


def test_that_the_manifest_keeps_what_it_takes_to_encode_other_rows(run):
    table = RunFolder.open(run.path).manifest.dataset.table
    assert table.columns == ("mass", "kind=ape", "kind=bee", "height", "old")
    assert table.categories == {"kind": ("ape", "bee")}
    train = run.dataset.splits.train
    original = run.dataset.layout.scaling.inverse(run.dataset.examples)[train]
    np.testing.assert_allclose(table.mean[0], original[:, 0].mean(), rtol=1e-6)
    np.testing.assert_allclose(table.scale[3], original[:, 3].std(), rtol=1e-5)
    assert (table.mean[4], table.scale[4]) == (0, 1)
    assert run.folder.manifest.dataset.class_names == ("north", "south")


def test_that_a_table_is_encoded_without_the_data_it_was_trained_on(run, reopened, source):
    path = source.with_suffix(".hidden").with_name("again.csv")
    path.write_text(source.with_suffix(".hidden").read_text())
    found = reopened.encode_files([path])
    assert found.names[:2] == (f"{path} row 2", f"{path} row 3")
    assert found.notes == (f"{path}: column site left out, which the run was not trained on",)
    np.testing.assert_allclose(found.encoding.loc, run.encode(run.dataset.examples).loc, atol=1e-5)


def test_that_a_table_with_a_mistake_is_left_out_as_a_whole(run, tmp_path):
    good, bad = tmp_path / "good.csv", tmp_path / "bad.csv"
    good.write_text("mass,kind,height,old\n700,bee,0.02,1\n")
    bad.write_text("mass,kind,height,old\n700,bee,0.02,1\n700,cow,0.02,1\n")
    found = run.encode_files([bad, good, tmp_path / "nowhere.csv"])
    assert found.names == (f"{good} row 2",)
    assert [name for name, _ in found.failures] == [str(bad), str(tmp_path / "nowhere.csv")]
    assert "row 3, column 'kind' holds 'cow'" in found.failures[0][1]
    assert run.encode_files([bad]).encoding is None


def test_that_samples_are_saved_in_the_units_of_the_columns_and_encode_again(run, tmp_path):
    run.save_samples(tmp_path / "rows.csv", 50, 2, seed=3, show="draw")
    with (tmp_path / "rows.csv").open(encoding="utf-8") as file:
        header, *rows = csv.reader(file)
    assert header == ["mass", "kind", "height", "old"]
    assert len(rows) == 100
    assert {row[1] for row in rows} <= {"ape", "bee"}
    samples = run.layout.scaling.inverse(run.sample(100, seed=3, show="draw"))
    np.testing.assert_allclose([float(row[0]) for row in rows], samples[:, 0], rtol=1e-6)
    assert len(run.encode_files([tmp_path / "rows.csv"]).names) == 100


def test_that_samples_are_saved_as_arrays_too(run, tmp_path):
    run.save_samples(tmp_path / "rows.npz", 2, 3)
    with np.load(tmp_path / "rows.npz", allow_pickle=False) as saved:
        assert saved["x"].shape == (6, 5)
        assert 400 < saved["x"][:, 0].mean() < 1000


def test_that_a_table_is_no_picture(run, tmp_path):
    with pytest.raises(OutputError, match=r"rows\.png ends neither in \.csv nor in \.npz, and this run"):
        run.save_samples(tmp_path / "rows.png", 2, 2)
    assert not list(tmp_path.iterdir())


def test_that_a_run_of_images_has_no_layout_and_saves_samples_as_pictures_alone(tiny_run, tmp_path):
    assert tiny_run.layout is None
    with pytest.raises(OutputError, match=r"rows\.csv does not end in \.png"):
        tiny_run.save_samples(tmp_path / "rows.csv", 2, 2)


def test_that_another_treatment_of_the_columns_is_not_the_spec_s_own_data(session, run):
    changed = run.spec.replaced("data", scaling="none")
    with pytest.raises(SpecError, match=r"data\.scaling: the dataset was read with 'standardise'"):
        session.begin(changed, run.dataset)


@pytest.mark.parametrize("use", ["open", "resume"])
def test_that_a_run_whose_table_was_scaled_otherwise_says_so(session, run, tmp_path, use):
    folder = tmp_path / "old"
    shutil.copytree(run.path, folder)
    manifest = json.loads((folder / "run.json").read_text())
    del manifest["dataset"]["table"]
    (folder / "run.json").write_text(json.dumps(manifest))
    with pytest.raises(RunError) as caught:
        getattr(session, use)(folder)
    assert caught.value.message.startswith("Run old was made by an earlier version, which scaled the columns")
    assert caught.value.remedy == f"Start a new run on {run.dataset.source}."
