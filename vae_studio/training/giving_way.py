"""Computing behind whoever looks: where training and the window want the same core, the window goes first."""

from __future__ import annotations

import os
import sys
import threading

import tensorflow as tf

NICENESS = 5
"""Of the threads that compute: beside a window that draws, each is given a third of what the window is."""


def compute_behind(niceness: int = NICENESS) -> None:
    """Have TensorFlow make the threads that it computes with, and let all others of this process go first.

    A thread inherits how much it gives way from the one that makes it, and cannot take it back; so they are
    made from a thread that ends at once. On a core that nobody else wants they are as fast as ever. Where
    TensorFlow has computed before, or the system knows no such thing of threads, everything stays as it is.
    """
    if sys.platform != "linux":
        return
    maker = threading.Thread(target=_initialise, args=(niceness,), name="giving way")
    maker.start()
    maker.join()


def _initialise(niceness: int) -> None:
    thread = threading.get_native_id()
    os.setpriority(os.PRIO_PROCESS, thread, os.getpriority(os.PRIO_PROCESS, thread) + niceness)
    tf.config.list_logical_devices()
