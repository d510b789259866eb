"""The numbers that the layers of a model compute with."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import tf_keras

FLOAT32 = "float32"
FLOAT16 = "mixed_float16"


@contextmanager
def layers_in(precision: str) -> Iterator[None]:
    """Have the Keras layers that are made meanwhile compute in a precision.

    A layer keeps what it was made with. Its weights are float32 in each case.

    Parameters
    ----------
    precision
        ``float32``, ``mixed_bfloat16`` or ``mixed_float16``.
    """
    policy = tf_keras.mixed_precision
    before = policy.global_policy()
    policy.set_global_policy(precision)
    try:
        yield
    finally:
        policy.set_global_policy(before)
