"""The devices of a machine as data, and what is said of them. Imports no TensorFlow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

AUTO = "auto"
CPU = "cpu"
ALL = "all"


@dataclass(frozen=True)
class Device:
    """Something that training can run on.

    Attributes
    ----------
    key
        What ``training.device`` calls it: ``cpu``, ``gpu:0``, ``all``.
    kind
        A processor, one GPU, or every GPU together.
    name
        The maker's name; empty where the system does not say.
    memory
        Bytes; None where the system does not say.
    cores
        Processor cores that this process may use; None for GPUs.
    problem
        Why nothing can be trained on it; empty where something can.
    """

    key: str
    kind: Literal["cpu", "gpu", "all"]
    name: str = ""
    memory: int | None = None
    cores: int | None = None
    problem: str = ""

    @property
    def label(self) -> str:
        """The device in two words: ``CPU``, ``GPU 1``; of all of them what they are: ``All GPUs (2)``."""
        if self.kind == "gpu":
            return key_words(self.key)
        return self.name if self.kind == "all" else "CPU"

    @property
    def details(self) -> str:
        """What else is known of it: ``NVIDIA A100, 40 GB``."""
        name = "" if self.kind == "all" else self.name
        cores = f"{self.cores} core{'' if self.cores == 1 else 's'}" if self.cores else ""
        return ", ".join(part for part in (name, cores, memory_words(self.memory)) if part)


def with_all_gpus(devices: Sequence[Device]) -> tuple[Device, ...]:
    """Return the devices, followed by all GPUs together where more than one can be used."""
    gpus = [device for device in devices if device.kind == "gpu" and not device.problem]
    if len(gpus) < 2:
        return tuple(devices)
    known = [device.memory for device in gpus if device.memory is not None]
    memory = sum(known) if len(known) == len(gpus) else None
    return (*devices, Device(ALL, "all", f"All GPUs ({len(gpus)})", memory))


def find_device(key: str, devices: Sequence[Device]) -> Device | None:
    """Return the usable device that ``training.device`` means; None where there is none.

    ``auto`` is the first GPU, or the CPU where there is none; ``gpu`` is the first GPU; ``all`` is one GPU
    where there is but one.
    """
    usable = [device for device in devices if not device.problem]
    gpus = [device for device in usable if device.kind == "gpu"]
    first = gpus[0] if gpus else None
    if key == AUTO:
        return first or next((device for device in usable if device.kind == "cpu"), None)
    if key == "gpu":
        return first
    named = next((device for device in usable if device.key == key), None)
    return named or (first if key == ALL else None)


def key_words(key: str) -> str:
    """Return a value of ``training.device`` in words, whether it is there or not: ``GPU 1``."""
    words = {AUTO: "Automatic", CPU: "CPU", "gpu": "GPU", ALL: "All GPUs"}
    return words.get(key) or f"GPU {key.partition(':')[2]}"


def memory_words(memory: int | None) -> str:
    """Return bytes in gigabytes, as makers count them: ``40 GB``; empty for None."""
    return "" if memory is None else f"{memory / 2**30:.0f} GB"


def gpu_number(key: str) -> int:
    """Return which GPU a value of ``training.device`` begins with; the first one unless it names another."""
    return int(key.partition(":")[2] or 0)


def missing_words(key: str, gpus: int) -> str:
    """Return what is wrong with a device that is not there, given how many GPUs TensorFlow can use."""
    if gpus == 0:
        return "there is no GPU that TensorFlow can use"
    there = "is only gpu:0" if gpus == 1 else f"are gpu:0 to gpu:{gpus - 1}"
    return f"there is no {key_words(key)} here: there {there}"
