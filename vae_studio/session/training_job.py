"""A training run that is ready to go: executed once, on any thread."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from vae_studio.api import StudioError
from vae_studio.data.dataset import Dataset
from vae_studio.runs.checkpoints import Checkpoint, load_latest
from vae_studio.runs.folder import RunFolder
from vae_studio.runs.manifest import FinalFigures, Manifest
from vae_studio.session.run import Run
from vae_studio.training.control import Control
from vae_studio.training.events import Event, Finished, PhaseStarted, Warned

if TYPE_CHECKING:
    from vae_studio.training.loop import TrainingLoop

Emit = Callable[[Event], None]


class TrainingJob:
    """One training run, new or resumed.

    Attributes
    ----------
    run
        The run; its weights change as training proceeds.
    """

    def __init__(
        self,
        run: Run,
        dataset: Dataset,
        *,
        new: tuple[Path, Manifest] | None = None,
        warnings: tuple[str, ...] = (),
    ) -> None:
        self.run = run
        self._dataset = dataset
        self._new = new
        self._warnings = warnings

    def execute(self, emit: Emit, control: Control | None = None) -> Finished:
        """Train to the last epoch, a stop or a failure, and return the event that says which.

        That event is also the last one emitted, and there is exactly one. What goes wrong in training
        is told by it, never raised.

        Parameters
        ----------
        emit
            Receives every event, on this thread.
        control
            What others ask of the run meanwhile.
        """
        finished = Finished(status="failed", step=0, complete_epochs=0, seconds=0.0)
        try:
            folder = self._open_folder()
            with folder.training():
                finished = self._train(folder, emit, control or Control())
        except StudioError as error:
            finished = finished.model_copy(update={"status": "failed", "message": str(error)})
        except Exception as error:
            message = f"{type(error).__name__}: {error}\n{traceback.format_exc()}"
            finished = finished.model_copy(update={"status": "failed", "message": message})
        finally:
            emit(finished)
        return finished

    def _open_folder(self) -> RunFolder:
        if self._new is not None:
            path, manifest = self._new
            self.run.folder = RunFolder.create(path, manifest, self.run.spec)
            self._new = None
        assert self.run.folder is not None, "a run that is not new has a folder"
        return self.run.folder

    def _train(self, folder: RunFolder, emit: Emit, control: Control) -> Finished:
        for warning in self._warnings:
            emit(Warned(message=warning))
        emit(PhaseStarted(phase="reading", detail=f"Bringing {len(self._dataset)} examples into memory"))
        loop = self._loop(folder, emit, control)
        folder.update_manifest(status="training", message="")
        finished = loop.run()
        self.run.complete_epochs = finished.complete_epochs
        figures = {"train": finished.train, "validation": finished.validation, "test": finished.test}
        folder.update_manifest(
            status=finished.status,
            message=finished.message.partition("\n")[0],
            final={
                split: FinalFigures.model_validate(found) for split, found in figures.items() if found is not None
            }
            or folder.manifest.final,
        )
        return finished

    def _loop(self, folder: RunFolder, emit: Emit, control: Control) -> TrainingLoop:
        from vae_studio.model.pixels import Pixels
        from vae_studio.session.material import training_material
        from vae_studio.training.loop import TrainingLoop
        from vae_studio.training.state import TrainingState, restore

        pixels = Pixels.of(self.run.spec.data, self.run.data_shape)
        material = training_material(self.run.model, self._dataset, self.run.spec, pixels, folder)
        checkpoint = self._checkpoint(folder)
        if checkpoint is None:
            folder.truncate_history(0)
            state = TrainingState.initial(material.engine)
        else:
            for warning in checkpoint.warnings:
                emit(Warned(message=warning))
            state = restore(material.engine, checkpoint.arrays, checkpoint.state)
            folder.truncate_history(state.step // material.engine.steps_per_epoch)

        def emit_and_note(event: Event) -> None:
            self.run.complete_epochs = loop.complete_epochs
            emit(event)

        loop = TrainingLoop(material, state, emit_and_note, control)
        return loop

    @staticmethod
    def _checkpoint(folder: RunFolder) -> Checkpoint | None:
        from vae_studio.runs.checkpoints import latest_checkpoint

        return load_latest(folder.path) if latest_checkpoint(folder.path) else None
