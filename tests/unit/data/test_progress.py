import pytest

from vae_studio.api import DataError
from vae_studio.data.progress import Progress, ReadingCancelledError, Reporter


def test_that_reports_come_at_most_every_fifty_milliseconds_but_the_last_always():
    seen, times = [], iter([0.00, 0.01, 0.02, 0.06, 0.07])
    reporter = Reporter(seen.append, clock=lambda: next(times))
    for done in range(1, 6):
        reporter.report("reading", done, 5)
    assert seen == [Progress("reading", 1, 5), Progress("reading", 4, 5), Progress("reading", 5, 5)]


def test_that_the_time_left_follows_from_the_speed_of_the_phase_alone():
    seen, times = [], iter([10.0, 10.5, 12.0, 20.0, 22.0])
    reporter = Reporter(seen.append, clock=lambda: next(times))
    for phase, done in (("listing", 0), ("reading", 0), ("reading", 30), ("reading", 95), ("checking", 5)):
        reporter.report(phase, done, None if phase == "listing" else 100)
    assert [report.seconds_left for report in seen] == [None, None, 3.5, 0.5, None]


def test_that_cancelling_raises_an_error_of_the_family():
    with pytest.raises(ReadingCancelledError) as caught:
        Reporter(cancelled=lambda: True).report("reading", 1, 2)
    assert isinstance(caught.value, DataError)
