"""Where the operations of a compiled function are placed."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import tensorflow as tf


def on_device(device: str, function: Callable[..., Any]) -> Callable[..., Any]:
    """Return a function whose operations are placed on a device when it is traced.

    Parameters
    ----------
    device
        TensorFlow's name of the device; empty for TensorFlow's own choice.
    function
        What will be compiled.
    """

    @functools.wraps(function)
    def placed(*arguments: Any) -> Any:
        with tf.device(device or None):
            return function(*arguments)

    return placed
