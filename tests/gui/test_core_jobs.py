"""Jobs: the queue, the core thread and the short jobs."""

import threading

import pytest
from PySide6.QtCore import QThread

from vae_studio.gui.core.jobs import Job, JobQueue
from vae_studio.gui.core.short_jobs import ShortJobs
from vae_studio.gui.core.worker import Core


def job(name, key=None, log=None):
    return Job(lambda: name, (log if log is not None else []).append, lambda error: None, key)


def names(queue):
    found = []
    while (taken := queue.take()) is not None:
        found.append(taken.work())
    return found


def test_that_jobs_leave_the_queue_in_the_order_in_which_they_came():
    queue = JobQueue()
    for name in "abc":
        queue.put(job(name))
    assert names(queue) == ["a", "b", "c"]


def test_that_of_waiting_jobs_with_one_key_only_the_newest_is_left():
    queue = JobQueue()
    queue.put(job("old grid", "grid"))
    queue.put(job("tray", "tray"))
    queue.put(job("new grid", "grid"))
    assert names(queue) == ["tray", "new grid"]


def test_that_jobs_without_a_key_replace_nothing():
    queue = JobQueue()
    queue.put(job("a"))
    queue.put(job("b"))
    assert len(queue) == 2


def test_that_a_cleared_queue_holds_nothing():
    queue = JobQueue()
    queue.put(job("a"))
    queue.clear()
    assert queue.take() is None


@pytest.fixture
def core(qtbot):
    core = Core()
    yield core
    if core.running:
        with qtbot.waitSignal(core.finished):
            core.quit()


def fail_with(error):
    raise error


def test_that_work_is_done_on_the_core_thread_and_results_come_back_on_the_gui_thread(core, qtbot):
    seen = {}
    here = QThread.currentThread()

    def done(worker_thread):
        seen["worker"] = worker_thread
        seen["result"] = QThread.currentThread()

    core.start()
    core.submit(QThread.currentThread, done, fail_with)
    qtbot.waitUntil(lambda: "result" in seen)
    assert seen["result"] is here
    assert seen["worker"] is not here


def test_that_jobs_submitted_before_the_start_run_afterwards(core, qtbot):
    results = []
    core.submit(lambda: 1, results.append, fail_with)
    core.start()
    qtbot.waitUntil(lambda: results == [1])


def test_that_an_error_reaches_whoever_submitted_the_job_and_the_thread_goes_on(core, qtbot):
    errors, results = [], []
    core.start()
    core.submit(lambda: fail_with(ValueError("no")), results.append, errors.append)
    core.submit(lambda: "next", results.append, fail_with)
    qtbot.waitUntil(lambda: results == ["next"])
    assert str(errors[0]) == "no"


def test_that_a_long_job_lets_waiting_jobs_run_when_it_drains_the_queue(core, qtbot):
    order, is_running, may_drain = [], threading.Event(), threading.Event()

    def long_job():
        is_running.set()
        may_drain.wait()
        core.drain()
        return "long"

    core.start()
    core.submit(long_job, order.append, fail_with)
    is_running.wait()
    core.submit(lambda: "short", order.append, fail_with)
    may_drain.set()
    qtbot.waitUntil(lambda: len(order) == 2)
    assert order == ["short", "long"]


def test_that_the_core_keeps_its_thread_state_between_two_jobs(core, qtbot):
    local, results = threading.local(), []

    def remember():
        local.value = 7

    core.start()
    core.submit(remember, results.append, fail_with)
    qtbot.waitUntil(lambda: len(results) == 1)
    core.submit(lambda: getattr(local, "value", None), results.append, fail_with)
    qtbot.waitUntil(lambda: len(results) == 2)
    assert results[1] == 7


def test_that_quitting_forgets_what_waits_and_ends_after_the_job_in_progress(core, qtbot):
    results, is_running, may_end = [], threading.Event(), threading.Event()

    def long_job():
        is_running.set()
        may_end.wait()
        return "in progress"

    core.start()
    core.submit(long_job, results.append, fail_with)
    is_running.wait()
    core.submit(lambda: "waiting", results.append, fail_with)
    with qtbot.waitSignal(core.finished):
        core.quit()
        may_end.set()
    assert results == ["in progress"]


@pytest.fixture
def short_jobs(qtbot):
    jobs = ShortJobs()
    yield jobs
    jobs.close()


def test_that_a_short_job_returns_its_result_on_the_gui_thread(short_jobs, qtbot):
    here, seen = QThread.currentThread(), []
    short_jobs.submit(lambda: 3, lambda value: seen.append((value, QThread.currentThread())), fail_with)
    qtbot.waitUntil(lambda: len(seen) == 1)
    assert seen == [(3, here)]


def test_that_a_short_job_tells_its_error(short_jobs, qtbot):
    errors = []
    short_jobs.submit(lambda: fail_with(OSError("gone")), fail_with, errors.append)
    qtbot.waitUntil(lambda: len(errors) == 1)
    assert str(errors[0]) == "gone"


def test_that_closed_short_jobs_begin_nothing():
    jobs, begun = ShortJobs(), []
    jobs.close()
    jobs.submit(lambda: begun.append(1), fail_with, fail_with)
    assert begun == []


def test_that_closed_short_jobs_deliver_nothing_more(qtbot):
    jobs, results, may_end = ShortJobs(), [], threading.Event()
    jobs.submit(lambda: may_end.wait(), results.append, fail_with)
    threading.Timer(0.05, may_end.set).start()
    jobs.close()
    sentinel = ShortJobs()
    sentinel.submit(lambda: "after", results.append, fail_with)
    qtbot.waitUntil(lambda: "after" in results)
    sentinel.close()
    assert results == ["after"]
