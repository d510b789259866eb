"""What the window says of the time that a measurement still takes."""

from vae_studio.gui.runs.foot import Foot
from vae_studio.gui.runs.measuring import ExamplePace, MeasureProgress


def test_that_the_time_left_is_learnt_from_what_was_done_and_forgets_rests():
    pace = ExamplePace()
    assert pace.left(2, 100, 40.0) is None, "the first step also compiles"
    assert pace.left(12, 100, 45.0) == 88 * 0.5
    pace.rest()
    assert pace.left(12, 100, 9000.0) == 88 * 0.5
    assert pace.left(100, 100, 9010.0) == 0.0


def test_that_the_foot_tells_the_time_left_while_nothing_is_waited_for(theme, qtbot):
    foot = Foot(theme)
    qtbot.addWidget(foot)
    foot.show_progress(MeasureProgress("one", 1, 2, 30, 100, seconds_left=75.0))
    assert foot.progress.text() == "Measuring one, run 1 of 2, 1 min 15 s left"
    foot.show_progress(MeasureProgress("one", 1, 1, 30, 100, waiting=True, seconds_left=75.0))
    assert foot.progress.text() == "Measuring one: waits for the training"
    foot.show_progress(MeasureProgress("one", 1, 1))
    assert foot.progress.text() == "Measuring one"
