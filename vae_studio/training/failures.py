"""What is said of a training that failed. Imports no TensorFlow."""

from __future__ import annotations

import traceback

from vae_studio.api import StudioError, TrainingError
from vae_studio.training.exhaustion import OutOfMemoryError, is_out_of_memory


def failure(error: BaseException, batch_size: int) -> tuple[str, int | None]:
    """Return the words for an error, and the batch size to go on with where memory ran out.

    The first line is for everybody; what follows it, for those who ask.

    Parameters
    ----------
    error
        What ended the training.
    batch_size
        Examples per step.
    """
    if is_out_of_memory(error) and not isinstance(error, TrainingError):
        exhausted = OutOfMemoryError(batch_size)
        exhausted.__cause__ = error
        error = exhausted
    if isinstance(error, OutOfMemoryError):
        return f"{error}\n{error.__cause__ or ''}".rstrip(), error.smaller_batch
    if isinstance(error, StudioError):
        return str(error), None
    details = "".join(traceback.format_exception(error))
    return f"{type(error).__name__}: {error}\n{details}", None
