"""How far a run has come, in the words of the Training dock."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from vae_studio.gui.figures import count, decimal, duration
from vae_studio.gui.training.leading import leading_figure
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

PHASES = {
    "importing": "Importing TensorFlow…",
    "reading": "Reading the dataset…",
    "building": "Building the model…",
    "compiling": "Compiling…",
}
NOT_KNOWN = "Time left not known yet"
FINISHING = "Finishing…"
"""Instead of the time left: the epochs are done, what is left is measured and saved."""
ENDS = {"completed": "Completed", "stopped": "Stopped", "failed": "Failed"}


@dataclass(frozen=True)
class Progress:
    """What is known of a run's course; :meth:`after` gives what is known after another event.

    Attributes
    ----------
    title, counter
        The line above the bar: ``Epoch 8 of 14`` and ``129 / 430 steps``.
    fraction
        How much of the bar is filled, 0 to 1.
    speed, time
        The line below it.
    running
        Whether the run goes on.
    epochs, steps_per_epoch
        How long it is meant to be.
    best, places
        The best validation figure so far with its epoch, and its decimals.
    epoch
        The epoch in progress, from 1; 0 before the first.
    paused
        Whether the run waits; a report of the steps before may still arrive.
    """

    title: str = "Not trained yet"
    counter: str = ""
    fraction: float = 0.0
    speed: str = ""
    time: str = ""
    running: bool = False
    epochs: int = 0
    steps_per_epoch: int = 0
    best: tuple[float, int] | None = field(default=None)
    places: int = 1
    epoch: int = 0
    paused: bool = False

    def after(self, event: Event) -> Progress:
        """Return the progress once `event` has happened."""
        if isinstance(event, PhaseStarted):
            return self._phase(event)
        if isinstance(event, Paused):
            return replace(self, title=f"Paused in {self._where()}", time="", paused=True)
        if isinstance(event, Resumed):
            return replace(self, title=self._where().capitalize(), paused=False)
        if isinstance(event, Started):
            return self._started(event)
        if isinstance(event, StepMetrics):
            return self._stepped(event)
        if isinstance(event, EpochMetrics):
            return self._epoch_done(event)
        if isinstance(event, Finished):
            return self._finished(event)
        return self

    def _phase(self, event: PhaseStarted) -> Progress:
        if event.phase == "evaluating":
            time = FINISHING if self.epoch >= self.epochs > 0 else self.time
            return replace(self, speed=f"{event.detail or 'Evaluating'}…", time=time, running=True)
        words = f"{event.detail}…" if event.detail else PHASES.get(event.phase, self.title)
        return replace(self, title=words, running=True)

    def _where(self) -> str:
        return f"epoch {max(1, self.epoch)} of {self.epochs}"

    def _started(self, event: Started) -> Progress:
        done = event.step // max(1, event.steps_per_epoch)
        return replace(
            self,
            counter=f"0 / {count(event.steps_per_epoch)} steps",
            fraction=done / max(1, event.epochs),
            speed="",
            time="",
            running=True,
            epochs=event.epochs,
            steps_per_epoch=event.steps_per_epoch,
        )

    def _stepped(self, event: StepMetrics) -> Progress:
        steps = max(1, self.steps_per_epoch)
        left = NOT_KNOWN if event.seconds_left is None else f"{duration(event.seconds_left)} left"
        if event.epoch >= self.epochs and event.epoch_step >= steps:
            left = FINISHING
        title = f"{'Paused in epoch' if self.paused else 'Epoch'} {event.epoch} of {self.epochs}"
        return replace(
            self,
            title=title,
            counter=f"{count(event.epoch_step)} / {count(self.steps_per_epoch)} steps",
            fraction=(event.epoch - 1 + event.epoch_step / steps) / max(1, self.epochs),
            speed=f"{count(round(event.images_per_second))} images/s",
            time="" if self.paused else left,
            running=True,
            epoch=event.epoch,
        )

    def _epoch_done(self, event: EpochMetrics) -> Progress:
        best, leading = self.best, leading_figure(event.validation)
        if event.validation is not None:
            figure = (float(getattr(event.validation, leading.figure)), event.epoch)
            best = figure if best is None else min(best, figure)
        return replace(
            self,
            best=best,
            places=leading.places,
            fraction=event.epoch / max(1, self.epochs),
            time=FINISHING if event.epoch >= self.epochs else self.time,
        )

    def _finished(self, event: Finished) -> Progress:
        epochs = max(self.epochs, event.complete_epochs)
        fraction = event.complete_epochs / epochs if epochs else 0.0
        return replace(
            self,
            title=f"{ENDS[event.status]} after epoch {event.complete_epochs} of {epochs}",
            counter=f"{round(100 * fraction)} %",
            fraction=fraction,
            speed=self._best_words(),
            time=f"{duration(event.seconds)} elapsed",
            running=False,
            paused=False,
        )

    def _best_words(self) -> str:
        if self.best is None:
            return ""
        figure, epoch = self.best
        return f"Best validation {decimal(figure, self.places)} at epoch {epoch}"


def opened_run(complete_epochs: int, epochs: int, epoch_events: tuple[EpochMetrics, ...]) -> Progress:
    """Return the progress of a run that was opened from its folder."""
    progress = Progress(epochs=epochs)
    for event in epoch_events:
        progress = progress.after(event)
    seconds = sum(event.seconds for event in epoch_events)
    end = Finished(status="stopped", step=0, complete_epochs=complete_epochs, seconds=seconds)
    return replace(progress.after(end), title=f"Trained for {complete_epochs} of {epochs} epochs")
