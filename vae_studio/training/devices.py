"""The devices there are, and how work is spread over them."""

from __future__ import annotations

import os
from contextlib import AbstractContextManager

import tensorflow as tf

from vae_studio.api import SpecError, TrainingSpec

MOST_SHARDS = 8


def core_count() -> int:
    """Return how many processor cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def set_up() -> None:
    """Give each operation one thread and each core one operation, and let GPU memory grow as needed.

    Where the process has used TensorFlow before, its settings stay as they are.
    """
    try:
        tf.config.threading.set_intra_op_parallelism_threads(1)
        tf.config.threading.set_inter_op_parallelism_threads(core_count())
        for gpu in tf.config.list_physical_devices("GPU"):
            tf.config.experimental.set_memory_growth(gpu, True)
    except RuntimeError:
        return


def device_for(training: TrainingSpec) -> str:
    """Return the TensorFlow name of the device that a spec asks for.

    Raises
    ------
    SpecError
        The spec asks for a GPU and there is none.
    """
    gpus = tf.config.list_logical_devices("GPU")
    if training.device == "gpu" and not gpus:
        raise SpecError(
            "there is no GPU that TensorFlow can use",
            "training.device",
            "Choose 'cpu', or install the extra 'gpu'.",
        )
    return "/GPU:0" if gpus and training.device != "cpu" else "/CPU:0"


def placed(device: str) -> AbstractContextManager[None]:
    """Return the context in which tensors and variables are placed on a device."""
    context: AbstractContextManager[None] = tf.device(device)
    return context


def shards_for(training: TrainingSpec, device: str) -> int:
    """Return into how many parts a batch is split: one per core on the CPU, one on a GPU.

    Each part is traced by itself, so that many of them would take long to compile.
    """
    if training.shards:
        return training.shards
    return min(core_count(), MOST_SHARDS) if device.startswith("/CPU") else 1
