"""Everything there is to know of one plugin, and what can be done with it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from vae_studio.gui.plugins_dialog.facts import FactGrid
from vae_studio.gui.plugins_dialog.parameters_view import ParametersView
from vae_studio.gui.plugins_dialog.traceback_view import TracebackView
from vae_studio.gui.plugins_dialog.uses_view import UsesView
from vae_studio.gui.plugins_dialog.words import MARKS, explanation, plugin_label, report
from vae_studio.gui.theme import Theme
from vae_studio.gui.widgets.buttons import Button
from vae_studio.gui.widgets.labels import IconLabel, Label
from vae_studio.gui.widgets.properties import set_property
from vae_studio.registry.records import PluginRecord, PluginStatus
from vae_studio.runs.plugin_use import PluginUse


class PluginDetail(QScrollArea):
    """State, provenance, traceback or parameters, and the runs that use the plugin.

    Signals
    -------
    retry_wanted, files_wanted
        :class:`PluginRecord` to import anew; whose files shall be shown.
    enabling_wanted
        :class:`PluginRecord`, and whether it shall be enabled.
    """

    retry_wanted = Signal(object)
    files_wanted = Signal(object)
    enabling_wanted = Signal(object, bool)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._record: PluginRecord | None = None
        self._icon = IconLabel(theme, "ph.puzzle-piece", "text_2")
        self.title = Label(theme, "", role="heading")
        self.state = Label(theme, "", role="secondary")
        self.state.setProperty("variant", "pill")
        self.explanation = Label(theme, "", tone="text_2", wrap=True)
        self.facts = FactGrid(theme)
        self.failure = TracebackView(theme)
        self.parameters = ParametersView(theme)
        self.uses = UsesView(theme)
        self.retry_button = Button(theme, "Try again", "ph.arrow-clockwise")
        self.enabling_button = Button(theme, "Disable", "ph.prohibit")
        self.files_button = Button(theme, "Show files", "ph.folder-open")
        self._lay_out()
        self.failure.copy_wanted.connect(self._copy_report)
        self.retry_button.clicked.connect(lambda: self.retry_wanted.emit(self._record))
        self.enabling_button.clicked.connect(self._ask_for_enabling)
        self.files_button.clicked.connect(lambda: self.files_wanted.emit(self._record))
        theme.changed.connect(self._redraw)
        self.show_record(None, None)

    def show_record(self, record: PluginRecord | None, uses: Sequence[PluginUse] | None) -> None:
        """Show a plugin, or that none is selected.

        Parameters
        ----------
        record
            The plugin.
        uses
            The runs that were made with it; None while they are being looked for.
        """
        self._record = record
        self._show(record)
        self.uses.setVisible(record is not None)
        self.uses.show_uses(uses)

    def _redraw(self) -> None:
        self._show(self._record)

    def _show(self, record: PluginRecord | None) -> None:
        self.facts.show_record(record)
        self._show_actions(record)
        details = record.details if record is not None else ""
        self.failure.setVisible(bool(details))
        self.failure.show_details(details)
        spec = record.spec if record is not None else None
        shows_parameters = record is not None and spec is not None and record.status is not PluginStatus.BROKEN
        self.parameters.setVisible(shows_parameters)
        if spec is not None and shows_parameters:
            self.parameters.show_spec(spec)
        self.state.setVisible(record is not None)
        if record is None:
            self._icon.set_icon("ph.puzzle-piece", "text_2")
            self.title.setText("No plugin selected")
            self.explanation.setText("Select one on the left to see what it is and where it comes from.")
            return
        mark = MARKS[record.status]
        self._icon.set_icon(mark.icon, mark.tone)
        self.title.setText(plugin_label(record))
        self.state.setText(mark.word)
        set_property(self.state, "tone", mark.tone)
        self.explanation.setText(explanation(record))

    def _show_actions(self, record: PluginRecord | None) -> None:
        status = record.status if record is not None else None
        disabled = status is PluginStatus.DISABLED
        self.retry_button.setVisible(status is PluginStatus.BROKEN)
        self.retry_button.setToolTip("Import it again, with everything else of its distribution")
        self.enabling_button.setVisible(record is not None)
        self.enabling_button.setText("Enable" if disabled else "Disable")
        self.enabling_button.set_icon("ph.check-circle" if disabled else "ph.prohibit")
        self.enabling_button.setToolTip(
            "Import it now and at every later start"
            if disabled
            else "Do not import it any more, here and on the command line, until it is enabled"
        )
        self.files_button.setVisible(record is not None)
        self.files_button.setToolTip("Open the folder of its source file")

    def _ask_for_enabling(self) -> None:
        record = self._record
        if record is not None:
            self.enabling_wanted.emit(record, record.status is PluginStatus.DISABLED)

    def _copy_report(self) -> None:
        if self._record is not None:
            QGuiApplication.clipboard().setText(report(self._record))

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._icon)
        head.addWidget(self.title)
        head.addWidget(self.state)
        head.addStretch(1)
        actions = QHBoxLayout()
        actions.setSpacing(8)
        actions.addWidget(self.retry_button)
        actions.addWidget(self.enabling_button)
        actions.addWidget(self.files_button)
        actions.addStretch(1)
        content = QWidget()
        content.setProperty("variant", "panel")
        column = QVBoxLayout(content)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(10)
        column.addLayout(head)
        column.addWidget(self.explanation)
        column.addWidget(self.facts)
        column.addWidget(self.failure, 1)
        column.addWidget(self.parameters)
        column.addLayout(actions)
        column.addWidget(self.uses)
        column.addStretch(0)
        self.setWidget(content)
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
