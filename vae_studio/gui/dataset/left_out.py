"""The files of a folder that could not be read, listed on demand."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget

from vae_studio.gui.figures import count
from vae_studio.gui.theme import Theme
from vae_studio.gui.widgets.disclosure import Disclosure

if TYPE_CHECKING:
    from vae_studio.data.dataset import Skipped

_MOST_LISTED = 1000


class LeftOut(QWidget):
    """One line saying how many files were left out, and beneath it which and why; hidden for none."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.disclosure = Disclosure(theme, "")
        self.files = QPlainTextEdit()
        self.files.setReadOnly(True)
        self.files.setFont(theme.font("secondary"))
        self.files.setFixedHeight(88)
        self.files.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.files.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.disclosure, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.files)
        self.disclosure.opened.connect(self.files.setVisible)
        self.hide()

    def show_files(self, skipped: Sequence[Skipped]) -> None:
        """List the files of another dataset."""
        noun = "file was" if len(skipped) == 1 else "files were"
        self.disclosure.setText(f"{count(len(skipped))} {noun} left out")
        self.disclosure.setChecked(False)
        lines = [f"{Path(file.path).name}: {file.reason}" for file in skipped[:_MOST_LISTED]]
        if len(skipped) > _MOST_LISTED:
            lines.append(f"and {count(len(skipped) - _MOST_LISTED)} more")
        self.files.setPlainText("\n".join(lines))
        self.setVisible(bool(skipped))
