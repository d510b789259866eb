"""Which errors mean that memory ran out, and what is said then."""

import pytest
import tensorflow as tf

from vae_studio.api import TrainingError
from vae_studio.training.exhaustion import OutOfMemoryError, is_out_of_memory
from vae_studio.training.failures import failure

OOM = tf.errors.ResourceExhaustedError(None, None, "OOM when allocating tensor with shape[128,64,64,256]")


def caused(error):
    outer = LookupError("something else")
    outer.__cause__ = error
    return outer


@pytest.mark.parametrize(
    "error",
    [
        OOM,
        tf.errors.InternalError(None, None, "Failed to allocate request for 12.0GiB on device ordinal 0"),
        tf.errors.InternalError(None, None, "CUDA error: CUDA_ERROR_OUT_OF_MEMORY: out of memory"),
        tf.errors.InternalError(None, None, "Dst tensor is not initialized."),
        MemoryError("Unable to allocate 12.0 GiB"),
        caused(OOM),
    ],
)
def test_that_every_way_of_saying_it_is_understood(error):
    assert is_out_of_memory(error)
    words, smaller = failure(error, 128)
    assert words.startswith("There is not enough memory for batches of 128. Train on with batches of 64.\n")
    assert smaller == 64


@pytest.mark.parametrize(
    "error", [tf.errors.InternalError(None, None, "Blas GEMM launch failed"), ValueError("out of memory")]
)
def test_that_other_errors_stay_what_they_are(error):
    assert not is_out_of_memory(error)
    words, smaller = failure(error, 128)
    assert words.startswith(f"{type(error).__name__}: ")
    assert smaller is None


def test_that_a_single_example_has_no_half():
    error = OutOfMemoryError(1, "in step 5 (epoch 1)")
    assert error.smaller_batch is None
    assert "in step 5 (epoch 1). Make the networks smaller" in str(error)


def test_that_a_mistake_of_the_person_s_is_told_in_its_own_words():
    assert failure(TrainingError("It diverged.", "Lower the rate."), 8) == (
        "It diverged. Lower the rate.",
        None,
    )


def test_that_a_smaller_batch_is_not_offered_where_it_would_not_help():
    error = TrainingError("There is not enough memory to measure validation.", "Free some.")
    error.__cause__ = OOM
    assert failure(error, 128) == ("There is not enough memory to measure validation. Free some.", None)
