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


def derived_seed(seed: Any, number: int) -> Any:
    """Return a seed that is a function of another and of a number, and independent of its neighbours.

    Parameters
    ----------
    seed
        int32 ``[2]`` of :func:`stateless_seed`; adding to it would give the seed of another step.
    number
        Number of the part of a step that it is for.
    """
    return tf.random.experimental.stateless_fold_in(seed, number)
