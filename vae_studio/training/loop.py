"""The training loop: epochs of compiled calls, with events, checkpoints, pause and stop between them."""

from __future__ import annotations

import time
import traceback
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass, field

import numpy as np

from vae_studio.api import StudioError, TrainingError
from vae_studio.evaluation.figures import Figures
from vae_studio.evaluation.split_figures import SplitFigures
from vae_studio.runs.checkpoints import save_checkpoint
from vae_studio.training.control import Control
from vae_studio.training.events import (
    CheckpointSaved,
    EpochMetrics,
    Event,
    Finished,
    Paused,
    PhaseStarted,
    Resumed,
    Sample,
    Started,
    StepMetrics,
    Warned,
)
from vae_studio.training.importing import collector_aside
from vae_studio.training.material import Material
from vae_studio.training.pace import LivePace, Pace
from vae_studio.training.reports import (
    divergence_words,
    effective_beta,
    figures_of,
    recorded_figures,
    require_finite,
)
from vae_studio.training.schedules import learning_rate
from vae_studio.training.state import TrainingState, capture

PAUSE_POLL_SECONDS = 0.02


@dataclass
class TrainingLoop:
    """One training run, from its present state to its last epoch.

    Attributes
    ----------
    material
        What it works on.
    state
        Where it stands; changes as it runs.
    emit
        Receives every event, on the thread that runs the loop.
    control
        What others ask of it.
    clock
        Seconds, as :func:`time.perf_counter`.
    """

    material: Material
    state: TrainingState
    emit: Callable[[Event], None]
    control: Control
    clock: Callable[[], float] = time.perf_counter
    _pace: Pace = field(init=False)
    _train: Figures | None = None
    _validation: Figures | None = None
    _test: Figures | None = None
    _effective_beta: float | None = None

    def __post_init__(self) -> None:
        self._pace = Pace(self.material.engine.seconds_per_call)
        history = self.material.folder.history()
        self._train = recorded_figures(history, "train")
        self._validation = recorded_figures(history, "validation")
        self._effective_beta = history[-1].get("effective_beta") if history else None

    def run(self) -> Finished:
        """Train until the last epoch, a stop, or a failure; return the event with which it ended.

        The event is for the caller to emit, once it has put the rest in order; nothing is raised for
        what goes wrong in training.
        """
        try:
            status = "completed" if self._to_the_end() else "stopped"
            if status == "completed" and len(self.material.test):
                self.emit(PhaseStarted(phase="evaluating", detail="Measuring the test split"))
                measured = self._measure(self.material.test, "test").mean()
                self._test = require_finite(measured, "test", self.complete_epochs)
        except StudioError as error:
            return self._finished("failed", str(error))
        except Exception as error:  # noqa: BLE001 (the end of a run is told, never raised)
            detail = traceback.format_exc()
            return self._finished("failed", f"{type(error).__name__}: {error}\n{detail}")
        return self._finished(status, "")

    @property
    def complete_epochs(self) -> int:
        """How many epochs are complete."""
        return self.state.step // self.material.engine.steps_per_epoch

    def _to_the_end(self) -> bool:
        """Train, and return whether the last epoch was reached."""
        engine, spec = self.material.engine, self.material.spec
        last = spec.epochs * engine.steps_per_epoch
        self.emit(PhaseStarted(phase="compiling", detail="Compiling the training step"))
        self.emit(
            Started(
                run=str(self.material.folder.path),
                parameters=engine.vae.parameter_count(),
                epochs=spec.epochs,
                steps_per_epoch=engine.steps_per_epoch,
                step=self.state.step,
            )
        )
        live, compiled, saved = LivePace(self.control.live_interval), False, self.state.step
        while self.state.step < last:
            self._wait_while_paused()
            if self.control.stopping:
                if saved != self.state.step:
                    self._save(score=None)
                return False
            self._call(compiled)
            if not compiled:
                compiled = True
                self.emit(PhaseStarted(phase="training"))
            if self.state.step % engine.steps_per_epoch == 0:
                self._end_epoch()
                saved = self.state.step
            self._serve(live)
        return True

    def _call(self, compiled: bool) -> None:
        engine, step = self.material.engine, self.state.step
        position = step % engine.steps_per_epoch
        count = self._pace.steps(engine.steps_per_epoch - position)
        total = self.material.spec.epochs * engine.steps_per_epoch
        steps = range(step, step + count)
        betas = [self._beta(number) for number in steps]
        rates = [learning_rate(self.material.spec, number, total) for number in steps]
        began = self.clock()
        with nullcontext() if compiled else collector_aside():
            result = engine.run(step, betas, rates, self.state.totals)
        seconds = self.clock() - began
        if compiled and result.done:
            self._pace.learn(result.done, seconds)
        self.state.step += result.done
        self.state.totals = result.totals
        self.state.seconds += seconds
        self.state.epoch_seconds += seconds
        if not result.finite:
            self._save_before_failing()
            words = divergence_words(result, self.state.step, engine.steps_per_epoch)
            raise TrainingError(words, "Lower training.learning_rate, or change the model.")
        self._report(position + result.done)

    def _save_before_failing(self) -> None:
        """Keep the steps before the one that failed, where that did not change the weights."""
        if not self.material.engine.leaves_bad_steps_out:
            return
        weights = self.material.engine.vae.named_weights().values()
        inside_epoch = self.state.step % self.material.engine.steps_per_epoch != 0
        if inside_epoch and all(np.all(np.isfinite(weight.numpy())) for weight in weights):
            self._save(score=None)

    def _beta(self, step: int) -> float:
        return float(self.material.engine.vae.kl.weight(step / self.material.engine.steps_per_epoch))

    def _report(self, epoch_step: int) -> None:
        engine = self.material.engine
        left = self.material.spec.epochs * engine.steps_per_epoch - self.state.step
        per_step = self._pace.seconds_per_step
        self.emit(
            StepMetrics(
                step=self.state.step,
                epoch=(self.state.step - 1) // engine.steps_per_epoch + 1,
                epoch_step=epoch_step,
                figures=figures_of(self.state.totals / epoch_step, engine.vae.reconstruction_unit),
                effective_beta=effective_beta(self.state.totals / epoch_step),
                images_per_second=self._pace.rate(engine.batch_size),
                seconds_left=None if per_step is None else left * per_step,
            )
        )

    def _end_epoch(self) -> None:
        engine, spec = self.material.engine, self.material.spec
        means = self.state.totals / engine.steps_per_epoch
        measured = (
            self._measure(self.material.validation, "validation") if len(self.material.validation) else None
        )
        if measured is not None:
            self._validation = require_finite(measured.mean(), "validation", self.complete_epochs)
        self._train = figures_of(means, engine.vae.reconstruction_unit)
        self._effective_beta = effective_beta(means)
        last_step = self.state.step - 1
        event = EpochMetrics(
            epoch=self.complete_epochs,
            step=self.state.step,
            train=self._train,
            validation=self._validation,
            objective=float(means[0]),
            beta=self._beta(last_step),
            effective_beta=self._effective_beta,
            learning_rate=learning_rate(spec, last_step, spec.epochs * engine.steps_per_epoch),
            active_units=None if measured is None else measured.active_units(),
            seconds=self.state.epoch_seconds,
            images_per_second=self._pace.rate(engine.batch_size),
        )
        self.state.begin_epoch()
        self.material.folder.append_epoch(event.model_dump(mode="json"))
        best_of = self._validation or self._train
        self._save(score=best_of.score)
        self.emit(event)

    def _save(self, score: float | None) -> None:
        arrays, state = capture(self.material.engine, self.state)
        path = save_checkpoint(
            self.material.folder.path,
            self.state.step,
            arrays,
            state,
            keep=self.material.spec.keep_checkpoints,
            score=score,
        )
        self.material.folder.update_manifest(step=self.state.step, complete_epochs=self.complete_epochs)
        self.emit(CheckpointSaved(step=self.state.step, epoch=self.complete_epochs, path=str(path)))

    def _measure(self, indices: np.ndarray, purpose: str) -> SplitFigures:
        return self.material.meter.measure(self.material.examples, indices, purpose, self._drain)

    def _serve(self, live: LivePace) -> None:
        self._drain()
        live.interval = self.control.live_interval
        began = self.clock()
        if self.control.live is None or not live.is_due(began):
            return
        try:
            payload = self.control.live()
        except Exception as error:  # noqa: BLE001 (a picture that fails must not cost the run)
            self.control.live = None
            self.emit(Warned(message=f"The live picture is off: {error}"))
            return
        live.made(began, self.clock())
        engine = self.material.engine
        self.emit(
            Sample(
                step=self.state.step,
                epoch=max(self.state.step - 1, 0) // engine.steps_per_epoch + 1,
                complete_epochs=self.complete_epochs,
                payload=payload,
            )
        )

    def _drain(self) -> None:
        if self.control.drain is not None:
            self.control.drain()

    def _wait_while_paused(self) -> None:
        if not self.control.paused or self.control.stopping:
            return
        self.emit(Paused())
        while self.control.paused and not self.control.stopping:
            self.control.wait_for_change(PAUSE_POLL_SECONDS)
            self._drain()
        if not self.control.stopping:
            self.emit(Resumed())

    def _finished(self, status: str, message: str) -> Finished:
        return Finished(
            status=status,
            message=message,
            step=self.state.step,
            complete_epochs=self.complete_epochs,
            seconds=self.state.seconds,
            images_per_second=self._pace.overall_rate(self.material.engine.batch_size),
            train=self._train,
            validation=self._validation,
            test=self._test,
            effective_beta=self._effective_beta,
        )
