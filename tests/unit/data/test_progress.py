import pytest

from vae_studio.api import DataError
from vae_studio.data.progress import Progress, ReadingCancelledError, Reporter


def test_that_reports_come_at_most_every_fifty_milliseconds_but_the_last_always():
    seen, times = [], iter([0.00, 0.01, 0.02, 0.06, 0.07])
    reporter = Reporter(seen.append, clock=lambda: next(times))
    for done in range(1, 6):
        reporter.report("reading", done, 5)
    assert seen == [Progress("reading", 1, 5), Progress("reading", 4, 5), Progress("reading", 5, 5)]


def test_that_cancelling_raises_an_error_of_the_family():
    with pytest.raises(ReadingCancelledError) as caught:
        Reporter(cancelled=lambda: True).report("reading", 1, 2)
    assert isinstance(caught.value, DataError)
