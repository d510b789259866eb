"""The validation images that the tray's images are compared with."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject

from vae_studio.api import StudioError
from vae_studio.data.dataset import Dataset
from vae_studio.data.rows import read_rows
from vae_studio.gui.core.short_jobs import ShortJobs
from vae_studio.gui.run_desk import RunDesk
from vae_studio.gui.scatter.feed import matching
from vae_studio.gui.settings import Settings
from vae_studio.gui.tray.likelihoods import REFERENCE
from vae_studio.session.likelihood import chosen_examples

if TYPE_CHECKING:
    from vae_studio.session import Run


class TrayReference(QObject):
    """Gives the tray validation images of the dataset that the run on screen was trained on.

    The dataset in memory is used where it is that one; otherwise the run reads its own, on another thread,
    and only once there are images to compare.
    """

    def __init__(
        self, settings: Settings, desk: RunDesk, short_jobs: ShortJobs, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._settings = settings
        self._desk = desk
        self._jobs = short_jobs
        self._given_to: Run | None = None
        desk.run_changed.connect(self._on_run)
        desk.tray.changed.connect(self._give)
        settings.dataset_changed.connect(self._give)
        settings.dataset_failed.connect(self._give)

    def _on_run(self) -> None:
        self._given_to = None

    def _give(self) -> None:
        run = self._desk.run
        wanted = run is not None and any(card.posterior is not None for card in self._desk.tray.cards)
        if run is None or not wanted or run is self._given_to or self._settings.loading:
            return
        self._given_to = run
        dataset = matching(self._settings.dataset, run)
        self._jobs.submit(
            lambda: validation_examples(run.dataset if dataset is None else dataset),
            partial(self._take, run),
            self._on_unreadable,
        )

    def _take(self, run: Run, examples: np.ndarray) -> None:
        if run is self._desk.run:
            self._desk.tray.likelihoods.set_reference(examples)

    def _on_unreadable(self, error: Exception) -> None:
        """Leave the images without a comparison; the dataset panel says why it cannot be read."""
        if not isinstance(error, StudioError):
            self._desk.failed.emit(error)


def validation_examples(dataset: Dataset) -> np.ndarray:
    """Return validation examples, as many as are compared with, stored, ``[n, *data_shape]``."""
    return read_rows(dataset.examples, chosen_examples(dataset.splits.validation, REFERENCE))
