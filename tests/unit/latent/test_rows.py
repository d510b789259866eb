"""Rows of a model of tables as files, in the columns' own units."""

import csv

import numpy as np
import pytest

from vae_studio.api import OutputError
from vae_studio.data import ColumnScaling, TableLayout
from vae_studio.data.table_rows import read_rows
from vae_studio.latent.rows import save_rows_csv, save_rows_npz

LAYOUT = TableLayout(
    ("mass, kg", "kind=ape", "kind=bee"),
    ColumnScaling(np.array([70.0, 0, 0]), np.array([10.0, 1, 1])),
    {"kind": ("ape", "bee")},
)
EXAMPLES = np.array([[0.5, 0.1, 0.9], [-1, 0.8, 0.2]], np.float32)


def test_that_a_csv_has_the_columns_of_the_training_data_in_their_units(tmp_path):
    save_rows_csv(tmp_path / "rows.csv", LAYOUT, EXAMPLES)
    with (tmp_path / "rows.csv").open(encoding="utf-8", newline="") as file:
        assert list(csv.reader(file)) == [["mass, kg", "kind"], ["75", "bee"], ["60", "ape"]]


def test_that_what_was_written_can_be_encoded_again(tmp_path):
    save_rows_csv(tmp_path / "rows.csv", LAYOUT, EXAMPLES)
    assert read_rows(tmp_path / "rows.csv", LAYOUT).examples.tolist() == [[0.5, 0, 1], [-1, 1, 0]]


def test_that_an_npz_has_every_column_of_the_model(tmp_path):
    save_rows_npz(tmp_path / "rows.npz", LAYOUT, EXAMPLES)
    with np.load(tmp_path / "rows.npz", allow_pickle=False) as saved:
        np.testing.assert_allclose(saved["x"], [[75, 0.1, 0.9], [60, 0.8, 0.2]])
        assert tuple(saved["columns"]) == LAYOUT.columns


@pytest.mark.parametrize("save", [save_rows_csv, save_rows_npz])
def test_that_a_folder_that_is_not_there_is_named(tmp_path, save):
    with pytest.raises(OutputError, match=r"There is no folder .*nowhere"):
        save(tmp_path / "nowhere" / "rows", LAYOUT, EXAMPLES)
