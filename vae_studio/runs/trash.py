"""The workspace's own trash: where deleted runs wait, to be brought back or thrown away for good."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from vae_studio.api.errors import OutputError, RunError
from vae_studio.runs.catalogue import being_trained
from vae_studio.runs.files import output_error
from vae_studio.runs.lock import training_lock

FOLDER = ".trash"


@dataclass(frozen=True)
class Trashed:
    """A run that was deleted.

    Attributes
    ----------
    origin
        The folder that it was.
    place
        Where it waits.
    """

    origin: Path
    place: Path


def require_idle(path: Path, doing: str) -> None:
    """Refuse to touch a run that is being trained.

    Parameters
    ----------
    path
        Its folder.
    doing
        What was going to happen to it, such as ``deleted``.

    Raises
    ------
    RunError
        It is being trained, by this process or another one.
    """
    if being_trained(path):
        raise _in_training(path, doing)


@contextlib.contextmanager
def kept_idle(path: Path, doing: str) -> Iterator[None]:
    """Keep everybody from training a run meanwhile; parameters and errors as for :func:`require_idle`.

    Raises
    ------
    OutputError
        Its folder cannot be written to.
    """
    with contextlib.ExitStack() as stack:
        try:
            stack.enter_context(training_lock(path))
        except RunError as error:
            raise _in_training(path, doing) from error
        yield


def move_to_trash(path: Path) -> Trashed:
    """Move a run into the folder ``.trash`` beside it.

    Raises
    ------
    RunError
        There is no such folder, or the run is being trained.
    OutputError
        It cannot be moved.
    """
    path = path.absolute()
    if not path.is_dir():
        raise RunError(f"There is no folder {path}.", "It may have been deleted already.")
    require_idle(path, "deleted")
    trash = path.parent / FOLDER
    try:
        trash.mkdir(exist_ok=True)
        place = _free(trash / path.name)
        path.rename(place)
    except OSError as error:
        raise output_error(error, path) from error
    return Trashed(path, place)


def restore(trashed: Trashed) -> Path:
    """Bring a deleted run back to where it was, and return its folder.

    Raises
    ------
    RunError
        It waits there no more.
    OutputError
        Its folder exists again, or cannot be written.
    """
    if not trashed.place.is_dir():
        raise RunError(f"{trashed.origin.name} is not in the trash any more.")
    if trashed.origin.exists():
        raise OutputError(
            f"{trashed.origin} exists again: {trashed.origin.name} stays in the trash.",
            "Rename or move that folder, then try again.",
        )
    try:
        trashed.origin.parent.mkdir(parents=True, exist_ok=True)
        trashed.place.rename(trashed.origin)
    except OSError as error:
        raise output_error(error, trashed.origin) from error
    return trashed.origin


def trashed_runs(workspace: Path) -> tuple[Trashed, ...]:
    """Return the runs in the workspace's trash, by name."""
    trash = workspace / FOLDER
    places = sorted(trash.iterdir()) if trash.is_dir() else []
    return tuple(Trashed(workspace / place.name, place) for place in places if place.is_dir())


def _in_training(path: Path, doing: str) -> RunError:
    return RunError(
        f"{path.name} is being trained and cannot be {doing}.", "Stop its training, then try again."
    )


def _free(path: Path) -> Path:
    """Return the path, or where something has that name, the next one: ``name-2``."""
    candidate, number = path, 1
    while candidate.exists():
        number += 1
        candidate = path.with_name(f"{path.name}-{number}")
    return candidate
