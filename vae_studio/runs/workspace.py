"""The workspace: the folder in which runs are kept unless the user says otherwise."""

from __future__ import annotations

import logging
import os
import re
from pathlib import Path

import platformdirs

from vae_studio.api.errors import RunError
from vae_studio.api.run_spec import RunSpec
from vae_studio.runs.folder import RunFolder, is_run

_log = logging.getLogger(__name__)

_ENVIRONMENT = "VAE_STUDIO_RUNS"


def default_workspace() -> Path:
    """Return ``$VAE_STUDIO_RUNS``, or the folder ``VAE Studio/runs`` among the user's documents."""
    chosen = os.environ.get(_ENVIRONMENT, "")
    if chosen:
        return Path(chosen).expanduser().absolute()
    return platformdirs.user_documents_path() / "VAE Studio" / "runs"


def new_run_path(workspace: Path, spec: RunSpec) -> Path:
    """Return a folder name that is free, such as ``digits-conv-z2-001``.

    The name is the spec's own, or made of dataset, encoder and latent size; the number is one above the
    highest so far, so that deleted runs leave no ambiguity about which came later.
    """
    stem = _slug(spec.name) or f"{_dataset(spec)}-{_slug(spec.encoder.plugin)}-z{spec.encoder.latent_size}"
    pattern = re.compile(rf"{re.escape(stem)}-(\d+)")
    names = [entry.name for entry in workspace.iterdir()] if workspace.is_dir() else []
    numbers = [int(match[1]) for name in names if (match := pattern.fullmatch(name))]
    return workspace / f"{stem}-{max(numbers, default=0) + 1:03d}"


def list_runs(workspace: Path) -> tuple[RunFolder, ...]:
    """Return the runs of a workspace, newest first; damaged ones are logged and left out."""
    runs = []
    for path in workspace.iterdir() if workspace.is_dir() else ():
        if path.name.startswith(".") or not is_run(path):
            continue
        try:
            runs.append(RunFolder.open(path))
        except RunError as error:
            _log.warning("%s", error)
    return tuple(sorted(runs, key=lambda run: (run.manifest.created, run.path.name), reverse=True))


def _dataset(spec: RunSpec) -> str:
    return _slug(Path(spec.data.source).stem) or "data"


def _slug(text: str) -> str:
    return re.sub(r"[^\w]+", "-", text.lower()).strip("-_")[:60]
