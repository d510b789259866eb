"""What the outside asks of a loop, from any thread."""

import threading

from vae_studio.training.control import Control


def test_that_pause_and_resume_undo_each_other_and_stop_stays():
    control = Control()
    assert (control.paused, control.stopping) == (False, False)
    control.pause()
    assert control.paused
    control.resume()
    assert not control.paused
    control.stop()
    control.resume()
    assert control.stopping


def test_that_waiting_is_over_at_once_unless_the_loop_is_paused():
    control = Control()
    control.wait_for_change(3600)
    control.pause()
    control.stop()
    control.wait_for_change(3600)


def test_that_resume_wakes_a_waiting_loop():
    control = Control()
    control.pause()
    loop = threading.Thread(target=control.wait_for_change, args=(3600,), daemon=True)
    loop.start()
    while loop.is_alive():
        control.resume()
        loop.join(0.01)
        control.pause()
    assert control.paused
