"""What stands where there is nothing yet: an icon, a title, a line, and the way on."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from vae_studio.gui.theme import Theme
from vae_studio.gui.widgets.dashed_frame import DashedFrame
from vae_studio.gui.widgets.labels import IconLabel, Label


class EmptyState(QWidget):
    """A card that says what will be here.

    Parameters
    ----------
    theme
        Colours and type.
    icon_name, title, line
        What it shows, top to bottom.
    button
        The way on; None for none.
    dashed
        Whether its border is that of a place to drop things.
    """

    def __init__(
        self,
        theme: Theme,
        icon_name: str,
        title: str,
        line: str,
        button: QPushButton | None = None,
        *,
        dashed: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.title = Label(theme, title, role="section")
        self.line = Label(theme, line, tone="text_2", wrap=True)
        self.line.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.button = button
        frame = DashedFrame(theme) if dashed else _card()
        column = QVBoxLayout(frame)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(10)
        column.addStretch(1)
        column.addWidget(IconLabel(theme, icon_name, "text_3", size=24), 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self.title, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self.line)
        if button is not None:
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(frame)

    def set_words(self, title: str, line: str) -> None:
        """Say something else."""
        self.title.setText(title)
        self.line.setText(line)


def _card() -> QFrame:
    frame = QFrame()
    frame.setProperty("variant", "card")
    return frame
