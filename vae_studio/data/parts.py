"""A single example of many, and all of them in turn."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from vae_studio.data.chunks import chunks
from vae_studio.data.dataset import Array
from vae_studio.data.rows import read_rows


def example_at(examples: Array, index: int) -> Array:
    """Return one example, ``[*data_shape]``, as an array of its own.

    Raises
    ------
    DataError
        Its file cannot be read any more.
    """
    example: Array = read_rows(examples, np.array([index]))[0]
    return example


def parts_of(examples: Array) -> Iterator[Array]:
    """Yield all examples in their order, ``[n, *data_shape]`` at a time, of some megabytes each.

    Raises
    ------
    DataError
        Their file cannot be read any more.
    """
    for part in chunks(examples):
        yield read_rows(examples, np.arange(part.start, part.stop))
