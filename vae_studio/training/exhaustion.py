"""Telling that memory has run out, and what to do about it. Imports no TensorFlow."""

from __future__ import annotations

import sys
from collections.abc import Iterator

from vae_studio.api import TrainingError

_INTERNAL_WORDS = ("failed to allocate", "out of memory", "out_of_memory", "dst tensor is not initialized")
"""How TensorFlow's internal errors, and those of CUDA's libraries, say it, in lower case."""


class OutOfMemoryError(TrainingError):
    """There was not enough memory for a step.

    Parameters
    ----------
    batch_size
        Examples per step.
    where
        Such as ``in step 13 (epoch 2)``; empty where it was no step.

    Attributes
    ----------
    smaller_batch
        How many examples to try instead; None where there is but one.
    """

    def __init__(self, batch_size: int, where: str = "") -> None:
        self.smaller_batch = batch_size // 2 or None
        message = f"There is not enough memory for batches of {batch_size}{f' {where}' if where else ''}."
        if self.smaller_batch is None:
            super().__init__(message, "Make the networks smaller, or set training.device to 'cpu'.")
        else:
            super().__init__(message, f"Train on with batches of {self.smaller_batch}.")


def is_out_of_memory(error: BaseException) -> bool:
    """Return whether an error, or one that led to it, means that memory ran out."""
    return any(_is_exhaustion(one) for one in _chain(error))


def _chain(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    following: BaseException | None = error
    while following is not None and id(following) not in seen:
        yield following
        seen.add(id(following))
        following = following.__cause__ or following.__context__


def _is_exhaustion(error: BaseException) -> bool:
    if isinstance(error, MemoryError):
        return True
    tensorflow = sys.modules.get("tensorflow")
    if tensorflow is None:
        return False
    if isinstance(error, tensorflow.errors.ResourceExhaustedError):
        return True
    words = str(error).lower()
    return isinstance(error, tensorflow.errors.InternalError) and any(one in words for one in _INTERNAL_WORDS)
