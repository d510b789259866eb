"""The dialog itself: the plugins on the left, one of them or a new one on the right."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QMenu, QPushButton, QSplitter, QVBoxLayout, QWidget

from vae_studio.api import Kind
from vae_studio.gui.figures import count
from vae_studio.gui.plugin_desk import Scanned, difference_words
from vae_studio.gui.plugins_dialog.filter_bar import FilterBar
from vae_studio.gui.plugins_dialog.side import Side
from vae_studio.gui.plugins_dialog.tree import PluginTree
from vae_studio.gui.plugins_dialog.words import duration_words
from vae_studio.gui.theme import Theme
from vae_studio.gui.widgets.buttons import Button
from vae_studio.gui.widgets.labels import ElidedLabel, IconLabel
from vae_studio.gui.widgets.separator import Separator
from vae_studio.registry.locating import source_file
from vae_studio.registry.records import PluginRecord, PluginStatus

if TYPE_CHECKING:
    from vae_studio.gui.studio import Studio

_DETAIL_WIDTH = 480


def show_plugins_dialog(studio: Studio, theme: Theme, window: QWidget) -> PluginsDialog:
    """Show the plugins over a window, which stays in use; the first problem is in view."""
    for shown in window.findChildren(PluginsDialog):
        shown.show_first_problem()
        shown.setWindowState(shown.windowState() & ~Qt.WindowState.WindowMinimized)
        shown.activateWindow()
        return shown
    dialog = PluginsDialog(studio, theme, window)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.show()
    return dialog


class PluginsDialog(QDialog):
    """All plugins, the first problem in view.

    Parameters
    ----------
    studio
        Whose plugins; whatever is done with them goes through it, so that every panel learns of it.
    theme
        Colours and type.
    """

    def __init__(self, studio: Studio, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._studio = studio
        self.setObjectName("plugins")
        self.setWindowTitle("Plugins")
        self.resize(1136, 776)
        self.filter = FilterBar(theme)
        self.rescan_button = Button(theme, "Rescan", "ph.arrows-clockwise")
        self.rescan_button.setToolTip("Find plugins that were installed or removed since (F5)")
        self.new_button = Button(theme, "New plugin…", "ph.plus")
        self.new_button.setToolTip("Write a small, complete distribution to start a plugin from")
        self.tree = PluginTree(theme)
        self.side = Side(studio, theme)
        self.summary = ElidedLabel(theme, "", tone="text_2")
        self.close_button = Button(theme, "Close")
        self._clock_icon = IconLabel(theme, "ph.clock", "text_2")
        self._make_menu()
        self._lay_out()
        self._connect(theme)
        self._show_records()
        problem = studio.registry.settings_problem
        self._say(problem or f"{self._counted()}.", problem=bool(problem))
        self.show_first_problem()
        studio.plugins.find_uses()

    def show_first_problem(self) -> None:
        """Select the first broken plugin, else the first duplicate, else the first of all."""
        records = self.tree.shown()
        order = (PluginStatus.BROKEN, PluginStatus.DUPLICATE)
        problems = [record for status in order for record in records if record.status is status]
        for record in (*problems, *records):
            self.tree.select(record.key)
            return

    def begin_plugin(self, kind: Kind) -> None:
        """Ask for name and folder of a new plugin."""
        self.side.begin_plugin(kind)

    def _show_records(self) -> None:
        records = self._studio.registry.records
        self.filter.show_counts(records)
        self.tree.show_records(self.filter.kept(records))

    def _on_scanned(self, scanned: Scanned) -> None:
        words = difference_words(scanned.result)
        self._say(f"Scanned {self._counted()} in {duration_words(scanned.seconds)}. {words}", problem=False)
        self.side.show_installed(self.tree.select)

    def _on_busy(self, is_busy: bool) -> None:
        self.rescan_button.setEnabled(not is_busy)
        self.side.set_busy(is_busy)
        if is_busy:
            self._say("Importing plugins…", problem=False)
        else:
            self._say(f"{self._counted()}.", problem=False)

    def _say(self, words: str, *, problem: bool) -> None:
        self.summary.setText(words)
        self.summary.set_tone("error" if problem else "text_2")
        self._clock_icon.set_icon(*(("ph.warning", "error") if problem else ("ph.clock", "text_2")))

    def _say_error(self, error: Exception) -> None:
        self._say(str(error), problem=True)

    def _counted(self) -> str:
        records = self._studio.registry.records
        distributions = len({record.distribution for record in records})
        noun = "distribution" if distributions == 1 else "distributions"
        return f"{count(len(records))} plugins from {count(distributions)} {noun}"

    def _show_files(self, record: PluginRecord) -> None:
        file = source_file(record.entry_point)
        if file is None:
            self._say(f"No source file is found for {record.entry_point}.", problem=True)
        else:
            self._show_folder(file.parent)

    def _show_folder(self, folder: Path) -> None:
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder))):
            self._say(f"No file manager could be started. The files are in {folder}.", problem=True)

    def _open_run(self, folder: Path) -> None:
        if self._studio.locked:
            self._say("A run is being trained; open another one when it has ended.", problem=True)
        else:
            self._studio.open_run(folder)

    def _make_menu(self) -> None:
        menu = QMenu(self.new_button)
        for kind in Kind:
            action = menu.addAction(kind.label)
            action.triggered.connect(lambda _, chosen=kind: self.begin_plugin(chosen))
        self.new_button.setMenu(menu)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(16, 10, 16, 10)
        head.setSpacing(8)
        head.addWidget(self.filter, 1)
        head.addWidget(self.rescan_button)
        head.addWidget(self.new_button)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setHandleWidth(1)
        splitter.addWidget(self.tree)
        splitter.addWidget(self.side)
        splitter.setStretchFactor(0, 1)
        splitter.setChildrenCollapsible(False)
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
        desk = self._studio.plugins
        self.filter.changed.connect(self._show_records)
        self.tree.selected.connect(self.side.show_record)
        self.side.detail.files_wanted.connect(self._show_files)
        self.side.detail.uses.run_wanted.connect(self._open_run)
        self.side.written.folder_wanted.connect(self._show_folder)
        self.rescan_button.clicked.connect(desk.rescan)
        self.close_button.clicked.connect(self.close)
        self._studio.plugins_changed.connect(self._show_records)
        desk.busy.connect(self._on_busy)
        desk.scanned.connect(self._on_scanned)
        desk.failed.connect(self._say_error)
        theme.changed.connect(self._show_records)
        QShortcut(QKeySequence(Qt.Key.Key_F5), self, desk.rescan)
        self.finished.connect(self.side.written.cancel)
        self._studio.closed.connect(self.close)
        for button in self.findChildren(QPushButton):
            # Return in a field must not press a button elsewhere.
            button.setAutoDefault(False)
