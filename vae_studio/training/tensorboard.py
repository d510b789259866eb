"""The figures of each epoch as TensorBoard reads them, beside the run.

Two folders, ``tensorboard/train`` and ``tensorboard/validation``, hold the same tags, so that TensorBoard
draws both splits into one plot; a step there is an epoch. Needs TensorFlow, and no TensorBoard.
"""

from __future__ import annotations

import socket
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import tensorflow as tf
from tensorflow.core.framework import summary_pb2
from tensorflow.core.util import event_pb2

from vae_studio.evaluation.figures import Figures
from vae_studio.training.events import EpochMetrics

FOLDER = "tensorboard"
WRITE_ERRORS = (OSError, tf.errors.OpError)
"""What writing may raise."""

_VERSION = "brain.Event:2"


class EventFiles:
    """Event files of one start of a run: a file of its own for each split, begun with its first epoch.

    TensorFlow's files cannot be cut. A file that goes on after a stop therefore begins by saying from which
    epoch on it holds, and TensorBoard forgets what older files say of that epoch and later ones.

    Parameters
    ----------
    run
        Folder of the run.
    first_epoch
        The first epoch that will be written.
    """

    def __init__(self, run: Path, first_epoch: int) -> None:
        self._folder = run / FOLDER
        self._first_epoch = first_epoch
        self._writers: dict[str, Any] = {}

    def write(self, event: EpochMetrics) -> None:
        """Write the figures of a complete epoch; they are on their way to the disk afterwards.

        Raises
        ------
        OSError, tf.errors.OpError
            They cannot be written.
        """
        scalars = {
            **figure_scalars(event.train),
            "objective": event.objective,
            "kl_weight": event.beta,
            "effective_beta": event.effective_beta,
            "learning_rate": event.learning_rate,
            "images_per_second": event.images_per_second,
        }
        self._append("train", event.epoch, scalars)
        if event.validation is not None:
            measured = {**figure_scalars(event.validation), "active_units": event.active_units}
            self._append("validation", event.epoch, measured)

    def close(self) -> None:
        """Close the files, each of them even where another cannot be.

        Raises
        ------
        OSError, tf.errors.OpError
            What one of them still held cannot be written.
        """
        writers, self._writers = self._writers, {}
        with ExitStack() as closing:
            for writer in writers.values():
                closing.callback(writer.close)

    def _append(self, split: str, epoch: int, scalars: dict[str, float | int | None]) -> None:
        if split not in self._writers:
            self._writers[split] = self._begun(split)
        values = [
            summary_pb2.Summary.Value(tag=tag, simple_value=value)
            for tag, value in scalars.items()
            if value is not None
        ]
        self._send(split, step=epoch, summary=summary_pb2.Summary(value=values))
        self._writers[split].flush()

    def _begun(self, split: str) -> Any:
        folder = self._folder / split
        folder.mkdir(parents=True, exist_ok=True)
        number = sum(1 for _ in folder.glob("events.out.tfevents.*"))
        name = f"events.out.tfevents.{int(time.time()):010d}.{number:04d}.{socket.gethostname() or 'host'}"
        self._writers[split] = tf.io.TFRecordWriter(str(folder / name))
        self._send(split, file_version=_VERSION)
        start = event_pb2.SessionLog(status=event_pb2.SessionLog.START)
        self._send(split, step=self._first_epoch, session_log=start)
        return self._writers[split]

    def _send(self, split: str, **content: Any) -> None:
        event = event_pb2.Event(wall_time=time.time(), **content)
        self._writers[split].write(event.SerializeToString())


def figure_scalars(figures: Figures) -> dict[str, float | int | None]:
    """Return figures by tag; dimension d of z is ``kl_per_dimension/z<d>``, from 1."""
    per_dimension = figures.kl_per_dimension or ()
    return {
        "negative_elbo": figures.negative_elbo,
        "reconstruction": figures.reconstruction,
        "kl": figures.kl,
        **{f"kl_per_dimension/z{number}": value for number, value in enumerate(per_dimension, start=1)},
    }
