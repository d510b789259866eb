"""The studio's engine, called as its training loop calls it.

TensorFlow is imported the studio's own way, which also sets its threads, and therefore before anything
else that imports it.
"""

from time import perf_counter

import numpy as np

from vae_studio.api import RunSpec
from vae_studio.registry.registry import Registry
from vae_studio.training.importing import import_tensorflow

import_tensorflow()

from vae_studio.evaluation.split_figures import SplitMeter  # noqa: E402
from vae_studio.model.inference import Inference  # noqa: E402
from vae_studio.model.pixels import Pixels  # noqa: E402
from vae_studio.session.assembly import assemble  # noqa: E402
from vae_studio.training.batch_source import BatchSource  # noqa: E402
from vae_studio.training.devices import device_for, placed, shards_for  # noqa: E402
from vae_studio.training.engine import Engine  # noqa: E402
from vae_studio.training.pace import Pace  # noqa: E402


class StudioEngine:
    """See :class:`peers.trainer.Trainer`."""

    def __init__(self, images, batch_size, learning_rate, seed):
        spec = RunSpec().replaced("training", batch_size=batch_size, learning_rate=learning_rate, seed=seed)
        device = device_for(spec.training)
        shards = shards_for(spec.training, device)
        self.vae = assemble(Registry(), spec, images.shape[1:])
        pixels = Pixels.of(spec.data, images.shape[1:])
        with placed(device):
            batches = BatchSource(
                images, np.arange(len(images)), pixels=pixels, batch_size=batch_size, seed=seed
            )
            self.engine = Engine(
                self.vae, batches, optimiser=spec.training.optimiser, seed=seed, shards=shards, device=device
            )
        self.meter = SplitMeter(Inference(self.vae, pixels, seed, shards, device))
        self._rate = learning_rate
        self._pace = Pace()
        self._compiled = False
        self._step = 0
        self._totals = np.zeros(self.engine.figure_count)

    @property
    def parameters(self):
        return self.vae.parameter_count()

    def train(self, turn):
        while not turn.over(self._call(turn.left)):
            pass

    def negative_elbo(self, images):
        return self.meter.measure(images, np.arange(len(images)), "test").mean().negative_elbo

    def _call(self, most):
        left = self.engine.steps_per_epoch - self._step % self.engine.steps_per_epoch
        count = self._pace.steps(min(left, most))
        steps = range(self._step, self._step + count)
        betas = [self.vae.kl.weight(step / self.engine.steps_per_epoch) for step in steps]
        began = perf_counter()
        result = self.engine.run(self._step, betas, [self._rate] * count, self._totals)
        if self._compiled:
            self._pace.learn(result.done, perf_counter() - began)
        self._compiled = True
        self._step += result.done
        self._totals = np.zeros_like(result.totals) if count == left else result.totals
        return result.done


TRAINER = StudioEngine
