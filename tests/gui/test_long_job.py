"""Long work on the core thread: in steps, one at a time, given up when something newer is wanted."""

import pytest

from vae_studio.gui.core import long_job
from vae_studio.gui.core.long_job import LongJob


@pytest.fixture
def job(core):
    return LongJob(core, "long")


def counting(name, steps, log):
    for step in range(steps):
        log.append((name, step))
        yield step + 1, steps
    return name


def refuse(error):
    raise AssertionError(error)


def test_that_work_tells_its_progress_and_returns_its_result(job, qtbot):
    told, results = [], []
    job.progressed.connect(lambda done, total: told.append((done, total)))
    job.start(counting("one", 3, []), results.append, refuse)
    assert job.running
    qtbot.waitUntil(lambda: results == ["one"])
    assert told == [(1, 3), (2, 3), (3, 3)]
    assert not job.running


def test_that_other_jobs_run_between_two_steps(core, job, qtbot):
    log, results = [], []
    job.start(counting("long", 2, log), results.append, refuse)
    core.submit(lambda: log.append(("short", 0)), lambda _: None, refuse)
    qtbot.waitUntil(lambda: results == ["long"])
    assert log.index(("short", 0)) < log.index(("long", 1))


def test_that_newer_work_ends_the_one_before(job, qtbot):
    results = []
    job.start(counting("old", 1000, []), results.append, refuse)
    job.start(counting("new", 2, []), results.append, refuse)
    qtbot.waitUntil(lambda: bool(results))
    assert results == ["new"]


def test_that_nothing_comes_of_cancelled_work(job, qtbot):
    results, log = [], []
    job.progressed.connect(lambda *_: job.cancel())
    job.start(counting("one", 1000, log), results.append, refuse)
    qtbot.waitUntil(lambda: not job.running)
    with qtbot.assertNotEmitted(job.progressed, wait=50):
        pass
    assert (results, len(log)) == ([], 1)


def test_that_an_error_reaches_whoever_began(job, qtbot):
    def failing():
        yield 1, 2
        raise ValueError("no")

    errors = []
    job.start(failing(), refuse, errors.append)
    qtbot.waitUntil(lambda: len(errors) == 1)
    assert str(errors[0]) == "no"
    assert not job.running


def test_that_held_work_takes_no_step_until_it_may(core, job, qtbot):
    log, results = [], []
    job.progressed.connect(lambda done, _: job.hold(done == 1))
    job.start(counting("long", 3, log), results.append, refuse)
    with qtbot.waitSignal(job.progressed):
        pass
    with qtbot.assertNotEmitted(job.progressed, wait=50):
        pass
    assert (log, job.running) == ([("long", 0)], True)
    job.hold(False)
    qtbot.waitUntil(lambda: results == ["long"])


def test_that_held_work_can_be_cancelled(job, qtbot):
    job.hold(True)
    log = []
    job.start(counting("one", 2, log), refuse, refuse)
    job.cancel()
    job.hold(False)
    with qtbot.assertNotEmitted(job.progressed, wait=50):
        pass
    assert (log, job.running) == ([], False)


def test_that_sparing_work_rests_so_long_that_it_takes_3_percent(job, qtbot, monkeypatch):
    results, progress = [], []
    seconds = iter(range(0, 1000, 5))
    monkeypatch.setattr(long_job.time, "perf_counter", lambda: next(seconds))  # each step takes 5 s
    job.progressed.connect(lambda done, _: progress.append(done))
    job.spare(True)
    job.start(counting("long", 5, []), results.append, refuse)
    qtbot.waitUntil(lambda: progress == [1, 2])
    assert 5 / (5 + job._rest.interval() / 1000) <= 0.03
    with qtbot.assertNotEmitted(job.progressed, wait=50):
        pass
    assert job.running
    job.spare(False)
    qtbot.waitUntil(lambda: results == ["long"])


def test_that_newer_work_does_not_cut_the_rest_short(job, qtbot, monkeypatch):
    seconds = iter(range(0, 1000, 5))
    monkeypatch.setattr(long_job.time, "perf_counter", lambda: next(seconds))
    job.spare(True)
    log, results = [], []
    job.start(counting("old", 5, log), refuse, refuse)
    qtbot.waitUntil(lambda: len(log) == 2 and job._rest.isActive() and job._rest.interval() > 0)
    job.start(counting("new", 1, log), results.append, refuse)
    with qtbot.assertNotEmitted(job.progressed, wait=50):
        pass
    assert len(log) == 2
    job.spare(False)
    qtbot.waitUntil(lambda: results == ["new"])
