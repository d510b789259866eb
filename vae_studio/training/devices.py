"""The devices there are, and how work is spread over them."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager

import tensorflow as tf

from vae_studio.api import SpecError, TrainingSpec
from vae_studio.training.cuda_driver import DriverGpu, driver_gpus
from vae_studio.training.device_list import (
    AUTO,
    CPU,
    Device,
    gpu_number,
    missing_words,
    with_all_gpus,
)
from vae_studio.training.processor import core_count, machine_memory, processor_name

MOST_SHARDS = 8
UNUSED = "TensorFlow cannot use it: install the extra 'gpu', and a driver that its CUDA libraries accept."
OTHER_GPU = "Choose another; 'vae-studio devices' lists them."
NO_GPU = "Choose 'cpu', or install the extra 'gpu'."


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


def list_devices() -> tuple[Device, ...]:
    """Return what there is to train on: the CPU, each GPU, and all GPUs where there are several.

    GPUs that the driver lists and TensorFlow cannot use come with the reason.
    """
    cpu = Device(CPU, "cpu", processor_name(), machine_memory(), core_count())
    driver = driver_gpus()
    gpus = tf.config.list_physical_devices("GPU")
    if not gpus:
        unused = (_gpu(number, one.name, one.memory, UNUSED) for number, one in enumerate(driver))
        return (cpu, *unused)
    return with_all_gpus((cpu, *(_described(number, gpu, driver) for number, gpu in enumerate(gpus))))


def _described(number: int, gpu: object, driver: Sequence[DriverGpu]) -> Device:
    """Return a GPU of TensorFlow's with the memory that the driver says it has, if both mean the same one."""
    name = str(tf.config.experimental.get_device_details(gpu).get("device_name", ""))
    same = number < len(driver) and (not name or driver[number].name == name)
    return _gpu(number, name or (driver[number].name if same else ""), driver[number].memory if same else None)


def _gpu(number: int, name: str, memory: int | None, problem: str = "") -> Device:
    return Device(f"gpu:{number}", "gpu", name, memory, problem=problem)


def device_for(training: TrainingSpec) -> str:
    """Return the TensorFlow name of the device that a spec asks for; the first one where it asks for all.

    Raises
    ------
    SpecError
        The spec asks for a GPU that is not there.
    """
    wanted, gpus = training.device, tf.config.list_logical_devices("GPU")
    if wanted == CPU or (wanted == AUTO and not gpus):
        return "/CPU:0"
    number = gpu_number(wanted)
    if number >= len(gpus):
        raise SpecError(missing_words(wanted, len(gpus)), "training.device", OTHER_GPU if gpus else NO_GPU)
    return f"/GPU:{number}"


def nearest_device(training: TrainingSpec) -> str:
    """Return the TensorFlow name of the device that a spec asks for, or of the one that is there instead.

    A run that was trained elsewhere can be looked at without the device that it was trained on.
    """
    try:
        return device_for(training)
    except SpecError:
        return device_for(training.model_copy(update={"device": AUTO}))


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
