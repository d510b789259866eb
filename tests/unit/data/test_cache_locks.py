"""Marks on folders of the cache: what is in use stays, and what a process left behind goes."""

import os
import time

import pytest

from vae_studio.data.cache import locks, upkeep
from vae_studio.data.cache.store import Building, open_kept

pytestmark = pytest.mark.skipif("sys.platform == 'win32'", reason="there are no such locks there")
DAY = 24 * 3600
KEY = "0" * 32


@pytest.fixture
def folder(tmp_path):
    """A folder that nobody uses."""
    folder = tmp_path / "kept"
    folder.mkdir()
    return folder


def make_old(folder):
    before = time.time() - 2 * DAY
    os.utime(folder, (before, before))


def building_folder(building):
    return building.examples.parent


def test_that_a_folder_is_free_once_the_last_of_its_users_is_done(folder):
    users = [locks.share(folder) for _ in range(2)]
    for user in users:
        assert not locks.is_free(folder)
        os.close(user)
    assert locks.is_free(folder)


def test_that_whoever_comes_while_a_folder_is_being_removed_has_no_lock(folder):
    import fcntl

    removing = os.open(folder / locks.NAME, os.O_RDWR | os.O_CREAT)
    fcntl.flock(removing, fcntl.LOCK_EX)
    assert locks.share(folder) is None
    os.close(removing)


def test_that_what_is_written_for_longer_than_a_day_is_not_taken_away(store):
    with Building(KEY) as building:
        make_old(building_folder(building))
        upkeep.remove_abandoned(store)
        assert building.examples.exists()


def test_that_without_a_lock_a_folder_is_abandoned_after_a_day(folder):
    assert not locks.is_abandoned(folder)
    make_old(folder)
    assert locks.is_abandoned(folder)


def test_that_a_lock_that_nobody_holds_tells_at_once_that_a_folder_is_abandoned(folder):
    os.close(locks.share(folder))
    assert locks.is_abandoned(folder)


def test_that_what_is_written_is_locked_until_it_is_in_its_place(tmp_path, store, reporter, monkeypatch):
    def put(made, place, record):
        upkeep.remove_abandoned(store)
        return real(made, place, record)

    real = upkeep.put
    monkeypatch.setattr(upkeep, "put", put)
    with Building(KEY) as building:
        building.examples.write_bytes(b"abc")
        building.commit(tmp_path, {}, "three", (3, 1), None, {}, reporter)
    assert open_kept(KEY, reporter).examples.tobytes() == b"abc"
    assert upkeep.remove(store / KEY)
    assert not (store / KEY).exists()
