"""What the core thread does first: import the libraries that would have delayed the window."""

from __future__ import annotations

import os
from dataclasses import dataclass
from importlib import import_module

from vae_studio.api import SpecError, TrainingSpec
from vae_studio.training.importing import import_tensorflow


@dataclass(frozen=True)
class Hardware:
    """What training can run on.

    Attributes
    ----------
    threads
        Processor cores that this process may use.
    has_gpu
        Whether TensorFlow can use a GPU; None until TensorFlow has been asked.
    """

    threads: int
    has_gpu: bool | None = None

    @property
    def label(self) -> str:
        """The device that training takes by itself, in words."""
        return "GPU" if self.has_gpu else f"CPU · {self.threads} threads"


def known_hardware() -> Hardware:
    """Return what can be known without TensorFlow."""
    affinity = getattr(os, "sched_getaffinity", None)
    return Hardware(len(affinity(0)) if affinity else os.cpu_count() or 1)


def load_plotting() -> None:
    """Import the plotting library on the calling thread, so that making plots costs the window little."""
    import_module("pyqtgraph")


def load_tensorflow() -> Hardware:
    """Import TensorFlow on the calling thread and return what it can use."""
    import_tensorflow()
    from vae_studio.training.devices import core_count, device_for

    try:
        has_gpu = device_for(TrainingSpec(device="gpu")).startswith("/GPU")
    except SpecError:
        has_gpu = False
    return Hardware(core_count(), has_gpu)
