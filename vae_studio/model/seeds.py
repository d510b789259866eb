"""Stateless seeds: every random draw is a function of (seed, purpose, step), and of nothing else."""

from __future__ import annotations

import zlib
from typing import Any

import tensorflow as tf

PURPOSES = ("shuffle", "pixels", "posterior", "validation", "test", "encode", "sample")


def stateless_seed(seed: int, purpose: str, step: Any = 0) -> Any:
    """Return a seed for TensorFlow's stateless operations, int32 ``[2]``.

    Parameters
    ----------
    seed
        The run's seed.
    purpose
        One of :data:`PURPOSES`, so that draws for different ends are independent.
    step
        Step, epoch or number of the batch; a Python integer or an integer tensor.
    """
    if purpose not in PURPOSES:
        raise ValueError(f"unknown purpose {purpose!r}; known are {PURPOSES}")
    key = zlib.crc32(f"{seed}/{purpose}".encode()) & 0x7FFFFFFF
    return tf.stack([tf.constant(key, tf.int32), tf.cast(step, tf.int32)])
