"""The variables of a part of a model, in an order that is the same in every process.

``tf.Module.variables`` walks into the private attributes of Keras models, whose order is nobody's
promise; checkpoints need one that is.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import tensorflow as tf
import tf_keras


def weights_of(part: Any) -> list[Any]:
    """Return the variables of a Keras layer, a ``tf.Module``, a distribution or a container of these.

    Keras layers list theirs in the order of their layers; modules in the alphabetical order of their
    attributes. Each variable is listed once; objects without variables give an empty list.
    """
    found: dict[int, Any] = {}
    for variable in _walk(part, set()):
        found.setdefault(id(variable), variable)
    return list(found.values())


def _walk(value: Any, visited: set[int]) -> Iterator[Any]:
    if isinstance(value, tf.Variable):
        yield value
    elif isinstance(value, tf_keras.layers.Layer):
        yield from value.weights
    elif isinstance(value, dict):
        for key in sorted(value, key=str):
            yield from _walk(value[key], visited)
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from _walk(item, visited)
    elif isinstance(value, tf.Module) and id(value) not in visited:
        visited.add(id(value))
        for name in sorted(vars(value)):
            yield from _walk(vars(value)[name], visited)
