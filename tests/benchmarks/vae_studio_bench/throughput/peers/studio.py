"""The studio's engine, made as the session makes it and called as the training loop calls it."""

from __future__ import annotations

import tempfile
from pathlib import Path
from time import perf_counter

import numpy as np

from vae_studio.session import Session
from vae_studio.training.importing import import_tensorflow
from vae_studio_bench.throughput.models import Model
from vae_studio_bench.throughput.studio_spec import studio_spec
from vae_studio_bench.throughput.turns import CountedTurn, TimedTurn

import_tensorflow()

from vae_studio.session.material import training_material  # noqa: E402
from vae_studio.training.pace import Pace  # noqa: E402


class StudioEngine:
    """See :class:`~vae_studio_bench.throughput.trainer.Trainer`."""

    def __init__(self, images: np.ndarray, model: Model, learning_rate: float, seed: int):
        with tempfile.TemporaryDirectory() as folder:
            job = Session().begin(studio_spec(images, model, learning_rate, seed, Path(folder), validation=0.0))
            self.material = training_material(job.run, job.dataset, None, {})  # nothing is kept
        self.engine, self.vae = self.material.engine, job.run.model
        self._rate = learning_rate
        self._pace = Pace(self.engine.seconds_per_call)
        self._compiled = False
        self._step = 0
        self._totals = np.zeros(self.engine.figure_count)

    @property
    def parameters(self) -> int:
        return self.vae.parameter_count()

    def train(self, turn: CountedTurn | TimedTurn) -> None:
        while not turn.over(self.call(turn.left)):
            pass

    def negative_elbo(self, images: np.ndarray) -> float:
        return self.material.meter.measure(images, np.arange(len(images)), "test").mean().negative_elbo

    def call(self, most: int) -> int:
        """Run one compiled call of at most so many steps, and return how many there were."""
        left = self.engine.steps_per_epoch - self._step % self.engine.steps_per_epoch
        count = self.engine.steps_until(self._step, self._pace.steps(min(left, most)))
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
