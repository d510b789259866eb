"""``vae-studio devices``: what there is to train on."""

from __future__ import annotations

from dataclasses import asdict

from vae_studio.cli.application import JsonOption, app
from vae_studio.cli.output import print_json, print_table
from vae_studio.training.device_list import Device


@app.command("devices")
def list_devices(as_json: JsonOption = False) -> int:
    """List what training can run on: the CPU, each GPU with its memory, and all GPUs together."""
    from vae_studio.session import Session

    devices = Session().devices()
    if as_json:
        print_json([{**asdict(one), "label": one.label} for one in devices])
    else:
        print_table(["training.device", "what it is"], [[one.key, _words(one)] for one in devices])
    return 0


def _words(device: Device) -> str:
    words = ": ".join(part for part in (device.label, device.details) if part)
    return f"{words}. {device.problem}" if device.problem else words
