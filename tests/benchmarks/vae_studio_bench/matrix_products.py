"""The matrix products of a dense network by themselves: the least that computing with all of it takes."""

from __future__ import annotations

from collections.abc import Sequence
from time import perf_counter
from typing import Any

ROWS = 500


class MatrixProducts:
    """Rectified products one after the other, on every core, in one graph.

    Parameters
    ----------
    kernels
        Of the layers, float32 ``[inputs, outputs]`` each.
    cores
        How many parts are computed side by side.
    """

    def __init__(self, kernels: Sequence[Any], cores: int):
        import tensorflow as tf

        self._kernels, self._cores = list(kernels), cores
        self._inputs = tf.random.stateless_normal([ROWS, kernels[0].shape[0]], (0, 0))
        self._compiled = tf.function(self._products, input_signature=[tf.TensorSpec([], tf.int32)])
        self.seconds(cores * ROWS)

    def seconds(self, rows: int) -> float:
        """Return how long the products of so many rows take, of at least one block for each core."""
        import tensorflow as tf

        blocks = max(1, round(rows / ROWS / self._cores))
        began = perf_counter()
        self._compiled(tf.constant(blocks)).numpy()
        return (perf_counter() - began) * rows / (blocks * self._cores * ROWS)

    def _products(self, blocks: Any) -> Any:
        import tensorflow as tf

        def multiply(number: Any, total: Any) -> tuple[Any, Any]:
            values = self._inputs
            for kernel in self._kernels:
                values = tf.nn.relu(values @ kernel)
            return number + 1, total + values[0, 0]

        parts = [
            tf.while_loop(lambda number, _: number < blocks, multiply, (0, 0.0), parallel_iterations=1)[1]
            for _ in range(self._cores)
        ]
        return tf.add_n(parts)
