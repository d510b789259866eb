"""The weights of finished epochs: which are kept, and that they come back."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vae_studio.api import OutputError, RunError
from vae_studio.runs import epoch_weights
from vae_studio.runs.epoch_weights import (
    load_epoch_weights,
    recorded_epochs,
    save_epoch_weights,
    truncate_epoch_weights,
    wanted_epochs,
)

WEIGHTS = {"model/encoder/000": np.linspace(0, 1, 6, dtype=np.float32).reshape(2, 3)}


def saved(folder, epochs, keep=100):
    for epoch in epochs:
        save_epoch_weights(folder, epoch, {"w": np.full(3, epoch, np.float32)}, keep)
    return recorded_epochs(folder)


def test_that_weights_come_back_as_they_were(tmp_path):
    save_epoch_weights(tmp_path, 3, {**WEIGHTS, "wide": np.array([0.1])}, 10)
    found = load_epoch_weights(tmp_path, 3)
    np.testing.assert_array_equal(found["model/encoder/000"], WEIGHTS["model/encoder/000"])
    assert found["wide"].dtype == np.float32
    assert (tmp_path / "epochs" / "epoch-0003.npz").is_file()


def test_that_every_epoch_is_kept_while_there_is_room(tmp_path):
    assert recorded_epochs(tmp_path) == ()
    assert saved(tmp_path, range(1, 9), keep=8) == tuple(range(1, 9))


def test_that_every_second_one_goes_where_there_are_too_many(tmp_path):
    assert saved(tmp_path, range(1, 10), keep=8) == (1, 3, 5, 7, 9)
    assert saved(tmp_path, range(10, 13), keep=8) == (1, 3, 5, 7, 9, 10, 11, 12)
    assert saved(tmp_path, [13], keep=8) == (1, 3, 5, 7, 9, 11, 13)


def test_that_none_is_kept_where_none_is_wanted(tmp_path):
    saved(tmp_path, [1, 2])
    assert saved(tmp_path, [3], keep=0) == ()


def test_that_large_weights_leave_room_for_fewer(tmp_path, monkeypatch):
    monkeypatch.setattr(epoch_weights, "LARGEST_BYTES", 4 * 700)
    found = saved(tmp_path, range(1, 12))
    sizes = [path.stat().st_size for path in (tmp_path / "epochs").iterdir()]
    assert sum(sizes) <= 4 * 700
    assert found[0] == 1
    assert found[-1] == 11


@given(st.sets(st.integers(1, 500), min_size=1), st.integers(0, 60))
def test_that_what_stays_is_no_more_than_asked_for_and_ends_with_the_newest(epochs, most):
    epochs = tuple(sorted(epochs))
    kept = wanted_epochs(epochs, most)
    assert len(kept) <= max(most, 1)
    assert kept[-1] == epochs[-1]
    assert set(kept) <= set(epochs)
    if len(epochs) <= most:
        assert kept == epochs


def test_that_a_run_that_goes_on_from_an_earlier_epoch_forgets_the_later_ones(tmp_path):
    saved(tmp_path, range(1, 6))
    truncate_epoch_weights(tmp_path, 2)
    assert recorded_epochs(tmp_path) == (1, 2)
    assert saved(tmp_path, [1]) == (1,)


def test_that_an_epoch_that_was_not_kept_is_named_with_those_that_were(tmp_path):
    with pytest.raises(RunError, match=r"no weights of epoch 4\. None were kept"):
        load_epoch_weights(tmp_path, 4)
    saved(tmp_path, [1, 2])
    with pytest.raises(RunError, match=r"Kept are those after epochs 1, 2\."):
        load_epoch_weights(tmp_path, 4)


def test_that_a_damaged_file_is_refused_in_words(tmp_path):
    saved(tmp_path, [1])
    path = tmp_path / "epochs" / "epoch-0001.npz"
    path.write_bytes(path.read_bytes()[:-40])
    with pytest.raises(RunError, match="damaged"):
        load_epoch_weights(tmp_path, 1)


def test_that_files_of_others_are_no_epochs(tmp_path):
    saved(tmp_path, [1])
    (tmp_path / "epochs" / "epoch-best.npz").touch()
    assert recorded_epochs(tmp_path) == (1,)


def test_that_a_folder_that_cannot_be_made_is_told(tmp_path):
    (tmp_path / "epochs").write_text("in the way")
    with pytest.raises(OutputError):
        save_epoch_weights(tmp_path, 1, WEIGHTS, 10)
