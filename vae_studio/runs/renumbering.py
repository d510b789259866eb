"""Counting the steps of a run anew, as when it goes on with another batch size.

Doing it again changes nothing, and what has been done of it stands: a process that is killed in between leaves
a run that can be taken up.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from vae_studio.runs.array_archive import DAMAGE, read_document
from vae_studio.runs.checkpoints import checkpoint_path, checkpoint_step, list_checkpoints
from vae_studio.runs.files import output_error
from vae_studio.runs.folder import RunFolder


def renumber(folder: RunFolder, steps_per_epoch: int, step_of: Callable[[Mapping[str, Any]], int]) -> None:
    """Have metrics, changes by hand and checkpoints of a run tell their steps in another count.

    Parameters
    ----------
    folder
        The run.
    steps_per_epoch
        Steps per epoch in the new count.
    step_of
        Returns the steps done at a checkpoint, in the new count, given its state.

    Raises
    ------
    OutputError
        A file cannot be written or renamed.
    RunError
        The metrics are damaged.
    """
    folder.recount(steps_per_epoch)
    _rename(folder.path, step_of)


def _rename(run: Path, step_of: Callable[[Mapping[str, Any]], int]) -> None:
    """Name the checkpoints after their steps, in an order that keeps them apart and the latest the latest."""
    moves = []
    for path in list_checkpoints(run):
        try:
            moves.append((path, step_of(read_document(path)["state"])))
        except DAMAGE:
            continue  # what is damaged is found out, and told, when it is read
    growing = [(path, step) for path, step in moves if step > checkpoint_step(path)]
    shrinking = [(path, step) for path, step in moves if step < checkpoint_step(path)]
    for path, step in (*reversed(growing), *shrinking):
        target = checkpoint_path(run, step)
        try:
            path.replace(target)
        except OSError as error:
            raise output_error(error, target) from error
