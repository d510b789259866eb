"""Everything there is to know of one plugin."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from vae_studio.gui.plugins_dialog.words import MARKS, explanation, plugin_label
from vae_studio.gui.theme import Theme
from vae_studio.gui.widgets.buttons import Button
from vae_studio.gui.widgets.labels import IconLabel, Label
from vae_studio.registry.records import PluginRecord, PluginStatus

_FACTS = ("Kind", "Distribution", "Entry point", "Builder", "Reference")


class PluginDetail(QWidget):
    """State, provenance and traceback; ``retry_wanted(PluginRecord)`` when it shall be tried again."""

    retry_wanted = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._record: PluginRecord | None = None
        self._icon = IconLabel(theme, "ph.puzzle-piece", "text_2")
        self.title = Label(theme, "", role="heading")
        self.state = Label(theme, "", role="secondary")
        self.explanation = Label(theme, "", tone="text_2", wrap=True)
        self.facts = {name: Label(theme, "", wrap=True) for name in _FACTS}
        self._fact_names = {name: Label(theme, name, tone="text_2") for name in _FACTS}
        self.traceback = QPlainTextEdit()
        self.traceback.setReadOnly(True)
        self.traceback.setFont(theme.font("mono"))
        self.traceback.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.copy_button = Button(theme, "Copy", "ph.copy", variant="quiet", small=True)
        self.retry_button = Button(theme, "Try again", "ph.arrow-clockwise")
        self._failure = QWidget()
        self._lay_out()
        self.copy_button.clicked.connect(self._copy)
        self.retry_button.clicked.connect(lambda: self.retry_wanted.emit(self._record))
        theme.changed.connect(lambda: self.show_record(self._record))
        self.show_record(None)

    def show_record(self, record: PluginRecord | None) -> None:
        """Show a plugin, or that none is selected."""
        self._record = record
        if record is None:
            self._show_nothing()
            return
        mark = MARKS[record.status]
        self._icon.set_icon(mark.icon, mark.tone)
        self.title.setText(plugin_label(record))
        self.state.setText(mark.word)
        self.state.set_tone(mark.tone)
        self.explanation.setText(explanation(record))
        self._show_facts(record)
        self._show_traceback(record.details)
        self._failure.setVisible(bool(record.details))
        self.retry_button.setVisible(record.status is PluginStatus.BROKEN)

    def _show_nothing(self) -> None:
        self._icon.set_icon("ph.puzzle-piece", "text_2")
        self.title.setText("No plugin selected")
        self.state.setText("")
        self.explanation.setText("")
        for name in _FACTS:
            self.facts[name].hide()
            self._fact_names[name].hide()
        self._failure.hide()
        self.retry_button.hide()

    def _show_facts(self, record: PluginRecord) -> None:
        values = {
            "Kind": record.kind.label,
            "Distribution": f"{record.distribution} {record.version}".strip(),
            "Entry point": f"{record.kind.group} : {record.name} = {record.entry_point}",
            "Builder": record.spec.build if record.spec is not None else "",
            "Reference": record.spec.reference if record.spec is not None else "",
        }
        for name, value in values.items():
            self.facts[name].setText(value)
            self.facts[name].setVisible(bool(value))
            self._fact_names[name].setVisible(bool(value))

    def _show_traceback(self, details: str) -> None:
        """Show a traceback with what was raised, its last lines, in red."""
        text = details.rstrip()
        self.traceback.setPlainText(text)
        raised = max((text.rfind(f"\n{line}") + 1 for line in text.splitlines() if line[:1].strip()), default=0)
        form = QTextCharFormat()
        form.setForeground(self._theme.colour("error"))
        cursor = self.traceback.textCursor()
        cursor.setPosition(raised)
        cursor.movePosition(QTextCursor.MoveOperation.End, QTextCursor.MoveMode.KeepAnchor)
        cursor.mergeCharFormat(form)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.traceback.toPlainText())

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._icon)
        head.addWidget(self.title)
        head.addWidget(self.state)
        head.addStretch(1)
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        for line, name in enumerate(_FACTS):
            self._fact_names[name].setMinimumWidth(80)
            grid.addWidget(self._fact_names[name], line, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(self.facts[name], line, 1)
            self.facts[name].setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            if name in ("Entry point", "Builder"):
                self.facts[name].setFont(self._theme.font("mono"))
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(10)
        column.addLayout(head)
        column.addWidget(self.explanation)
        column.addLayout(grid)
        column.addWidget(self._failure, 1)
        column.addWidget(self.retry_button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(0)
        self._lay_out_failure()

    def _lay_out_failure(self) -> None:
        head = QHBoxLayout()
        head.addWidget(Label(self._theme, "Traceback", role="section"))
        head.addStretch(1)
        head.addWidget(self.copy_button)
        column = QVBoxLayout(self._failure)
        column.setContentsMargins(0, 6, 0, 0)
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(self.traceback, 1)
