"""The Dataset panel."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from vae_studio.api import DataSpec, RunSpec, SpecError, StudioError
from vae_studio.api.validation import spec_error
from vae_studio.gui.dataset.columns_view import ColumnsView
from vae_studio.gui.dataset.gallery import Gallery
from vae_studio.gui.dataset.left_out import LeftOut
from vae_studio.gui.dataset.loading_line import LoadingLine
from vae_studio.gui.dataset.preprocessing import Preprocessing, form_words
from vae_studio.gui.dataset.source_kind import of_source, source_kind
from vae_studio.gui.dataset.source_picker import SourcePicker
from vae_studio.gui.dataset.summary import DatasetSummary
from vae_studio.gui.theme import Theme
from vae_studio.gui.widgets.dock_header import DockHeader
from vae_studio.gui.widgets.fitting_scroll import FittingScroll
from vae_studio.gui.widgets.labels import Label

if TYPE_CHECKING:
    from vae_studio.data.dataset import Dataset
    from vae_studio.data.progress import Progress
    from vae_studio.gui.studio import Studio

SCROLL_BAR_WIDTH = 10
RELOAD_DELAY_MS = 300
TYPING_DELAY_MS = 1000
_WITHOUT_RELOADING = {"binarise", "threshold"}
_TYPED = {"array", "label", "leave_out"}


class DatasetPanel(QWidget):
    """Shows the dataset in use, and asks the studio for another, or for other preprocessing.

    Attributes
    ----------
    header
        The dock's title widget.
    """

    def __init__(self, studio: Studio, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._studio = studio
        self._wanted = studio.spec.data
        self._pending = False
        self._reload = QTimer(self)
        self._reload.setSingleShot(True)
        self.header = DockHeader(theme, "Dataset")
        self.source = SourcePicker(theme, studio.preferences)
        self.loading = LoadingLine(theme)
        self.summary = DatasetSummary(theme)
        self.remarks = Label(theme, "", role="secondary", tone="text_3", wrap=True)
        self.left_out = LeftOut(theme)
        self.preprocessing = Preprocessing(theme)
        self.gallery = Gallery(theme)
        self.columns = ColumnsView(theme)
        self._lay_out()
        self._connect()
        self._show_spec(studio.spec)
        self._show_lock()
        if studio.dataset is not None:
            self._show_dataset(studio.dataset)

    def _lay_out(self) -> None:
        self.options = FittingScroll(margin=12, bar=SCROLL_BAR_WIDTH)
        column = self.options.column
        column.setSpacing(10)
        # The scroll bars stand in the margin, so that fields and thumbnails keep the panel's width.
        whole = QVBoxLayout(self)
        whole.setContentsMargins(16, 0, 4, 12)
        whole.setSpacing(10)
        whole.addWidget(self.options)
        whole.addWidget(self.gallery, 1)
        whole.addWidget(self.columns, 1)
        self.columns.hide()
        for widget in (
            self.source,
            self.loading,
            self.summary,
            self.remarks,
            self.left_out,
            self.preprocessing,
        ):
            column.addWidget(widget)
        self.remarks.hide()

    def _connect(self) -> None:
        studio = self._studio
        self.source.chosen.connect(self._choose_source)
        self.source.refused.connect(self.loading.show_error)
        self.loading.cancelled.connect(self._cancel)
        self.preprocessing.changed.connect(self._change)
        self._reload.timeout.connect(self._load)
        studio.dataset_changed.connect(self._show_dataset)
        studio.dataset_progress.connect(self._show_progress)
        studio.dataset_failed.connect(self._show_failure)
        studio.table_sample.arrived.connect(self._show_rows)
        studio.table_sample.failed.connect(self._show_unreadable)
        # Queued: it is noticed while the gallery is being painted.
        self.gallery.examples.unreadable.connect(self._show_unreadable, Qt.ConnectionType.QueuedConnection)
        studio.spec_changed.connect(self._show_spec)
        studio.spec_problem.connect(self._show_problem)
        studio.state_changed.connect(self._show_lock)

    def _choose_source(self, source: str) -> None:
        self._wanted = of_source(self._wanted, source)
        self._load()

    def _load(self) -> None:
        self._reload.stop()
        if self._studio.locked:
            self._show_spec(self._studio.spec)
            return
        self._pending = True
        self._studio.load_dataset(self._wanted)

    def _cancel(self) -> None:
        self._studio.cancel_loading()
        self._show_spec(self._studio.spec)

    def _change(self, name: str, value: Any) -> None:
        try:
            wanted = DataSpec.model_validate({**dict(self._wanted), name: value})
        except ValidationError as error:
            self.preprocessing.set_error(name, spec_error(error, "data", DataSpec).bare_message)
            return
        self.preprocessing.set_error(name, None)
        self._wanted = wanted
        if name in _WITHOUT_RELOADING:
            self._studio.set_section("data", **{name: value})
        else:
            self._reload.start(TYPING_DELAY_MS if name in _TYPED else RELOAD_DELAY_MS)

    def _show_spec(self, spec: RunSpec) -> None:
        if not (self._pending or self._reload.isActive()):
            self._want(self._mendable or spec.data)
        self.gallery.examples.set_spec(spec.data)

    def _want(self, data: DataSpec) -> None:
        self._wanted = data
        self.source.show_source(data.source)
        self.preprocessing.show_spec(data)
        self.preprocessing.show_kind(source_kind(data, self._studio.dataset))

    def _show_progress(self, progress: Progress | None) -> None:
        if progress is None:
            self._pending = False
        self.loading.show_progress(progress)

    def _show_dataset(self, dataset: Dataset) -> None:
        self._show_spec(self._studio.spec)
        self.loading.hide()
        self.summary.show_dataset(dataset)
        self.remarks.setText("\n".join(dataset.notes))
        self.remarks.setVisible(bool(dataset.notes))
        self.left_out.show_files(dataset.skipped)
        self.gallery.examples.set_dataset(dataset)
        self.gallery.setVisible(dataset.kind == "image")
        self.columns.columns.set_dataset(dataset)
        self.columns.setVisible(dataset.kind == "table")
        self._show_rows()

    def _show_rows(self) -> None:
        rows = self._studio.table_sample.rows
        if rows is not None:
            self.columns.columns.set_rows(rows)

    @property
    def _mendable(self) -> DataSpec | None:
        """A table that was refused: leaving columns out, or naming its label, may put it right."""
        refused = self._studio.refused_data
        is_file = refused is not None and Path(refused.source).is_file()
        return refused if refused is not None and is_file and source_kind(refused, None) == "table" else None

    def _show_failure(self, error: StudioError) -> None:
        words = form_words(str(error))
        self._show_spec(self._studio.spec)
        if self._mendable is not None:
            self.preprocessing.disclosure.setChecked(True)
            dataset = self._studio.dataset
            words += f" Until then the dataset stays {dataset.name}." if dataset is not None else ""
        self.loading.show_error(words)

    def _show_unreadable(self, error: Exception) -> None:
        self.loading.show_error(form_words(str(error)))

    def _show_problem(self, problem: SpecError | None) -> None:
        self.preprocessing.form.clear_errors()
        if problem is not None and problem.key.startswith("data."):
            self.preprocessing.set_error(problem.key.removeprefix("data."), form_words(problem.bare_message))

    def _show_lock(self) -> None:
        locked = self._studio.locked
        self.source.set_locked(locked)
        self.preprocessing.set_locked(locked, self._studio.spec.data)
        self.header.set_hint("Locked while training" if locked else "", locked=locked)
