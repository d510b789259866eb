"""What the core thread does first: import the libraries that would have delayed the window."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module

from vae_studio.training.device_list import AUTO, Device, find_device
from vae_studio.training.importing import import_tensorflow
from vae_studio.training.processor import core_count


@dataclass(frozen=True)
class Hardware:
    """What training can run on.

    Attributes
    ----------
    threads
        Processor cores that this process may use.
    devices
        What TensorFlow can use, and what it cannot; None until it has been asked.
    """

    threads: int
    devices: tuple[Device, ...] | None = None

    @property
    def label(self) -> str:
        """The device that training takes by itself, in words."""
        taken = find_device(AUTO, self.devices or ())
        if taken is None or taken.kind == "cpu":
            return f"CPU · {self.threads} threads"
        return taken.details or taken.label


def known_hardware() -> Hardware:
    """Return what can be known without TensorFlow."""
    return Hardware(core_count())


def load_plotting() -> None:
    """Import the plotting library on the calling thread, so that making plots costs the window little."""
    import_module("pyqtgraph")


def load_tensorflow() -> Hardware:
    """Import TensorFlow on the calling thread and return what it can use."""
    import_tensorflow()
    from vae_studio.training.devices import list_devices
    from vae_studio.training.giving_way import compute_behind

    compute_behind()
    return Hardware(core_count(), list_devices())
