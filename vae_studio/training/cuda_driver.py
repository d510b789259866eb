"""What NVIDIA's driver says of the GPUs: their names and their memory. Imports no TensorFlow.

TensorFlow tells a GPU's name but not its memory, and nothing of those that it cannot use. The driver's own
library, which needs no toolkit, is asked instead; it reserves no memory for that.
"""

from __future__ import annotations

import ctypes
import sys
from dataclasses import dataclass
from typing import Any

_LONGEST_NAME = 256


@dataclass(frozen=True)
class DriverGpu:
    """A GPU by its name, and its memory in bytes."""

    name: str
    memory: int


def driver_gpus() -> tuple[DriverGpu, ...]:
    """Return the GPUs that this process may see, in the driver's order; none where there is no driver."""
    library = "nvcuda.dll" if sys.platform == "win32" else "libcuda.so.1"
    try:
        driver = ctypes.CDLL(library)
    except OSError:
        return ()
    return gpus_of(driver)


def gpus_of(driver: Any) -> tuple[DriverGpu, ...]:
    """Return the GPUs that a loaded driver lists; those that it cannot describe are left out."""
    count = ctypes.c_int()
    if driver.cuInit(0) != 0 or driver.cuDeviceGetCount(ctypes.byref(count)) != 0:
        return ()
    found = (_gpu(driver, number) for number in range(count.value))
    return tuple(gpu for gpu in found if gpu is not None)


def _gpu(driver: Any, number: int) -> DriverGpu | None:
    device, memory = ctypes.c_int(), ctypes.c_size_t()
    name = ctypes.create_string_buffer(_LONGEST_NAME)
    asked = (
        driver.cuDeviceGet(ctypes.byref(device), number),
        driver.cuDeviceGetName(name, _LONGEST_NAME, device),
        driver.cuDeviceTotalMem_v2(ctypes.byref(memory), device),
    )
    if any(asked):
        return None
    return DriverGpu(name.value.decode("utf-8", "replace"), memory.value)
