"""How many steps of a compiled call are whole, kept where it can be read after the call has failed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import tensorflow as tf


class StepMark(tf.Module):
    """Counts the steps whose updates are complete, inside the graph.

    A call that runs out of memory in the middle gives nothing back, yet the steps before that have changed the
    weights. The mark says how many they are, and whether the one that failed had begun to change them too.

    Parameters
    ----------
    figure_count
        How many figures a step has.
    """

    def __init__(self, figure_count: int) -> None:
        super().__init__(name="step_mark")
        with tf.device("/CPU:0"):
            self._whole = tf.Variable(True, trainable=False)
            self._step = tf.Variable(0, trainable=False, dtype=tf.int64)
            self._totals = tf.Variable(tf.zeros([figure_count], tf.float64), trainable=False)

    def begin(self, step: int, totals: np.ndarray) -> None:
        """Take note of where a call begins: the steps done, and the sums of their figures."""
        self._step.assign(step)
        self._totals.assign(totals)
        self._whole.assign(True)

    def around(self, update: Callable[[], Any], step: Any, totals: Any) -> None:
        """Change the weights, with a mark before and after.

        Parameters
        ----------
        update
            Changes them, and returns the operation that is done when they are changed.
        step, totals
            What holds afterwards: the steps done, int64, and the sums of their figures, float64.
        """
        with tf.control_dependencies([self._whole.assign(False, read_value=False)]):
            changed = update()
        with tf.control_dependencies([changed]):
            noted = self._step.assign(step, read_value=False), self._totals.assign(totals, read_value=False)
        with tf.control_dependencies(noted):
            self._whole.assign(True, read_value=False)

    def read(self) -> tuple[int, np.ndarray] | None:
        """Return the steps done and the sums of their figures; None where the weights are half changed."""
        if not bool(self._whole.numpy()):
            return None
        return int(self._step.numpy()), self._totals.numpy()
