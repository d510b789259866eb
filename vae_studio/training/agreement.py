"""What the workers of one training agree on between compiled calls: the chief's word, and who wants to stop."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import numpy as np
import tensorflow as tf

from vae_studio.api import TrainingError
from vae_studio.training.cluster import Cluster
from vae_studio.training.distribution import Distribution
from vae_studio.training.exhaustion import is_out_of_memory

Result = TypeVar("Result")
_TASK = re.compile(r"/job:(\w+)/(?:replica:\d+/)?task:(\d+)")
_HEARTBEAT = "CoordinationService/Heartbeat"
_LOST = (
    tf.errors.UnavailableError,
    tf.errors.DeadlineExceededError,
    tf.errors.AbortedError,
    tf.errors.CancelledError,
    tf.errors.InternalError,
    tf.errors.FailedPreconditionError,
)


class Agreement:
    """Sums over all workers, by which the chief tells the others what to do.

    Every worker must take the same sums in the same order.

    Parameters
    ----------
    distribution
        The machines.

    Attributes
    ----------
    cluster
        Who they are.
    broken
        Whether common work failed or a worker was lost, after which nothing can be agreed on any more.
    """

    def __init__(self, distribution: Distribution) -> None:
        assert distribution.cluster is not None, "devices of one machine need no agreement"
        self.cluster: Cluster = distribution.cluster
        self.broken = False
        self._strategy = distribution.strategy
        self._sums: dict[tf.DType, Any] = {}

    def sum(self, values: np.ndarray) -> np.ndarray:
        """Return the sum of the arrays of all workers, which have the same shape and type.

        Raises
        ------
        TrainingError
            A worker is gone.
        """
        dtype = tf.as_dtype(values.dtype)
        if dtype not in self._sums:
            self._sums[dtype] = tf.function(self._sum, input_signature=[tf.TensorSpec([None], dtype)])
        flat = tf.constant(values.reshape(-1), dtype)
        total: np.ndarray = self.watched(lambda: self._sums[dtype](flat).numpy())
        return total.reshape(values.shape)

    def from_chief(self, values: Sequence[float] | np.ndarray) -> np.ndarray:
        """Return the chief's values; those of the others count for their number and type alone."""
        array = np.asarray(values)
        return self.sum(array if self.cluster.is_chief else np.zeros_like(array))

    def from_each(self, value: float) -> np.ndarray:
        """Return every worker's number, float64, in the order of their addresses."""
        own = np.zeros(self.cluster.size)
        own[self.cluster.number] = value
        return self.sum(own)

    def watched(self, work: Callable[[], Result]) -> Result:
        """Return what a piece of common work gives, and tell in words when a worker is lost meanwhile.

        Raises
        ------
        TrainingError
            A worker is gone.
        """
        try:
            return work()
        except Exception as error:
            self.broken = True  # The others may wait within the work that ended here.
            if not isinstance(error, _LOST) or is_out_of_memory(error):
                raise
            raise TrainingError(
                f"{self._lost(str(error))} is gone, and nobody can train on without it.",
                "Start all workers again with --resume: the run goes on from its last checkpoint.",
            ) from error

    def _sum(self, values: Any) -> Any:
        def own() -> Any:
            context = tf.distribute.get_replica_context()
            first = int(tf.get_static_value(context.replica_id_in_sync_group)) % local == 0
            return values if first else tf.zeros_like(values)

        local = self._strategy.num_replicas_in_sync // self.cluster.size
        return self._strategy.reduce(tf.distribute.ReduceOp.SUM, self._strategy.run(own), axis=None)

    def _lost(self, message: str) -> str:
        """Return who is gone, as far as TensorFlow says it."""
        tasks = {self.cluster.number_of(job, int(index)) for job, index in _TASK.findall(message)}
        others = sorted(task for task in tasks if task < self.cluster.size and task != self.cluster.number)
        if not others and _HEARTBEAT in message and not self.cluster.is_chief:
            others = [0]
        name = self.cluster.named(others[0]) if others else "one of the other workers"
        return name[0].upper() + name[1:]
