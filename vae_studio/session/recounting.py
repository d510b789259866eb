"""Taking up a checkpoint, also with batches of another size. Imports TensorFlow on first use alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from vae_studio.runs.checkpoints import Checkpoint
from vae_studio.runs.folder import RunFolder
from vae_studio.runs.renumbering import renumber
from vae_studio.training.position import EpochSteps, converted_step

if TYPE_CHECKING:
    from vae_studio.training.material import AnyEngine
    from vae_studio.training.state import TrainingState


def restored(
    engine: AnyEngine, folder: RunFolder, checkpoint: Checkpoint, before: int, examples: int
) -> TrainingState:
    """Set an engine to a checkpoint and return where the run stands; count its steps anew where that is needed.

    Parameters
    ----------
    engine
        What the run goes on with.
    folder
        The run, whose files tell of steps.
    checkpoint
        Where it goes on from.
    before
        Batch size that the run's spec had, for checkpoints that are too old to tell theirs.
    examples
        Size of the training split.

    Raises
    ------
    RunError
        The checkpoint belongs to another model or another optimiser.
    OutputError
        The folder cannot be written to.
    """
    from vae_studio.training.state import restore

    batch = min(before, examples)
    then = {"batch_size": batch, "steps_per_epoch": examples // batch}
    state = restore(engine, checkpoint.arrays, {**then, **checkpoint.state})
    now = EpochSteps(engine.batch_size, engine.steps_per_epoch)

    def step_of(saved: Mapping[str, Any]) -> int:
        told = {**then, **saved}
        return converted_step(int(told["step"]), EpochSteps(told["batch_size"], told["steps_per_epoch"]), now)

    if state.step != checkpoint.step:
        renumber(folder, now.count, step_of)
        folder.update_manifest(step=state.step)
    return state
