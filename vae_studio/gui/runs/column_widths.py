"""The widths of the columns of runs: shared out, until somebody has set one by hand."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QHeaderView, QTreeView

from vae_studio.gui.runs.columns import COLUMNS, STARTED, TICK, widths


class ColumnWidths(QObject):
    """Keeps the columns of words as wide as there is room.

    Parameters
    ----------
    view
        Whose columns they are; it has its model already.
    """

    def __init__(self, view: QTreeView) -> None:
        super().__init__(view)
        self._view = view
        self._by_hand = False
        self._fitting = False
        header = view.header()
        header.setSectionsMovable(False)
        header.setSortIndicatorShown(True)
        header.setStretchLastSection(True)
        header.setMinimumSectionSize(COLUMNS[TICK].width)
        header.setSectionResizeMode(TICK, QHeaderView.ResizeMode.Fixed)
        self.fit()
        header.sectionResized.connect(self._on_resized)

    def fit(self) -> None:
        """Share the width of the view, as when that has changed."""
        if not self._by_hand:
            self._fitting = True
            for number, width in enumerate(widths(self._view.viewport().width())):
                self._view.setColumnWidth(number, width)
            self._fitting = False

    def _on_resized(self, section: int) -> None:
        stretched = section == STARTED  # the last one follows the view by itself
        self._by_hand = self._by_hand or (not (self._fitting or stretched) and self._view.isVisible())
