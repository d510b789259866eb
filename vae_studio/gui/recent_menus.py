"""File ▸ Recent datasets and Recent runs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMenu

from vae_studio.data.catalogue import embedded_datasets
from vae_studio.gui.opening import DATASETS, RUNS, Opening
from vae_studio.gui.studio import Studio


class RecentMenus(QObject):
    """Fills two menus with what was open lately; what is gone from the disk is not offered.

    Parameters
    ----------
    studio
        Whose preferences hold the lists.
    opening
        Opens a dataset.
    datasets, runs
        The empty menus.
    """

    def __init__(self, studio: Studio, opening: Opening, datasets: QMenu, runs: QMenu) -> None:
        super().__init__(datasets)
        self._studio = studio
        self._menus: tuple[tuple[QMenu, str, Callable[[str], None]], ...] = (
            (datasets, DATASETS, opening.dataset),
            (runs, RUNS, lambda folder: studio.open_run(Path(folder))),
        )
        studio.preferences.recents_changed.connect(self.refresh)
        studio.state_changed.connect(self._allow)
        self.refresh()

    def refresh(self) -> None:
        """List what there is, the newest first."""
        for menu, kind, take in self._menus:
            menu.clear()
            for value in self._studio.preferences.recent(kind):
                if kind == RUNS and not Path(value).is_dir():
                    continue
                action = menu.addAction(recent_words(value))
                action.setToolTip(value)
                action.triggered.connect(lambda _=False, value=value, take=take: take(value))
            menu.setToolTipsVisible(True)
            if menu.actions():
                menu.addSeparator()
                menu.addAction("Clear the lists").triggered.connect(self._studio.preferences.forget_recent)
        self._allow()

    def _allow(self) -> None:
        """Allow none of them while a run trains."""
        for menu, _, _ in self._menus:
            menu.setEnabled(bool(menu.actions()) and not self._studio.locked)


def recent_words(value: str) -> str:
    """Return what a menu calls a dataset or a run: its label, or the end of its path."""
    label = next((one.label for one in embedded_datasets() if one.name == value), "")
    if label:
        return label
    path = Path(value)
    return f"{path.name} — {path.parent}" if path.is_absolute() else value
