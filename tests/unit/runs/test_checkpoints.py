"""Checkpoints come back exactly, and damage never goes unnoticed."""

import errno
import io
import pickle
import zipfile

import numpy as np
import pytest

from vae_studio.api import OutputError, RunError
from vae_studio.runs import best_checkpoint, latest_checkpoint, load_checkpoint, load_latest, save_checkpoint
from vae_studio.runs.checkpoints import list_checkpoints

ARRAYS = {
    "encoder/dense/kernel:0": np.linspace(0, 1, 12, dtype=np.float32).reshape(3, 4),
    "optimiser/step": np.array(7, np.int64),
    "empty": np.zeros((0, 3), np.float32),
    "file": np.asfortranarray(np.arange(6.0).reshape(2, 3)),
    "odd": np.array([np.nan, -0.0, np.inf]),
}
STATE = {"epoch": 3, "history": [1.5, None], "name": "ž"}


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "checkpoints").mkdir()
    return tmp_path


def steps(folder):
    return [int(path.stem[5:]) for path in list_checkpoints(folder)]


def test_that_arrays_and_state_come_back_bit_for_bit(folder):
    path = save_checkpoint(folder, 430, ARRAYS, STATE)
    assert path == folder / "checkpoints" / "step-00000430.npz"
    arrays, state = load_checkpoint(path)
    assert state == STATE
    assert arrays.keys() == ARRAYS.keys()
    for name, array in ARRAYS.items():
        assert arrays[name].dtype == array.dtype
        assert arrays[name].shape == array.shape
        assert arrays[name].tobytes() == array.tobytes()


def test_that_numpy_reads_a_checkpoint_by_itself(folder):
    with np.load(save_checkpoint(folder, 1, ARRAYS, STATE), allow_pickle=False) as loaded:
        np.testing.assert_array_equal(loaded["odd"], ARRAYS["odd"])


def test_that_the_newest_checkpoint_is_loaded(folder):
    for step in (9, 10, 100_000_000):
        save_checkpoint(folder, step, {"w": np.full(2, step)}, {"step": step})
    newest = load_latest(folder)
    assert (newest.step, newest.state, newest.warnings) == (100_000_000, {"step": 100_000_000}, ())
    assert latest_checkpoint(folder) == newest.path


def truncated(content):
    return content[: len(content) // 2]


def flipped(content):
    position = content.index(b"\x93NUMPY") + 150
    return content[:position] + bytes([content[position] ^ 1]) + content[position + 1 :]


@pytest.mark.parametrize(
    "damage", [truncated, flipped, lambda content: b"", lambda content: b"\0" * len(content)]
)
def test_that_a_damaged_newest_checkpoint_gives_way_to_the_one_before_with_a_warning(folder, damage):
    save_checkpoint(folder, 1, {"w": np.arange(100)}, {"epoch": 1})
    newest = save_checkpoint(folder, 2, {"w": np.arange(100)}, {"epoch": 2})
    newest.write_bytes(damage(newest.read_bytes()))
    with pytest.raises(RunError, match=r"step-00000002\.npz is damaged"):
        load_checkpoint(newest)
    loaded = load_latest(folder)
    assert loaded.state == {"epoch": 1}
    assert len(loaded.warnings) == 1
    assert "step-00000002.npz is damaged" in loaded.warnings[0]


def test_that_a_run_without_a_whole_checkpoint_says_so(folder):
    with pytest.raises(RunError, match="no checkpoint yet"):
        load_latest(folder)
    save_checkpoint(folder, 1, {}, {}).write_bytes(b"junk")
    with pytest.raises(RunError, match=r"No checkpoint of run .* is whole"):
        load_latest(folder)


def test_that_a_pickle_in_a_checkpoint_is_never_executed(folder, tmp_path):
    class Bomb:
        def __reduce__(self):
            return (open, (str(tmp_path / "exploded"), "w"))

    member = io.BytesIO()
    np.lib.format.write_array_header_1_0(member, {"descr": "|O", "fortran_order": False, "shape": (1,)})
    member.write(pickle.dumps([Bomb()]))
    path = folder / "checkpoints" / "step-00000001.npz"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("w.npy", member.getvalue())
        archive.writestr("state.json", "{}")
    with pytest.raises(RunError, match="is damaged"):
        load_checkpoint(path)
    assert not (tmp_path / "exploded").exists()


def test_that_objects_are_refused_when_saving(folder):
    with pytest.raises(ValueError, match="allow_pickle"):
        save_checkpoint(folder, 1, {"w": np.array([object()])}, {})
    assert list((folder / "checkpoints").iterdir()) == []


def test_that_the_latest_and_the_best_are_kept(folder):
    scores = {1: 9.0, 2: 3.0, 3: 8.0, 4: float("nan"), 5: 7.0, 6: None}
    for step, score in scores.items():
        save_checkpoint(folder, step, {}, {}, keep=2, score=score)
    assert steps(folder) == [2, 5, 6]
    assert best_checkpoint(folder).name == "step-00000002.npz"


def test_that_zero_keeps_all(folder):
    for step in range(1, 9):
        save_checkpoint(folder, step, {}, {}, keep=0)
    assert steps(folder) == list(range(1, 9))


def test_that_checkpoints_of_a_future_that_was_given_up_are_removed(folder):
    save_checkpoint(folder, 10, {}, {}, score=2.0)
    save_checkpoint(folder, 20, {}, {}, score=1.0).write_bytes(b"damaged")
    save_checkpoint(folder, 15, {}, {}, keep=1, score=3.0)
    assert steps(folder) == [10, 15]


def test_that_a_full_disk_leaves_the_checkpoints_from_before(folder, failing_write):
    save_checkpoint(folder, 1, {"w": np.ones(3)}, {"epoch": 1}, keep=1)
    failing_write(errno.ENOSPC)
    with pytest.raises(OutputError, match="disk is full"):
        save_checkpoint(folder, 2, {"w": np.ones(3)}, {"epoch": 2}, keep=1)
    assert [p.name for p in (folder / "checkpoints").iterdir()] == ["step-00000001.npz"]
    assert load_latest(folder).state == {"epoch": 1}


def test_that_foreign_files_are_left_alone(folder):
    foreign = folder / "checkpoints" / "step-final.npz"
    foreign.write_bytes(b"mine")
    for step in (1, 2, 3):
        save_checkpoint(folder, step, {}, {}, keep=1)
    assert steps(folder) == [3]
    assert foreign.exists()
