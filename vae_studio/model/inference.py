"""A model outside its training steps: what everything that only reads its weights computes with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import tensorflow as tf

from vae_studio.model.devices import on_device
from vae_studio.model.pixels import Pixels
from vae_studio.model.vae import VAE


@dataclass(frozen=True)
class Inference:
    """A model, and how and where it is applied.

    Attributes
    ----------
    vae
        The model; its weights are read at each call.
    pixels
        How stored examples become x.
    seed
        The run's seed.
    cores
        How many parts of a batch may be computed side by side.
    device
        TensorFlow's name of the device that computes; empty for TensorFlow's own choice.
    """

    vae: VAE
    pixels: Pixels
    seed: int
    cores: int
    device: str = ""

    @property
    def shards(self) -> int:
        """Parts of a batch computed side by side: one where its examples depend on each other."""
        return 1 if self.vae.couples_examples else self.cores

    def compiled(self, function: Callable[..., Any], **options: Any) -> Any:
        """Return a function compiled for the device; `options` are those of ``tf.function``."""
        return tf.function(on_device(self.device, function), **options)
