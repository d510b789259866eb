"""When a run in training is saved, and what of it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from vae_studio.runs.checkpoints import save_checkpoint
from vae_studio.training.events import CheckpointSaved, Event
from vae_studio.training.material import Material
from vae_studio.training.state import TrainingState, capture


class Saving:
    """Writes checkpoints of a run.

    Parameters
    ----------
    material
        The model, and the folder of the run.
    state
        Where the run stands; what it stands at now is on disk already.
    emit
        Receives a ``CheckpointSaved`` for each.
    """

    def __init__(self, material: Material, state: TrainingState, emit: Callable[[Event], None]) -> None:
        self._material = material
        self._state = state
        self._emit = emit
        self._saved_step: int | None = state.step

    def outdate(self) -> None:
        """Know that something changed since the last checkpoint, though no step was done."""
        self._saved_step = None

    def save_changes(self) -> None:
        """Write a checkpoint, unless the last one is of this step."""
        if self._saved_step != self._state.step:
            self.save()

    def save_before_failing(self) -> None:
        """Keep the steps before the one that failed, where that did not change the weights."""
        engine = self._material.engine
        if not engine.leaves_bad_steps_out or self._state.step % engine.steps_per_epoch == 0:
            return
        weights = engine.vae.named_weights().values()
        if all(np.all(np.isfinite(weight.numpy())) for weight in weights):
            self.save()

    def save(self, score: float | None = None) -> dict[str, np.ndarray]:
        """Write a checkpoint, and return the weights in it.

        Parameters
        ----------
        score
            Of a complete epoch, the lower the better; None between epochs.

        Raises
        ------
        OutputError
            It cannot be written.
        """
        folder, step = self._material.folder, self._state.step
        arrays, state = capture(self._material.engine, self._state)
        keep = self._material.spec.keep_checkpoints
        path = save_checkpoint(folder.path, step, arrays, state, keep=keep, score=score)
        self._saved_step = step
        epochs = step // self._material.engine.steps_per_epoch
        folder.update_manifest(step=step, complete_epochs=epochs)
        self._emit(CheckpointSaved(step=step, epoch=epochs, path=str(path)))
        return {name: array for name, array in arrays.items() if name.startswith("model/")}
