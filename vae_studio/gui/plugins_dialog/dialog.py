"""The dialog itself."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from vae_studio.api import PluginError
from vae_studio.gui.figures import count
from vae_studio.gui.plugins_dialog.detail import PluginDetail
from vae_studio.gui.plugins_dialog.filter_bar import FilterBar
from vae_studio.gui.plugins_dialog.tree import PluginTree
from vae_studio.gui.theme import Theme
from vae_studio.gui.widgets.buttons import Button
from vae_studio.gui.widgets.labels import IconLabel, Label
from vae_studio.gui.widgets.separator import Separator
from vae_studio.registry.records import PluginRecord, PluginStatus

if TYPE_CHECKING:
    from vae_studio.gui.studio import Studio

_DETAIL_WIDTH = 480


class PluginsDialog(QDialog):
    """All plugins, the broken ones first in view.

    Parameters
    ----------
    studio
        Whose plugins; rescans and retries go through it, so that every panel learns of them.
    theme
        Colours and type.
    clock
        Seconds, as :func:`time.perf_counter`.
    """

    def __init__(
        self,
        studio: Studio,
        theme: Theme,
        parent: QWidget | None = None,
        clock: Callable[[], float] = time.perf_counter,
    ) -> None:
        super().__init__(parent)
        self._studio = studio
        self._clock = clock
        self.setWindowTitle("Plugins")
        self.resize(1136, 776)
        self.filter = FilterBar(theme)
        self.rescan_button = Button(theme, "Rescan", "ph.arrows-clockwise")
        self.tree = PluginTree(theme)
        self.detail = PluginDetail(theme)
        self.summary = Label(theme, "", tone="text_2")
        self.close_button = Button(theme, "Close")
        self._clock_icon = IconLabel(theme, "ph.clock", "text_2")
        self._lay_out()
        self._connect(theme)
        self._show(took=None)
        self.show_first_problem()

    def show_first_problem(self) -> None:
        """Select the first broken plugin, or the first of all where none is."""
        records = self.tree.shown()
        broken = [record for record in records if record.status is PluginStatus.BROKEN]
        for record in (*broken, *records):
            self.tree.select(record.key)
            return

    def rescan(self) -> None:
        """Look for plugins that were installed or removed since."""
        self._timed(self._studio.rescan_plugins)

    def retry(self, record: PluginRecord) -> None:
        """Import a plugin anew."""
        self._timed(lambda: self._retry(record))

    def _retry(self, record: PluginRecord) -> None:
        try:
            self._studio.registry.retry(record.kind, record.name, record.distribution)
        except PluginError as error:
            self.detail.explanation.setText(str(error))
        self._studio.plugins_changed.emit()

    def _timed(self, action: Callable[[], object]) -> None:
        started = self._clock()
        action()
        self._show(took=self._clock() - started)

    def _show(self, took: float | None = None) -> None:
        records = self._studio.registry.records
        self.filter.show_counts(records)
        self.tree.show_records(self.filter.kept(records))
        distributions = len({record.distribution for record in records})
        noun = "distribution" if distributions == 1 else "distributions"
        words = f"{count(len(records))} plugins from {count(distributions)} {noun}"
        self.summary.setText(words if took is None else f"Scanned {words} in {took:.1f} s")

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(16, 10, 16, 10)
        head.addWidget(self.filter, 1)
        head.addWidget(self.rescan_button)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setHandleWidth(1)
        splitter.addWidget(self.tree)
        splitter.addWidget(self.detail)
        splitter.setStretchFactor(0, 1)
        splitter.setSizes([self.width() - _DETAIL_WIDTH, _DETAIL_WIDTH])
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 10, 16, 10)
        foot.setSpacing(8)
        foot.addWidget(self._clock_icon)
        foot.addWidget(self.summary, 1)
        foot.addWidget(self.close_button)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(head)
        whole.addWidget(Separator())
        whole.addWidget(splitter, 1)
        whole.addWidget(Separator())
        whole.addLayout(foot)

    def _connect(self, theme: Theme) -> None:
        self.filter.changed.connect(lambda: self._show())
        self.tree.selected.connect(self.detail.show_record)
        self.detail.retry_wanted.connect(self.retry)
        self.rescan_button.clicked.connect(self.rescan)
        self.close_button.clicked.connect(self.close)
        self._studio.plugins_changed.connect(lambda: self._show())
        theme.changed.connect(lambda: self._show())
        QShortcut(QKeySequence(Qt.Key.Key_F5), self, self.rescan)
