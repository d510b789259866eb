"""All runs of a workspace at a glance, the damaged ones with the reason, read without TensorFlow.

What was read of a run is kept until one of its files changes, so that a workspace of hundreds of runs is
read again in milliseconds.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from vae_studio.api.errors import RunError
from vae_studio.api.run_spec import RunSpec
from vae_studio.runs.folder import RunFolder, is_run
from vae_studio.runs.lock import is_locked
from vae_studio.runs.manifest import FinalFigures, Manifest

EntryStatus = Literal["created", "training", "interrupted", "stopped", "completed", "failed", "damaged"]

_UNDER_WAY = ("created", "training")
_READ = ("run.json", "spec.toml", "metrics.jsonl", "likelihood.json")
_TAIL = 1 << 16


@dataclass(frozen=True, eq=False)
class RunEntry:
    """One run of the workspace.

    Attributes
    ----------
    path
        Its folder.
    status
        Where it stands. ``interrupted``: it says that it is being trained, but no process does so.
    message
        Why it failed, or in what it is damaged.
    manifest, spec
        None for a damaged run.
    last
        The metrics of its last complete epoch, as ``EpochMetrics`` in JSON; empty before the first.
    """

    path: Path
    status: EntryStatus
    message: str = ""
    manifest: Manifest | None = None
    spec: RunSpec | None = None
    last: Mapping[str, Any] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """What it is called; a damaged run by its folder."""
        return self.path.name if self.manifest is None else self.manifest.name

    @property
    def identity(self) -> str:
        """What tells it from all others, also from its own copies in other folders."""
        return f"{self.path} {self.id}"

    @property
    def id(self) -> str:
        """Its id, which copies share; empty for a damaged run."""
        return "" if self.manifest is None else self.manifest.id

    @property
    def created(self) -> str:
        """When it was begun, in UTC, ISO 8601; empty for a damaged run."""
        return "" if self.manifest is None else self.manifest.created

    @property
    def epochs(self) -> tuple[int, int] | None:
        """Complete and planned epochs; None for a damaged run."""
        if self.manifest is None or self.spec is None:
            return None
        return self.manifest.complete_epochs, self.spec.training.epochs

    @property
    def test(self) -> FinalFigures | None:
        """Figures of the test split, where they were measured."""
        final = None if self.manifest is None else self.manifest.final
        return final.get("test") if final else None

    @property
    def active(self) -> tuple[int, int] | None:
        """Active and all latent dimensions after the last complete epoch, where they were counted."""
        units = self.last.get("active_units")
        if self.spec is None or not isinstance(units, int):
            return None
        return units, self.spec.encoder.latent_size

    @property
    def fingerprint(self) -> str:
        """What identifies its examples and their split; empty where unknown."""
        dataset = None if self.manifest is None else self.manifest.dataset
        return "" if dataset is None else dataset.fingerprint


class Catalogue:
    """The runs of one workspace; safe to use from one thread at a time.

    Parameters
    ----------
    workspace
        The folder; it need not exist.
    """

    def __init__(self, workspace: Path) -> None:
        self.workspace = workspace
        self._known: dict[Path, tuple[object, RunEntry]] = {}

    def entries(self) -> tuple[RunEntry, ...]:
        """Return all runs, newest first, and the damaged ones after them."""
        found = {}
        for path in self.workspace.iterdir() if self.workspace.is_dir() else ():
            if not path.name.startswith(".") and is_run(path):
                found[path] = self._entry(path)
        self._known = found
        entries = (entry for _, entry in found.values())
        return tuple(sorted(entries, key=lambda entry: (entry.created, entry.path.name), reverse=True))

    def entry(self, path: Path) -> RunEntry:
        """Return one run, which need not be in the workspace."""
        return self._entry(path)[1]

    def _entry(self, path: Path) -> tuple[object, RunEntry]:
        stamp = _stamp(path)
        known = self._known.get(path)
        if known is not None and known[0] == stamp and known[1].status != "training":
            return known
        return stamp, read_entry(path)


def read_entry(path: Path) -> RunEntry:
    """Return what the run in a folder says of itself; one that cannot be read says why."""
    try:
        opened = RunFolder.open(path)
    except RunError as error:
        return RunEntry(path, "damaged", str(error))
    manifest = opened.manifest
    status: EntryStatus = manifest.status
    if status in _UNDER_WAY:
        status = "training" if being_trained(path) else "interrupted"
    last = _last_record(path / "metrics.jsonl")
    return RunEntry(path, status, manifest.message, manifest, opened.spec, last)


def being_trained(path: Path) -> bool:
    """Return whether some process, this one included, is training the run in a folder."""
    return is_locked(path)


def _stamp(path: Path) -> object:
    """Return what changes whenever one of the files that are read is written."""
    stamps: list[tuple[int, int, int] | None] = []
    for name in _READ:
        try:
            found = (path / name).stat()
        except OSError:
            stamps.append(None)
        else:
            stamps.append((found.st_mtime_ns, found.st_size, found.st_ino))
    return tuple(stamps)


def _last_record(path: Path) -> dict[str, Any]:
    """Return the last complete line of a file of metrics, without reading all that stand before it."""
    try:
        with path.open("rb") as file:
            file.seek(0, os.SEEK_END)
            file.seek(max(0, file.tell() - _TAIL))
            lines = file.read().split(b"\n")
    except OSError:
        return {}
    return next((record for line in reversed(lines[:-1]) if (record := _parsed(line))), {})


def _parsed(text: bytes) -> dict[str, Any]:
    try:
        record = json.loads(text)
    except ValueError:
        return {}
    return record if isinstance(record, dict) else {}
