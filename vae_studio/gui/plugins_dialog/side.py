"""The right side of the dialog: one plugin, or a new one on its way."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from vae_studio.api import Kind
from vae_studio.gui.plugins_dialog.detail import PluginDetail
from vae_studio.gui.plugins_dialog.duplicate_note import DuplicateNote
from vae_studio.gui.plugins_dialog.new_plugin_form import NewPluginForm
from vae_studio.gui.plugins_dialog.written_page import WrittenPage
from vae_studio.gui.theme import Theme
from vae_studio.registry.records import PluginRecord
from vae_studio.registry.settings import Key
from vae_studio.runs.plugin_use import PluginAddress, PluginUse
from vae_studio.scaffold import Scaffold

if TYPE_CHECKING:
    from vae_studio.gui.studio import Studio

Uses = Mapping[PluginAddress, tuple[PluginUse, ...]]


class Side(QStackedWidget):
    """Shows the selected plugin, or asks for a new one.

    Parameters
    ----------
    studio
        Whose plugins and runs.
    theme
        Colours and type.
    """

    def __init__(self, studio: Studio, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._studio = studio
        self._record: PluginRecord | None = None
        self._selected: Key | None = None
        self._uses: Uses | None = None
        self._installed: Scaffold | None = None
        self.detail = PluginDetail(theme)
        self.duplicate = DuplicateNote(theme)
        plugins = studio.session.workspace.parent / "plugins"
        self.form = NewPluginForm(theme, studio.registry, studio.preferences, plugins)
        self.written = WrittenPage(theme)
        self._page = QWidget()
        column = QVBoxLayout(self._page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.detail, 1)
        column.addWidget(self.duplicate)
        for page in (self._page, self.form, self.written):
            self.addWidget(page)
        self._connect()

    def show_record(self, record: PluginRecord | None) -> None:
        """Show a plugin; where a new one is being asked for, that goes on until another is selected."""
        self._record = record
        if record is not None and record.key != self._selected:
            self._selected = record.key
            self.setCurrentWidget(self._page)
        uses = None
        if record is not None and self._uses is not None:
            uses = self._uses.get((record.kind.section, record.name, record.distribution), ())
        self.detail.show_record(record, uses)
        self.duplicate.show_for(record, self._studio.registry.records)

    def take_uses(self, uses: object) -> None:
        """Show which runs use the selected plugin, now that this is known."""
        assert isinstance(uses, Mapping)
        self._uses = uses
        self.show_record(self._record)

    def begin_plugin(self, kind: Kind) -> None:
        """Ask for name and folder of a new plugin."""
        self.setCurrentWidget(self.form)
        self.form.begin(kind)

    def show_installed(self, select: Callable[[Key], bool]) -> None:
        """After a rescan, select the plugin that was installed before it."""
        scaffold, self._installed = self._installed, None
        if scaffold is None:
            return
        draft = scaffold.draft
        if select((draft.kind, draft.name, draft.distribution)):
            self.setCurrentWidget(self._page)
        else:
            self.written.say_missing()

    def set_busy(self, is_busy: bool) -> None:
        """Let nothing be begun while something is under way."""
        buttons = (self.detail.retry_button, self.detail.enabling_button, *self.duplicate.buttons)
        for button in buttons:
            button.setEnabled(not is_busy)

    def _connect(self) -> None:
        desk = self._studio.plugins
        self.detail.retry_wanted.connect(desk.retry)
        self.detail.enabling_wanted.connect(desk.set_enabled)
        self.duplicate.prefer_wanted.connect(desk.prefer)
        self.form.wanted.connect(desk.create)
        desk.created.connect(self._on_created)
        desk.creation_failed.connect(self._on_creation_failed)
        desk.uses_found.connect(self.take_uses)
        self.form.cancelled.connect(self._leave)
        self.written.installed.connect(self._on_installed)
        self.written.left.connect(self._leave)

    def _on_creation_failed(self, error: Exception) -> None:
        self.form.show_problem(str(error))

    def _on_created(self, scaffold: Scaffold) -> None:
        self.written.show_scaffold(scaffold)
        self.setCurrentWidget(self.written)

    def _on_installed(self, scaffold: Scaffold) -> None:
        self._installed = scaffold
        self._studio.plugins.rescan()

    def _leave(self) -> None:
        self.setCurrentWidget(self._page)
