"""What is kept of each complete epoch besides its metrics and its checkpoint."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from vae_studio.api import OutputError, TrainingSpec
from vae_studio.evaluation.diagnosis import EpochFacts, Remark, diagnose
from vae_studio.runs.epoch_weights import save_epoch_weights
from vae_studio.runs.folder import RunFolder
from vae_studio.training.events import EpochMetrics, Event, Warned
from vae_studio.training.tensorboard import WRITE_ERRORS, EventFiles

MEMORY = 200
"""How many epochs back the remarks on the figures look."""


class EpochRecords:
    """The weights to look back at, the files for TensorBoard, and what the figures mean.

    None of it is worth a run: what cannot be written is told once, and left alone from then on.

    Parameters
    ----------
    folder
        Where the run is kept; its history is that of the epochs before.
    spec
        What is wanted.
    emit
        Receives warnings.
    """

    def __init__(self, folder: RunFolder, spec: TrainingSpec, emit: Callable[[Event], None]) -> None:
        self._folder = folder
        self._emit = emit
        self._keep = spec.keep_epochs
        history = folder.history()
        self._facts = [EpochFacts.of_record(record) for record in history[-MEMORY:]]
        self._told = {remark.key for remark in diagnose(self._facts)}
        self._files = EventFiles(folder.path, len(history) + 1) if spec.tensorboard else None

    def remarked(self, event: EpochMetrics, *, by_hand: bool) -> EpochMetrics:
        """Return an epoch's event with remarks on what it means, and warn of those not made before.

        Parameters
        ----------
        event
            The event without remarks.
        by_hand
            Whether a person set the KL weight.
        """
        self._facts = [*self._facts[1 - MEMORY :], EpochFacts.of_record(event.model_dump(), by_hand=by_hand)]
        remarks = diagnose(self._facts)
        for remark in remarks:
            self._tell(remark)
        return event.model_copy(update={"remarks": tuple(remark.words for remark in remarks)})

    def keep(self, event: EpochMetrics, weights: Mapping[str, np.ndarray]) -> None:
        """Keep the weights and the figures of an epoch."""
        if self._keep or event.epoch == 1:
            try:
                save_epoch_weights(self._folder.path, event.epoch, weights, self._keep)
            except OutputError as error:
                self._keep = 0
                self._emit(Warned(message=f"The weights of the epochs are not kept any more: {error}"))
        if self._files is not None:
            try:
                self._files.write(event)
            except WRITE_ERRORS as error:
                self._files = None
                self._emit(Warned(message=f"Nothing more is written for TensorBoard: {error}"))

    def close(self) -> None:
        """Close what is open; what its last lines lose is told."""
        files, self._files = self._files, None
        if files is None:
            return
        try:
            files.close()
        except WRITE_ERRORS as error:
            self._emit(Warned(message=f"The files for TensorBoard may lack their end: {error}"))

    def _tell(self, remark: Remark) -> None:
        if remark.key not in self._told:
            self._told.add(remark.key)
            self._emit(Warned(message=remark.words))
