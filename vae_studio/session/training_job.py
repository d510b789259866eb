"""A training run that is ready to go: executed once, on any thread."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from vae_studio.data.dataset import Dataset
from vae_studio.runs.checkpoints import Checkpoint, load_latest
from vae_studio.runs.epoch_weights import truncate_epoch_weights
from vae_studio.runs.folder import RunFolder
from vae_studio.runs.manifest import FinalFigures, Manifest
from vae_studio.session.phases import Emit
from vae_studio.session.recounting import restored
from vae_studio.session.run import Run
from vae_studio.session.team import Team
from vae_studio.training.control import Control
from vae_studio.training.events import Event, Finished, PhaseStarted, Warned
from vae_studio.training.failures import failure

if TYPE_CHECKING:
    from vae_studio.training.loop import TrainingLoop


class TrainingJob:
    """One training run, new or resumed.

    Attributes
    ----------
    run
        The run; its weights change as training proceeds.
    dataset
        What it is trained on.
    """

    def __init__(
        self,
        run: Run,
        dataset: Dataset,
        *,
        new: tuple[Path, Manifest] | None = None,
        warnings: tuple[str, ...] = (),
        team: Team | None = None,
    ) -> None:
        self.run = run
        self.dataset = dataset
        self._new = new
        self._warnings = warnings
        self._team = team

    @property
    def follows(self) -> bool:
        """Whether another process, the chief of several, keeps the run, and this one does as it says."""
        return self._team is not None and self._team.follows

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
        finished = self._failed("The training was interrupted.")
        try:
            train = self._follow if self.follows else self._train_in_folder
            finished = self._told(lambda: train(emit, control or Control()))
            if self._team is not None:
                self._team.dismiss(finished.status)
        finally:
            emit(finished)
        return finished

    def _train_in_folder(self, emit: Emit, control: Control) -> Finished:
        folder = self._open_folder()
        with folder.training():
            before = folder.spec.training.batch_size
            if folder.spec != self.run.spec:
                folder.update_spec(self.run.spec)
            finished = self._told(lambda: self._train(folder, before, emit, control))
            self._record(folder, finished)
        return finished

    def _follow(self, _emit: Emit, control: Control) -> Finished:
        """Do as the chief says; what it tells of the run, nobody else does."""
        from vae_studio.session.material import training_engine

        team = self._team
        assert team is not None, "who follows belongs to a team"
        status = team.follow(lambda shards: training_engine(self.run, self.dataset, shards, team), control)
        message = f"The training failed; {team.chief} says why." if status == "failed" else ""
        return Finished.model_validate(
            {"status": status, "message": message, "step": 0, "complete_epochs": 0, "seconds": 0.0}
        )

    def _told(self, train: Callable[[], Finished]) -> Finished:
        """Return how a training ended, whatever it raises."""
        try:
            return train()
        except Exception as error:  # noqa: BLE001 (the end of a run is told, never raised)
            return self._failed(*failure(error, self.run.spec.training.batch_size))

    def _open_folder(self) -> RunFolder:
        if self._new is not None:
            path, manifest = self._new
            self.run.folder = RunFolder.create(path, manifest, self.run.spec)
            self._new = None
        assert self.run.folder is not None, "a run that is not new has a folder"
        return self.run.folder

    def _train(self, folder: RunFolder, before: int, emit: Emit, control: Control) -> Finished:
        for warning in self._warnings:
            emit(Warned(message=warning))
        begin, end = ("Opening the file of", "") if self.dataset.is_streamed else ("Bringing", " into memory")
        emit(PhaseStarted(phase="reading", detail=f"{begin} {len(self.dataset):,} examples{end}"))
        loop = self._loop(folder, before, emit, control)
        folder.update_manifest(status="training", message="")
        finished = loop.run()
        self.run.complete_epochs = finished.complete_epochs
        return finished

    @staticmethod
    def _record(folder: RunFolder, finished: Finished) -> None:
        if folder.manifest.status not in ("created", "training"):
            return  # A run that could not be taken up again is still what it was.
        figures = {"train": finished.train, "validation": finished.validation, "test": finished.test}
        folder.update_manifest(
            status=finished.status,
            message=finished.message.partition("\n")[0],
            final={
                split: FinalFigures.model_validate(found)
                for split, found in figures.items()
                if found is not None
            }
            or folder.manifest.final,
        )

    def _failed(self, message: str, smaller_batch: int | None = None) -> Finished:
        """Return the end of a run whose loop never began: it stands where its folder says."""
        manifest = None if self.run.folder is None else self.run.folder.manifest
        return Finished(
            status="failed",
            message=message,
            step=manifest.step if manifest else 0,
            complete_epochs=manifest.complete_epochs if manifest else 0,
            seconds=0.0,
            smaller_batch=smaller_batch,
        )

    def _loop(self, folder: RunFolder, before: int, emit: Emit, control: Control) -> TrainingLoop:
        """Return the loop where the run stands; `before` is the batch size that its folder told of."""
        from vae_studio.session.material import training_material
        from vae_studio.training.loop import TrainingLoop
        from vae_studio.training.state import TrainingState

        checkpoint = self._checkpoint(folder)
        saved = checkpoint.state if checkpoint else {}
        material = training_material(self.run, self.dataset, folder, saved, self._team)
        if self._team is not None:
            self._team.heed(material.engine, control)
        if checkpoint is None:
            state = TrainingState.initial(material.engine)
        else:
            for warning in checkpoint.warnings:
                emit(Warned(message=warning))
            state = restored(material.engine, folder, checkpoint, before, len(self.dataset.splits.train))
        complete = state.step // material.engine.steps_per_epoch
        folder.truncate_history(complete)
        folder.truncate_adjustments(state.adjusted)
        truncate_epoch_weights(folder.path, complete)

        def emit_and_note(event: Event) -> None:
            self.run.complete_epochs = loop.complete_epochs
            emit(event)

        loop = TrainingLoop(material, state, emit_and_note, control)
        return loop

    @staticmethod
    def _checkpoint(folder: RunFolder) -> Checkpoint | None:
        from vae_studio.runs.checkpoints import latest_checkpoint

        return load_latest(folder.path) if latest_checkpoint(folder.path) else None
