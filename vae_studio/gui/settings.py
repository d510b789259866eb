"""The settings of the next run: spec and dataset, checked as they change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from vae_studio.api import DataSpec, RunSpec, SpecError, StudioError
from vae_studio.gui.core.short_jobs import ShortJobs
from vae_studio.gui.core.worker import Core
from vae_studio.gui.dataset_loader import DatasetLoader
from vae_studio.gui.model_check import ModelCheck
from vae_studio.gui.spec_editor import SpecEditor

if TYPE_CHECKING:
    from vae_studio.data.dataset import Dataset
    from vae_studio.model.description import ModelDescription
    from vae_studio.session import Session

NEEDS_NO_RELOAD = frozenset({"binarise", "threshold"})
"""Data settings that the model applies, so that the dataset need not be read again."""


class Settings(QObject):
    """Spec, dataset, and what is known about the model that they describe.

    Signals
    -------
    spec_changed
        :class:`RunSpec`.
    dataset_changed, dataset_progress, dataset_failed
        :class:`Dataset`; :class:`Progress` or None; :class:`StudioError`.
    description_changed
        :class:`ModelDescription` or None.
    problem_changed
        :class:`SpecError` or None.
    failed
        An exception that is nobody's mistake but a bug's.
    """

    spec_changed = Signal(object)
    dataset_changed = Signal(object)
    dataset_progress = Signal(object)
    dataset_failed = Signal(object)
    description_changed = Signal(object)
    problem_changed = Signal(object)
    failed = Signal(object)

    def __init__(
        self, session: Session, spec: RunSpec, core: Core, short_jobs: ShortJobs, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.editor = SpecEditor(spec, self)
        self._dataset: Dataset | None = None
        self._loaded: DataSpec | None = None
        self._refused: DataSpec | None = None
        self._description: ModelDescription | None = None
        self._said_problem = ""
        self._loader = DatasetLoader(session, short_jobs, self)
        self._check = ModelCheck(session, core, self)
        self.editor.changed.connect(self._on_spec_changed)
        self.editor.refusals_changed.connect(self._say_problem)
        self._check.problem_changed.connect(self._say_problem)
        self._check.described.connect(self._on_described)
        self._check.failed.connect(self.failed)
        self._loader.loaded.connect(self._on_loaded)
        self._loader.failed.connect(self._on_load_failed)
        self._loader.progress.connect(self.dataset_progress)

    @property
    def spec(self) -> RunSpec:
        """The settings as they are."""
        return self.editor.spec

    @property
    def dataset(self) -> Dataset | None:
        """The dataset loaded last; None before the first."""
        return self._dataset

    @property
    def refused(self) -> DataSpec | None:
        """What could not be read when it was asked for last; None once something else was asked for."""
        return self._refused

    @property
    def loading(self) -> bool:
        """Whether another dataset is on its way."""
        return self._loader.loading

    @property
    def description(self) -> ModelDescription | None:
        """The model's shapes, where they are known."""
        return self._description

    @property
    def problem(self) -> SpecError | None:
        """What is wrong with the settings, as far as is known."""
        return self.editor.refusal or self._check.problem

    @property
    def obstacle(self) -> str:
        """Why training cannot begin; empty when it can."""
        if self.problem is not None:
            return str(self.problem)
        if self._loader.loading:
            return "The dataset is being read."
        if self._dataset is None:
            return "No dataset is loaded."
        return ""

    def set_section(self, section: str, **values: Any) -> bool:
        """Change settings of one section; data settings that change the examples load them anew.

        Returns
        -------
        Whether the values were accepted; a refusal is the :attr:`problem` until it is mended.
        """
        if section != "data" or set(values) <= NEEDS_NO_RELOAD:
            return self.editor.set_section(section, **values)
        before = self.spec.data
        accepted = self.editor.set_section("data", **values)
        if accepted and self.spec.data != before:
            self._load(self.spec.data)
        return accepted

    def take(self, spec: RunSpec) -> None:
        """Take other settings altogether, with their dataset."""
        if not self._is_loaded(spec.data):
            self._load(spec.data)
        else:
            self._refused = None
            if self._loader.loading:
                self._loader.cancel()
                self.dataset_progress.emit(None)
        self.editor.replace(spec)

    def load_dataset(self, data: DataSpec) -> None:
        """Load what `data` names; the spec follows when it has been read."""
        self.editor.set_section("data", binarise=data.binarise, threshold=data.threshold)
        self._load(data)

    def cancel_loading(self) -> None:
        """Give up the dataset that is on its way; the one that is loaded stays."""
        if self._loader.loading:
            self._loader.cancel()
            self.dataset_progress.emit(None)
            if self._loaded is not None:
                self._take_data(self._loaded)

    def check(self) -> None:
        """Check the settings again: a plugin may have come or gone."""
        self._check.check(self.spec, self._dataset if self._is_loaded(self.spec.data) else None)

    def close(self) -> None:
        """Begin nothing more."""
        self._loader.cancel()
        self._check.stop()

    def _load(self, data: DataSpec) -> None:
        self._refused = None
        self._loader.load(data)

    def _on_spec_changed(self, spec: RunSpec) -> None:
        self.check()
        self.spec_changed.emit(spec)

    def _on_loaded(self, data: DataSpec, dataset: Dataset) -> None:
        self._dataset = dataset
        self._loaded = data
        before = self.spec
        self._take_data(data)
        if self.spec is before:
            self.check()
        self.dataset_changed.emit(dataset)

    def _take_data(self, data: DataSpec) -> None:
        """Let the spec name `data`, but for what may have been edited while it was read."""
        self.editor.set_section("data", **_examples(data))

    def _is_loaded(self, data: DataSpec) -> bool:
        """Return whether the dataset at hand is the one that `data` names."""
        return self._loaded is not None and _examples(data) == _examples(self._loaded)

    def _on_load_failed(self, data: DataSpec, error: Exception) -> None:
        self._refused = data
        if self._loaded is not None:
            self._take_data(self._loaded)
        if isinstance(error, StudioError):
            self.dataset_failed.emit(error)
        else:
            self.failed.emit(error)

    def _on_described(self, description: ModelDescription | None) -> None:
        self._description = description
        self.description_changed.emit(description)

    def _say_problem(self) -> None:
        problem = self.problem
        if str(problem) != self._said_problem:
            self._said_problem = str(problem)
            self.problem_changed.emit(problem)


def _examples(data: DataSpec) -> dict[str, Any]:
    """Return what decides which examples are read."""
    return {key: value for key, value in data if key not in NEEDS_NO_RELOAD}
