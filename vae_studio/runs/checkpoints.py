"""Checkpoints: the arrays and the state that training goes on from, one ``.npz`` file each.

A file is complete or absent, holds plain arrays and JSON, and is never unpickled.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from vae_studio.api.errors import RunError
from vae_studio.runs.array_archive import DAMAGE, read_archive, read_document, write_archive

_FOLDER = "checkpoints"


@dataclass(frozen=True)
class Checkpoint:
    """A checkpoint that was read.

    Attributes
    ----------
    path, step
        Its file, and the step after which it was saved.
    arrays
        The arrays by name.
    state
        The JSON state saved with them.
    warnings
        What the user should know, such as that a newer checkpoint was damaged.
    """

    path: Path
    step: int
    arrays: Mapping[str, np.ndarray]
    state: Mapping[str, Any]
    warnings: tuple[str, ...] = ()


def save_checkpoint(
    folder: Path,
    step: int,
    arrays: Mapping[str, np.ndarray],
    state: Mapping[str, Any],
    *,
    keep: int = 5,
    score: float | None = None,
) -> Path:
    """Write a checkpoint, then remove those that are no longer wanted.

    Parameters
    ----------
    folder
        Folder of the run.
    step
        Optimiser steps done; later checkpoints belong to a future that was given up and are removed.
    arrays
        Arrays by name; names may contain ``/`` and ``:``.
    state
        What else training goes on from; must be expressible as JSON.
    keep
        Latest checkpoints kept, besides the one of the lowest score; 0 keeps all.
    score
        What makes a checkpoint the best: the validation's negative ELBO, nats per example. None for
        checkpoints between epochs, which are never the best; one of the same step keeps its score.

    Returns
    -------
    The file, complete and on disk.

    Raises
    ------
    OutputError
        It cannot be written; older checkpoints are untouched.
    """
    path = checkpoint_path(folder, step)
    if score is None and path.exists():
        score = _score(path)
    write_archive(path, arrays, {"score": score, "state": dict(state)})
    _prune(folder, step, keep)
    return path


def checkpoint_path(folder: Path, step: int) -> Path:
    """Return the file of the checkpoint of a run after so many steps."""
    return _folder(folder) / f"step-{step:08d}.npz"


def list_checkpoints(folder: Path) -> tuple[Path, ...]:
    """Return a run's checkpoints, oldest first."""
    paths = [p for p in _folder(folder).glob("step-*.npz") if re.fullmatch(r"step-\d+", p.stem)]
    return tuple(sorted(paths, key=checkpoint_step))


def latest_checkpoint(folder: Path) -> Path | None:
    """Return the newest checkpoint's file, or None if there is none; it may be damaged."""
    paths = list_checkpoints(folder)
    return paths[-1] if paths else None


def best_checkpoint(folder: Path) -> Path | None:
    """Return the checkpoint of the lowest score, or None if none has one."""
    scores = {path: score for path in list_checkpoints(folder) if (score := _score(path)) is not None}
    return min(scores, key=lambda path: scores[path], default=None)


def load_checkpoint(path: Path) -> tuple[dict[str, np.ndarray], dict[str, Any]]:
    """Return a checkpoint's arrays and state, every byte of them checked.

    Raises
    ------
    RunError
        The file is missing or damaged.
    """
    try:
        arrays, document = read_archive(path)
        state = document["state"]
    except DAMAGE as error:
        raise RunError(f"The checkpoint {path} is damaged ({error}).", "Use an earlier one.") from error
    return arrays, state


def load_latest(folder: Path) -> Checkpoint:
    """Return the newest checkpoint of a run that is whole.

    Raises
    ------
    RunError
        There is none.
    """
    warnings = []
    for path in reversed(list_checkpoints(folder)):
        try:
            arrays, state = load_checkpoint(path)
        except RunError as error:
            warnings.append(f"{error.message} The one before it is used.")
            continue
        return Checkpoint(path, checkpoint_step(path), arrays, state, tuple(warnings))
    if warnings:
        raise RunError(f"No checkpoint of run {folder.name} is whole.", "Train it again from its spec.")
    raise RunError(f"Run {folder.name} has no checkpoint yet.", "Train it first.")


def load_best(folder: Path) -> Checkpoint:
    """Return the checkpoint of the lowest score; the newest one where none has a score.

    Raises
    ------
    RunError
        There is none, or it is damaged.
    """
    path = best_checkpoint(folder)
    if path is None:
        return load_latest(folder)
    arrays, state = load_checkpoint(path)
    return Checkpoint(path, checkpoint_step(path), arrays, state)


def _folder(run: Path) -> Path:
    return run / _FOLDER


def checkpoint_step(path: Path) -> int:
    """Return after how many steps a checkpoint was saved, from the name of its file."""
    return int(path.stem.removeprefix("step-"))


def _score(path: Path) -> float | None:
    try:
        score = read_document(path)["score"]
    except DAMAGE:
        return None
    return float(score) if score is not None and np.isfinite(score) else None


def _prune(folder: Path, step: int, keep: int) -> None:
    paths = list_checkpoints(folder)
    stale = [path for path in paths if checkpoint_step(path) > step]
    reached = [path for path in paths if checkpoint_step(path) <= step]
    for path in stale:
        path.unlink(missing_ok=True)
    if keep:
        wanted = {*reached[-keep:], best_checkpoint(folder)}
        for path in reached:
            if path not in wanted:
                path.unlink(missing_ok=True)
