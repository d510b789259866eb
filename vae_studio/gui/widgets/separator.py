"""A rule of one pixel between sections."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QWidget


class Separator(QFrame):
    """A horizontal rule, or a vertical one."""

    def __init__(self, *, vertical: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("variant", "rule")
        if vertical:
            self.setFixedWidth(1)
        else:
            self.setFixedHeight(1)
