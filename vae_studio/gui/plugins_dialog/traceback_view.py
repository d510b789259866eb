"""The traceback of a broken plugin."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from vae_studio.gui.theme import Theme
from vae_studio.gui.widgets.buttons import Button
from vae_studio.gui.widgets.labels import Label

_LEAST_HEIGHT = 120


class TracebackView(QWidget):
    """Shows a traceback, what was raised in red; ``copy_wanted()`` when the report shall be copied."""

    copy_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setFont(theme.font("mono"))
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.text.setMinimumHeight(_LEAST_HEIGHT)
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName("Traceback")
        self.copy_button = Button(theme, "Copy report", "ph.copy", variant="quiet", small=True)
        self.copy_button.setToolTip(
            "Copy what failed, where, and under which versions, for the plugin's author"
        )
        self.copy_button.clicked.connect(self.copy_wanted)
        head = QHBoxLayout()
        head.addWidget(Label(theme, "Traceback", role="section"))
        head.addStretch(1)
        head.addWidget(self.copy_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 6, 0, 0)
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(self.text, 1)

    def show_details(self, details: str) -> None:
        """Show a traceback; the last lines, which say what was raised, in the colour of errors."""
        text = details.rstrip()
        self.text.setPlainText(text)
        raised = max((text.rfind(f"\n{line}") + 1 for line in text.splitlines() if line[:1].strip()), default=0)
        form = QTextCharFormat()
        form.setForeground(self._theme.colour("error"))
        cursor = self.text.textCursor()
        cursor.setPosition(raised)
        cursor.movePosition(QTextCursor.MoveOperation.End, QTextCursor.MoveMode.KeepAnchor)
        cursor.mergeCharFormat(form)
        # What was raised stands at the end, which is where to look first.
        bar = self.text.verticalScrollBar()
        bar.setValue(bar.maximum())
