"""How many examples are worked on at once, so that memory does not grow with their size."""

from __future__ import annotations

import math

BYTES = 256 << 20
ACTIVATIONS = 10
"""Rough number of bytes of activations for each byte of an example in a network of the usual kind."""


def batch_size(data_shape: tuple[int, ...], most: int, draws: int = 1, room: int = BYTES) -> int:
    """Return a number of examples whose activations fit into some room, from 1 to `most`.

    Parameters
    ----------
    data_shape
        Shape of one example, float32.
    most
        The largest number wanted.
    draws
        How often each example is decoded.
    room
        Bytes.
    """
    one = 4 * math.prod(data_shape) * ACTIVATIONS * draws
    return max(1, min(most, room // one))
