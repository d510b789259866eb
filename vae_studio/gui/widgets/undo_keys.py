"""Whose keys Undo and Redo are: a field's while something is being typed into it, the window's otherwise."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractSpinBox, QLineEdit

UNDO_KEYS = frozenset({"Ctrl+Z", "Ctrl+Shift+Z", "Ctrl+Y"})


class WindowsUndo(QObject):
    """Keeps a field from claiming the keys that undo an edit of the settings.

    A number is an edit from the first digit on, so that its field never claims them; a text is one once it
    is complete, so that its field claims them until then.
    """

    def __init__(self, field: QAbstractSpinBox | QLineEdit) -> None:
        super().__init__(field)
        self._text = field if isinstance(field, QLineEdit) else None
        if self._text is not None:
            self._text.editingFinished.connect(self._on_complete)
        field.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the keys pass to the window."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            is_typing = self._text is not None and self._text.isModified()
            if not is_typing and QKeySequence(event.keyCombination()).toString() in UNDO_KEYS:
                event.ignore()
                return True
        return super().eventFilter(watched, event)

    def _on_complete(self) -> None:
        if self._text is not None:
            self._text.setModified(False)
