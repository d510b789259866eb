"""Rows of tables that are dropped onto a run of tables: encoded, and saved where the person says."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from vae_studio.gui.core.short_jobs import ShortJobs
from vae_studio.gui.figures import count
from vae_studio.gui.file_dialogs import save_file
from vae_studio.gui.notice import Notice, notice_from_error
from vae_studio.gui.studio import Studio
from vae_studio.latent.tables import save_encoding_csv, save_encoding_npz

if TYPE_CHECKING:
    from vae_studio.session.encoded_files import EncodedFiles

CODES_FILTER = "Table of coordinates (*.csv);;Arrays (*.npz)"


class RowEncoding(QObject):
    """Encodes table files with the run on screen, and offers to save what comes out.

    Signals
    -------
    noticed
        What became of the files, a :class:`Notice`.
    """

    noticed = Signal(object)

    def __init__(self, studio: Studio, short_jobs: ShortJobs, window: QWidget) -> None:
        super().__init__(window)
        self._studio = studio
        self._jobs = short_jobs
        self._window = window
        self._dialog: QFileDialog | None = None

    @property
    def dialog(self) -> QFileDialog | None:
        """The open file dialog, or None."""
        return self._dialog

    @property
    def possible(self) -> bool:
        """Whether the run on screen was trained on a table."""
        run = self._studio.run
        return run is not None and len(run.data_shape) == 1

    def encode(self, paths: Sequence[Path]) -> None:
        """Encode the rows of table files."""
        self._studio.encode_files(paths, self._on_encoded, self._on_failed)

    def _on_encoded(self, found: EncodedFiles) -> None:
        if found.encoding is None:
            reasons = [reason for _, reason in found.failures]
            self.noticed.emit(Notice("error", reasons[0], details="\n".join(reasons[1:])))
            return
        rows = len(found.names)
        details = "\n".join((*found.notes, *(reason for _, reason in found.failures)))
        left_out = len(found.failures)
        text = "1 row is encoded" if rows == 1 else f"{count(rows)} rows are encoded"
        if left_out:
            text += "; 1 file was left out" if left_out == 1 else f"; {left_out} files were left out"
        self.noticed.emit(
            Notice(
                "warning" if left_out else "info",
                f"{text}.",
                details=details,
                action="Save codes…",
                on_action=lambda: self._ask(found),
            )
        )

    def _ask(self, found: EncodedFiles) -> None:
        self._dialog = save_file(
            self._studio.preferences,
            self._window,
            "encodings",
            "Save codes",
            "codes.csv",
            CODES_FILTER,
            lambda path: self._save(path, found),
        )
        self._dialog.finished.connect(self._on_dialog_finished)

    def _on_dialog_finished(self) -> None:
        self._dialog = None

    def _save(self, path: Path, found: EncodedFiles) -> None:
        encoding = found.encoding
        if encoding is None:
            return
        write = save_encoding_npz if path.suffix.lower() == ".npz" else save_encoding_csv
        self._jobs.submit(
            lambda: write(path, found.names, encoding),
            lambda _: self.noticed.emit(Notice("info", f"Saved {path}")),
            self._on_failed,
        )

    def _on_failed(self, error: Exception) -> None:
        self.noticed.emit(notice_from_error(error, "Encoding the rows"))
