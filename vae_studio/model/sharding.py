"""Splitting a batch into parts that one graph computes side by side.

One thread per operation scales badly on small networks; as many independent parts as there are
cores, in the same graph, keep every core busy with its own part.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import tensorflow as tf


def split_sizes(batch: Any, shards: int) -> list[Any]:
    """Return the sizes of `shards` parts of a batch, which differ by one at most.

    `batch` is a Python integer or a scalar integer tensor.
    """
    return [(batch + part) // shards for part in range(shards)]


def filled(values: Any, shards: int, axis: int = 0) -> Any:
    """Return a batch of as many examples as there are parts, or more, filled up with its first one.

    TensorFlow's fused convolutions refuse an empty part. An empty batch stays empty.
    """
    missing = tf.maximum(shards - tf.shape(values)[axis], 0)
    first = tf.gather(values, tf.range(tf.minimum(tf.shape(values)[axis], 1)), axis=axis)
    return tf.concat([values, tf.repeat(first, missing, axis=axis)], axis=axis)


def map_shards(function: Callable[[Any], tuple[Any, ...]], inputs: Any, shards: int) -> tuple[Any, ...]:
    """Apply a function of ``[B, ...]`` to parts of the batch side by side, and join its results.

    `function` returns a tuple of tensors whose first axis is the batch.
    """
    if shards == 1:
        return function(inputs)
    batch = tf.shape(inputs)[0]
    inputs = filled(inputs, shards)
    parts = tf.split(inputs, split_sizes(tf.shape(inputs)[0], shards), num=shards)
    results = [function(part) for part in parts]
    return tuple(tf.concat(column, axis=0)[:batch] for column in zip(*results, strict=True))
