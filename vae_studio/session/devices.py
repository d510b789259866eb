"""What there is to train on. Imports TensorFlow on first use alone."""

from __future__ import annotations

from vae_studio.api import TrainingSpec
from vae_studio.training.device_list import Device
from vae_studio.training.importing import import_tensorflow


def present_devices() -> tuple[Device, ...]:
    """Return the CPU, each GPU, and all GPUs together where there are several."""
    import_tensorflow()
    from vae_studio.training.devices import list_devices

    return list_devices()


def require_device(training: TrainingSpec) -> None:
    """Refuse to train on what is not there.

    Raises
    ------
    SpecError
        The spec asks for a GPU that TensorFlow cannot use.
    """
    import_tensorflow()
    from vae_studio.training.devices import device_for

    device_for(training)
