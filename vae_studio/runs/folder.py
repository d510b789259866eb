"""The run folder: the spec, the manifest, the metrics, the checkpoints and the pictures of one run.

::

    digits-conv-z2-001/
      run.json            the manifest
      spec.toml           everything that is needed to train it again
      metrics.jsonl       one line for each complete epoch
      adjustments.jsonl   one line for each change by hand while it trained
      checkpoints/        step-00000430.npz …
      epochs/             the weights after each epoch, to look back at
      tensorboard/        the metrics once more, as TensorBoard reads them
      pictures/

Every file but the growing metrics is replaced in one step; a process that is killed leaves the file
from before.
"""

from __future__ import annotations

import contextlib
import shutil
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from vae_studio.api.errors import OutputError, RunError, SpecError
from vae_studio.api.run_spec import RunSpec
from vae_studio.runs.files import is_temporary, output_error, temporary_beside, write_text
from vae_studio.runs.lock import training_lock
from vae_studio.runs.manifest import FORMAT, Manifest
from vae_studio.runs.metrics import append_record, keep_first, keep_until, read_records, recount
from vae_studio.runs.spec_file import read_spec, write_spec

_MANIFEST = "run.json"
_SPEC = "spec.toml"
_METRICS = "metrics.jsonl"
_ADJUSTMENTS = "adjustments.jsonl"


class RunFolder:
    """One run on disk. Made by :meth:`create` or :meth:`open`.

    Attributes
    ----------
    path
        The folder.
    """

    def __init__(self, path: Path, manifest: Manifest, spec: RunSpec) -> None:
        self.path = path
        self._manifest = manifest
        self._spec = spec
        self._writing = threading.Lock()

    @classmethod
    def create(cls, path: Path, manifest: Manifest, spec: RunSpec) -> RunFolder:
        """Make a new run folder, which appears under its name only once it is complete.

        Raises
        ------
        RunError
            The folder exists and is not empty.
        OutputError
            It cannot be written.
        """
        path = Path(path).absolute()
        if path.exists() and not (path.is_dir() and not any(path.iterdir())):
            resume = "Resume it (--resume), or choose" if is_run(path) else "Choose"
            remedy = f"{resume} another folder."
            raise RunError(f"{path} exists already.", remedy)
        temporary = temporary_beside(path)
        try:
            _fill(temporary, manifest, spec)
            if path.exists():
                path.rmdir()  # Windows does not rename onto an empty folder.
            temporary.rename(path)
        except OutputError as error:
            raise _about_the_folder(error, path) from error
        except OSError as error:
            raise output_error(error, path) from error
        finally:
            shutil.rmtree(temporary, ignore_errors=True)
        return cls(path, manifest, spec)

    @classmethod
    def open(cls, path: Path) -> RunFolder:
        """Open the run in a folder.

        Raises
        ------
        RunError
            There is no run, it is damaged, or a newer studio made it.
        """
        path = Path(path).absolute()
        if not path.is_dir():
            raise RunError(f"There is no folder {path}.", "Give the folder of a run.")
        if not is_run(path):
            raise RunError(f"{path} holds no run: it has no {_MANIFEST}.", "Give the folder of a run.")
        manifest = _read_manifest(path / _MANIFEST)
        try:
            spec = read_spec(path / _SPEC)
        except SpecError as error:
            raise RunError(f"The spec of run {path.name} cannot be used: {error}") from error
        return cls(path, manifest, spec)

    @property
    def spec(self) -> RunSpec:
        """What the run is trained by."""
        return self._spec

    @property
    def manifest(self) -> Manifest:
        """Where the run stands, as last written by this object."""
        return self._manifest

    @property
    def pictures(self) -> Path:
        """Folder for the pictures that the user saves."""
        return self.path / "pictures"

    def update_manifest(self, **values: Any) -> Manifest:
        """Replace fields of the manifest, on disk and here, and return it.

        Raises
        ------
        OutputError
            It cannot be written; the one from before stands.
        """
        with self._writing:
            manifest = Manifest.model_validate({**dict(self._manifest), **values})
            _write_manifest(self.path, manifest)
            self._manifest = manifest
        return manifest

    def update_spec(self, spec: RunSpec) -> None:
        """Replace the spec, as when a finished run is given more epochs.

        Raises
        ------
        OutputError
            It cannot be written; the one from before stands.
        """
        with self._writing:
            write_spec(self.path / _SPEC, spec)
            self._spec = spec

    def append_epoch(self, record: Mapping[str, Any]) -> None:
        """Add the metrics of one complete epoch.

        Raises
        ------
        OutputError
            They cannot be written.
        """
        append_record(self.path / _METRICS, record)

    def history(self) -> list[dict[str, Any]]:
        """Return the metrics of all complete epochs; a last line that was cut off is left out.

        Raises
        ------
        RunError
            The file is damaged.
        """
        return read_records(self.path / _METRICS)

    def truncate_history(self, epoch: int) -> None:
        """Forget the metrics of the epochs after `epoch`, as when the run goes on from there.

        Raises
        ------
        RunError
            The file is damaged.
        OutputError
            It cannot be written.
        """
        keep_until(self.path / _METRICS, epoch)

    def append_adjustment(self, record: Mapping[str, Any]) -> None:
        """Add a change that was made by hand.

        Raises
        ------
        OutputError
            It cannot be written.
        """
        append_record(self.path / _ADJUSTMENTS, record)

    def adjustments(self) -> list[dict[str, Any]]:
        """Return the changes made by hand while the run trained, as ``Adjusted`` in JSON, oldest first.

        Raises
        ------
        RunError
            The file is damaged.
        """
        return read_records(self.path / _ADJUSTMENTS)

    def truncate_adjustments(self, count: int) -> None:
        """Keep the first `count` of the changes, as when the run goes on from a checkpoint.

        Raises
        ------
        RunError
            The file is damaged.
        OutputError
            It cannot be written.
        """
        keep_first(self.path / _ADJUSTMENTS, count)

    def recount(self, steps_per_epoch: int) -> None:
        """Have metrics and changes made by hand tell their steps for epochs of so many.

        Raises
        ------
        RunError
            A file is damaged.
        OutputError
            A file cannot be written.
        """
        for name in (_METRICS, _ADJUSTMENTS):
            recount(self.path / name, steps_per_epoch)

    @contextlib.contextmanager
    def training(self) -> Iterator[None]:
        """Hold the exclusive right to train the run; what a killed process left behind is cleared away.

        Raises
        ------
        RunError
            Another process is training it.
        OutputError
            The folder cannot be written to.
        """
        with training_lock(self.path):
            for leftover in [p for p in self.path.rglob(".*") if is_temporary(p) and p.is_file()]:
                leftover.unlink(missing_ok=True)
            yield


def is_run(path: Path) -> bool:
    """Whether a folder holds a run."""
    return (path / _MANIFEST).is_file()


def _fill(folder: Path, manifest: Manifest, spec: RunSpec) -> None:
    folder.mkdir(parents=True)
    (folder / "checkpoints").mkdir()
    (folder / "pictures").mkdir()
    (folder / _METRICS).touch()
    write_spec(folder / _SPEC, spec)
    _write_manifest(folder, manifest)


def _about_the_folder(error: OutputError, path: Path) -> OutputError:
    """Return the error in terms of the folder that the user named, not of a file in a temporary one."""
    return output_error(error.__cause__, path) if isinstance(error.__cause__, OSError) else error


def _write_manifest(folder: Path, manifest: Manifest) -> None:
    write_text(folder / _MANIFEST, manifest.model_dump_json(indent=2) + "\n")


def _read_manifest(path: Path) -> Manifest:
    try:
        manifest = Manifest.model_validate_json(path.read_bytes())
    except ValidationError as error:
        raise RunError(f"{path} is damaged ({error.errors()[0]['msg']}).", "Restore it from a copy.") from error
    except OSError as error:
        raise RunError(f"{path} cannot be read: {error.strerror}.") from error
    if manifest.format > FORMAT:
        raise RunError(f"The run {path.parent.name} was made by a newer VAE Studio.", "Upgrade VAE Studio.")
    return manifest
