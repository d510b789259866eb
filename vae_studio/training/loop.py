"""The training loop: epochs of compiled calls, with events, checkpoints, pause and stop between them."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass, field

from vae_studio.api import TrainingError
from vae_studio.training.control import Control
from vae_studio.training.course import Course
from vae_studio.training.epoch_records import EpochRecords
from vae_studio.training.events import (
    EpochMetrics,
    Event,
    Finished,
    Paused,
    PhaseStarted,
    Resumed,
    Started,
    StepMetrics,
)
from vae_studio.training.exhaustion import OutOfMemoryError, is_out_of_memory
from vae_studio.training.failures import failure
from vae_studio.training.importing import collector_aside
from vae_studio.training.live_pictures import LivePictures
from vae_studio.training.material import Material
from vae_studio.training.measurements import Measurements
from vae_studio.training.pace import Pace
from vae_studio.training.reports import divergence_words, effective_beta, figures_of
from vae_studio.training.saving import Saving
from vae_studio.training.state import TrainingState
from vae_studio.training.time_left import TimeLeft

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
    _left: TimeLeft = field(init=False)
    _live: LivePictures = field(init=False)
    _records: EpochRecords = field(init=False)
    _course: Course = field(init=False)
    _measured: Measurements = field(init=False)
    _saving: Saving = field(init=False)

    def __post_init__(self) -> None:
        engine = self.material.engine
        self._pace = Pace(engine.seconds_per_call)
        self._left = TimeLeft(len(self.material.validation), len(self.material.test), engine.batch_size)
        self._live = LivePictures(self.control, self.clock, self.emit)
        self._records = EpochRecords(self.material.folder, self.material.spec, self.emit)
        self._course = Course(self.material, self.state, self.emit)
        self._measured = Measurements(self.material, self.emit, self._drain)
        self._saving = Saving(self.material, self.state, self.emit)

    def run(self) -> Finished:
        """Train until the last epoch, a stop, or a failure; return the event with which it ended.

        The event is for the caller to emit, once it has put the rest in order; nothing is raised for
        what goes wrong in training.
        """
        try:
            status = "completed" if self._to_the_end() else "stopped"
            if status == "completed":
                self._measured.measure_test(self.complete_epochs)
        except Exception as error:  # noqa: BLE001 (the end of a run is told, never raised)
            return self._finished("failed", *failure(error, self.material.engine.batch_size))
        finally:
            self._records.close()
            self.material.engine.close()
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
        compiled = False
        while self.state.step < last:
            self._wait_while_paused()
            if self.control.stopping:
                self._saving.save_changes()
                return False
            self._take_changes()
            self._turn(compiled)
            if not compiled:
                compiled = True
                self.emit(PhaseStarted(phase="training"))
        return True

    def _turn(self, compiled: bool) -> None:
        """Run one compiled call and everything that follows it."""
        step, began = self.state.step, self.clock()
        self._call(compiled)
        took = self.clock() - began
        if self.state.step % self.material.engine.steps_per_epoch == 0:
            self._end_epoch()
        began = self.clock()
        self._serve()
        if compiled:
            self._left.stepped(self.state.step - step, took + self.clock() - began)

    def _call(self, compiled: bool) -> None:
        engine, step = self.material.engine, self.state.step
        position = step % engine.steps_per_epoch
        count = self._live.steps_until(step, self._pace.steps(engine.steps_per_epoch - position))
        count = engine.steps_until(step, count)
        steps = range(step, step + count)
        betas = [self._course.kl_weight(number) for number in steps]
        rates = [self._course.learning_rate(number) for number in steps]
        began = self.clock()
        try:
            with nullcontext() if compiled else collector_aside():
                result = engine.run(step, betas, rates, self.state.totals)
        except Exception as error:
            if not is_out_of_memory(error):
                raise
            raise self._out_of_memory() from error
        seconds = self.clock() - began
        if compiled and result.done:
            self._pace.learn(result.done, seconds)
        self.state.step += result.done
        self.state.totals = result.totals
        self.state.seconds += seconds
        self.state.epoch_seconds += seconds
        if not result.finite:
            self._saving.save_before_failing()
            words = divergence_words(result, self.state.step, engine.steps_per_epoch)
            raise TrainingError(words, "Lower training.learning_rate, or change the model.")
        self._report(position + result.done, seconds)

    def _out_of_memory(self) -> OutOfMemoryError:
        """Keep the steps before the one that memory was too small for, where they are known to be whole."""
        engine, state = self.material.engine, self.state
        whole = engine.whole_steps()
        if whole is not None:
            state.step, state.totals = whole
            self._saving.save_before_failing()
        epoch = state.step // engine.steps_per_epoch + 1
        where = f"in epoch {epoch}" if whole is None else f"in step {state.step + 1} (epoch {epoch})"
        return OutOfMemoryError(engine.batch_size, where)

    def _take_changes(self) -> None:
        """Take what was asked for by hand, which the checkpoint of this step does not know of yet."""
        if self._course.change(self.control.take_changes()):
            self._saving.outdate()

    def _report(self, epoch_step: int, call_seconds: float) -> None:
        engine, epochs = self.material.engine, self.material.spec.epochs
        left = epochs * engine.steps_per_epoch - self.state.step
        ends = epochs - (self.state.step - 1) // engine.steps_per_epoch
        self.emit(
            StepMetrics(
                step=self.state.step,
                epoch=(self.state.step - 1) // engine.steps_per_epoch + 1,
                epoch_step=epoch_step,
                figures=figures_of(self.state.totals / epoch_step, engine.vae.reconstruction_unit),
                effective_beta=effective_beta(self.state.totals / epoch_step),
                images_per_second=self._pace.rate(engine.batch_size),
                seconds_left=self._left.seconds(left, ends),
                call_seconds=call_seconds,
            )
        )

    def _end_epoch(self) -> None:
        engine, measured = self.material.engine, self._measured
        began = self.clock()
        try:
            split = measured.validate(self.complete_epochs, self._left.measuring)
        except Exception as error:
            if not is_out_of_memory(error):
                raise
            raise TrainingError(
                f"There is not enough memory to measure validation after epoch {self.complete_epochs}.",
                "Free some, and go on from the last checkpoint. A smaller batch would not help here.",
            ) from error
        measuring = self.clock() - began
        means = self.state.totals / engine.steps_per_epoch
        train = measured.take_training(means)
        last_step = self.state.step - 1
        active = None if split is None else split.active_dimensions()
        event = EpochMetrics(
            epoch=self.complete_epochs,
            step=self.state.step,
            train=train,
            validation=measured.validation,
            objective=float(means[0]),
            beta=self._course.kl_weight(last_step),
            effective_beta=measured.effective_beta,
            learning_rate=self._course.learning_rate(last_step),
            active_units=None if active is None else sum(active),
            active_dimensions=active,
            seconds=self.state.epoch_seconds,
            images_per_second=self._pace.rate(engine.batch_size),
        )
        event = self._records.remarked(event, by_hand=self._course.weight_is_by_hand)
        self.state.begin_epoch()
        self.material.folder.append_epoch(event.model_dump(mode="json"))
        weights = self._saving.save((measured.validation or train).score)
        self._records.keep(event, weights)
        self._left.ended(measuring, self.clock() - began)
        self.emit(event)

    def _serve(self) -> None:
        self._drain()
        self._live.serve(self.state.step, self.material.engine.steps_per_epoch)

    def _drain(self) -> None:
        if self.control.drain is not None:
            self.control.drain()

    def _wait_while_paused(self) -> None:
        if not self.control.paused or self.control.stopping:
            return
        self.emit(Paused())
        while self.control.paused and not self.control.stopping:
            self.control.wait_for_change(PAUSE_POLL_SECONDS)
            self._take_changes()
            self._drain()
        if not self.control.stopping:
            self.emit(Resumed())

    def _finished(self, status: str, message: str, smaller_batch: int | None = None) -> Finished:
        return Finished(
            status=status,
            message=message,
            step=self.state.step,
            complete_epochs=self.complete_epochs,
            seconds=self.state.seconds,
            images_per_second=self._pace.overall_rate(self.material.engine.batch_size),
            train=self._measured.train,
            validation=self._measured.validation,
            test=self._measured.test,
            effective_beta=self._measured.effective_beta,
            smaller_batch=smaller_batch,
        )
