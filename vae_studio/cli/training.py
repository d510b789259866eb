"""``vae-studio train``: progress on standard error, Ctrl+C that keeps the run, one object of JSON."""

from __future__ import annotations

import shlex
import signal
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any, Self

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn

from vae_studio.api import RunError, SpecError, TrainingError
from vae_studio.cli.main import INTERRUPTED
from vae_studio.cli.output import FIGURES, figures_json, figures_words, print_json, standard_error
from vae_studio.data.progress import Progress as Reading
from vae_studio.runs.folder import is_run
from vae_studio.session import Session, TrainingJob
from vae_studio.training.control import Control
from vae_studio.training.events import (
    EpochMetrics,
    Event,
    Finished,
    Joining,
    PhaseStarted,
    Started,
    StepMetrics,
    Warned,
)

BEFORE_THE_RUN = frozenset({"importing", "reading", "building"})
"""Phases that a log does not name: a mistake found in them is told in one line."""
Prepare = Callable[[Callable[[Reading], None], Callable[[Event], None]], TrainingJob]


def train(prepare: Prepare, *, as_json: bool) -> int:
    """Prepare and execute a training run in the terminal, and return the exit status.

    Parameters
    ----------
    prepare
        Makes the run; is given what to tell of the reading of its data, and of its phases.
    as_json
        Whether the outcome is printed as JSON.

    Raises
    ------
    StudioError
        The run cannot be made.
    TrainingError
        The training failed.
    """
    console = standard_error()
    control = Control()
    with ProgressDisplay(console) as display:
        job = prepare(display.show_reading, display.show)
        for note in () if job.follows else job.dataset.notes:
            console.print(f"Note: {note}")
        with stop_on_interrupt(control, console):
            finished = job.execute(display.show, control)
    if finished.status == "failed":
        kept = "" if job.follows else _kept(job, finished.smaller_batch)
        raise TrainingError(finished.message.partition("\n")[0], kept)
    if job.follows:
        return INTERRUPTED if finished.status == "stopped" else 0
    if as_json:
        print_json(summary(job, finished))
    else:
        _tell(console, job, finished)
    return INTERRUPTED if finished.status == "stopped" else 0


def resumed(
    session: Session, folder: Path | None, epochs: int | None, settings: Mapping[str, str] | None = None
) -> Prepare:
    """Return what makes the run in a folder ready to go on, with other settings if any are given.

    Raises
    ------
    SpecError
        No folder was given.
    RunError
        There is no run in it.
    """
    if folder is None:
        raise SpecError("--resume needs --run DIR, the run to go on with.")
    if not is_run(folder):
        raise RunError(f"{folder} holds no run to resume.", "Leave --resume away to start one there.")
    return lambda progress, emit: session.resume(
        folder, epochs=epochs, settings=settings, progress=progress, emit=emit
    )


def summary(job: TrainingJob, finished: Finished) -> dict[str, Any]:
    """Return what ``--json`` prints."""
    run = job.run
    assert run.folder is not None, "an executed run has a folder"
    final = run.folder.manifest.final or {}
    splits = {}
    for split in ("train", "validation", "test"):
        kept = final.get(split)
        splits[split] = figures_json(getattr(finished, split)) or (
            None if kept is None else {name: getattr(kept, name) for name in FIGURES}
        )
    return {
        "run": str(run.path),
        "status": finished.status,
        "epochs": finished.complete_epochs,
        "seconds": round(finished.seconds, 3),
        "images_per_second": finished.images_per_second and round(finished.images_per_second, 1),
        "parameters": run.parameters,
        "effective_beta": finished.effective_beta,
        **splits,
    }


@contextmanager
def stop_on_interrupt(
    control: Control, console: Console, words: str = "Stopping: the run is kept."
) -> Iterator[None]:
    """Make the first Ctrl+C (or a termination request) stop what is under way; the second one aborts."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        if control.stopping:
            raise KeyboardInterrupt
        console.print(f"{words} Ctrl+C again to abort.")
        control.stop()

    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


class ProgressDisplay:
    """A progress bar where standard error is a terminal, one line for each epoch everywhere.

    Parameters
    ----------
    console
        Where to write.
    """

    def __init__(self, console: Console) -> None:
        self._console = console
        self._progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            TextColumn("{task.fields[speed]}"),
            console=console,
            transient=True,
            disable=not console.is_terminal,
        )
        self._task = self._progress.add_task("Preparing", total=None, speed="")
        self._epochs = 0
        self._steps = 0
        self._seconds_left: float | None = None

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._progress.stop()

    def show_reading(self, reading: Reading) -> None:
        """Show how far the reading or downloading of the data has come."""
        total = f" of {reading.total:,}" if reading.total else ""
        unit = "bytes" if reading.in_bytes else "examples"
        words = f"{reading.phase.capitalize()} {reading.done:,}{total} {unit}"
        self._progress.update(self._task, description=words, total=reading.total, completed=reading.done)
        left = "" if reading.seconds_left is None else f"{duration(reading.seconds_left)} left"
        self._progress.update(self._task, speed=left)
        finished = reading.phase == "downloading" and reading.done == reading.total
        if not self._console.is_terminal and finished:
            self._console.print(words)

    def show(self, event: Event) -> None:
        """Show one event."""
        if isinstance(event, PhaseStarted) and event.detail:
            self._progress.update(self._task, description=event.detail)
            if not self._console.is_terminal and event.phase not in BEFORE_THE_RUN:
                self._console.print(event.detail)
        elif isinstance(event, Joining):
            self._console.print(event.message)
        elif isinstance(event, Started):
            self._epochs, self._steps = event.epochs, event.epochs * event.steps_per_epoch
            self._console.print(f"Run {event.run}: {event.parameters:,} parameters")
        elif isinstance(event, StepMetrics):
            self._step(event)
        elif isinstance(event, EpochMetrics):
            self._epoch(event)
        elif isinstance(event, Warned):
            self._console.print(f"Warning: {event.message}")

    def _step(self, event: StepMetrics) -> None:
        self._seconds_left = event.seconds_left
        self._progress.update(
            self._task,
            description=f"Epoch {event.epoch} of {self._epochs}",
            total=self._steps,
            completed=event.step,
            speed=f"{event.images_per_second:,.0f} images/s, {duration(event.seconds_left)} left",
        )

    def _epoch(self, event: EpochMetrics) -> None:
        validation = f" | validation {figures_words(event.validation)}" if event.validation else ""
        left = f", {duration(self._seconds_left)} left" if event.epoch < self._epochs else ""
        self._console.print(
            f"Epoch {event.epoch}/{self._epochs}: train {figures_words(event.train)}{validation} | "
            f"{event.images_per_second:,.0f} images/s{left}"
        )


def duration(seconds: float | None) -> str:
    """Return a duration in words, such as ``1 min 49 s``."""
    if seconds is None:
        return "unknown time"
    whole = round(seconds)
    hours, minutes = whole // 3600, whole % 3600 // 60
    if hours:
        return f"{hours} h {minutes} min"
    return f"{minutes} min {whole % 60} s" if minutes else f"{whole} s"


def _kept(job: TrainingJob, smaller_batch: int | None) -> str:
    """Return what is left of a run that failed, and how to go on where a smaller batch will do."""
    folder = job.run.folder
    if folder is None:
        return ""
    words = []
    if folder.manifest.complete_epochs:
        words.append(f"The run is kept up to epoch {folder.manifest.complete_epochs} in {folder.path}.")
    if smaller_batch is not None:
        run = shlex.quote(str(folder.path))
        words.append(f"Go on by: vae-studio train --resume --run {run} --batch-size {smaller_batch}")
    return " ".join(words)


def _tell(console: Console, job: TrainingJob, finished: Finished) -> None:
    console.print(
        f"{finished.status.capitalize()} after epoch {finished.complete_epochs}, {duration(finished.seconds)}."
    )
    for split in ("train", "validation", "test"):
        figures = getattr(finished, split)
        if figures is not None:
            console.print(f"{split:>10}: {figures_words(figures)}")
    console.print(f"Run kept in {job.run.path}")
