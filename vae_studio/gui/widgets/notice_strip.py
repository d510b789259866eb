"""The strip under the tab bar that says what happened; at most one at a time, never a modal box."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from vae_studio.gui.theme import Theme
from vae_studio.gui.widgets.buttons import Button, IconButton
from vae_studio.gui.widgets.labels import IconLabel
from vae_studio.gui.widgets.properties import set_property

if TYPE_CHECKING:
    from vae_studio.gui.notice import Notice

_ICONS = {
    "info": ("ph.info", "accent"),
    "warning": ("ph.warning-fill", "warn"),
    "error": ("ph.warning-circle-fill", "error"),
}
_LONGEST_LEAD = 40


class NoticeStrip(QFrame):
    """Shows one notice: icon, text, details on demand, one action, and a way to close it.

    ``acted(notice)`` is emitted when its action is taken, ``closed()`` when it is dismissed. Hidden
    while it has nothing to say.
    """

    acted = Signal(object)
    closed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._notice: Notice | None = None
        self.setProperty("variant", "notice")
        self.setProperty("level", "info")
        self._icon = IconLabel(theme, "ph.info", "accent")
        self.text = QLabel()
        self.text.setTextFormat(Qt.TextFormat.RichText)
        self.text.setWordWrap(True)
        self.details_button = Button(theme, "Details", variant="flat", small=True)
        self.details_button.setCheckable(True)
        self.action_button = Button(theme, "", small=True)
        self.close_button = IconButton(theme, "ph.x", "Dismiss")
        self.details = QPlainTextEdit()
        self.details.setReadOnly(True)
        self.details.setFont(theme.font("mono"))
        self.details.setFixedHeight(120)
        self._lay_out()
        self.details_button.toggled.connect(self.details.setVisible)
        self.action_button.clicked.connect(self._act)
        self.close_button.clicked.connect(self._close)
        self.hide()

    @property
    def notice(self) -> Notice | None:
        """What is being said, or None."""
        return self._notice

    def show_notice(self, notice: Notice) -> None:
        """Say something, in place of what was said before."""
        self._notice = notice
        self._icon.set_icon(*_ICONS[notice.level])
        self.text.setText(_rich(notice.text))
        self.details.setPlainText(notice.details)
        self.details_button.setChecked(False)
        self.details.hide()
        self.details_button.setVisible(bool(notice.details))
        self.action_button.setText(notice.action)
        self.action_button.setVisible(bool(notice.action))
        set_property(self, "level", notice.level)
        self.show()

    def clear(self) -> None:
        """Say nothing."""
        self._notice = None
        self.hide()

    def _act(self) -> None:
        notice = self._notice
        self.clear()
        self.acted.emit(notice)

    def _close(self) -> None:
        self.clear()
        self.closed.emit()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(self._icon)
        row.addWidget(self.text, 1)
        row.addWidget(self.details_button)
        row.addWidget(self.action_button)
        row.addWidget(self.close_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 5, 8, 5)
        column.setSpacing(6)
        column.addLayout(row)
        column.addWidget(self.details)


def _rich(text: str) -> str:
    """Escape the text, and set what stands before its first ": " in bold."""
    lead, colon, rest = text.partition(": ")
    if colon and len(lead) <= _LONGEST_LEAD:
        return f"<b>{html.escape(lead)}:</b> {html.escape(rest)}"
    return html.escape(text)
