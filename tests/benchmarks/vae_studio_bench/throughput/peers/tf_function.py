"""The tutorials' loop with the whole step in one ``tf.function``, as in TensorFlow's CVAE tutorial."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from vae_studio_bench.throughput.peers.tfp_loop import TutorialLoop


class CompiledStep(TutorialLoop):
    """See :class:`~vae_studio_bench.throughput.trainer.Trainer`."""

    @tf.function
    def step(self, x: Any) -> Any:
        """Take one optimiser step, and return the loss."""
        return super().step(x)


TRAINER = CompiledStep
