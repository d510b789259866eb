"""What the figures mean, in plain words."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from vae_studio.gui.theme import Theme
from vae_studio.gui.widgets.labels import IconLabel, Label


class RemarkLines(QWidget):
    """One line with a warning sign for each remark; hidden without any."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._remarks: tuple[str, ...] = ()
        self._lines: list[QWidget] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self.hide()

    @property
    def remarks(self) -> tuple[str, ...]:
        """What is said."""
        return self._remarks

    def show_remarks(self, remarks: Sequence[str]) -> None:
        """Say these, and nothing else."""
        if tuple(remarks) == self._remarks:
            return
        self._remarks = tuple(remarks)
        for line in self._lines:
            self._column.removeWidget(line)
            line.deleteLater()
        self._lines = [self._line(remark) for remark in remarks]
        for line in self._lines:
            self._column.addWidget(line)
        self.setVisible(bool(remarks))

    def _line(self, remark: str) -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(IconLabel(self._theme, "ph.warning", "warn", size=14), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(Label(self._theme, remark, role="secondary", tone="warn", wrap=True), 1)
        return line
