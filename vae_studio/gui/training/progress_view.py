"""How far the run has come: two lines of words and a bar between them."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from vae_studio.gui.theme import Theme
from vae_studio.gui.training.progress import Progress
from vae_studio.gui.widgets.labels import ElidedLabel, Label
from vae_studio.gui.widgets.properties import set_property

RESOLUTION = 1000


class ProgressView(QWidget):
    """Shows a :class:`Progress`."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = ElidedLabel(theme, role="section")
        self.counter = Label(theme, tone="text_2")
        self.bar = QProgressBar()
        self.bar.setRange(0, RESOLUTION)
        self.bar.setTextVisible(False)
        self.speed = ElidedLabel(theme, role="secondary", tone="text_2")
        self.time = Label(theme, role="secondary", tone="text_2")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(5)
        column.addLayout(_line(self.title, self.counter))
        column.addWidget(self.bar)
        self._foot = QWidget()
        self._foot.setLayout(_line(self.speed, self.time))
        column.addWidget(self._foot)
        self.show_progress(Progress())

    def show_progress(self, progress: Progress) -> None:
        """Show how far a run has come."""
        self.title.setText(progress.title)
        self.counter.setText(progress.counter)
        self.bar.setValue(round(RESOLUTION * progress.fraction))
        set_property(self.bar, "idle", "false" if progress.running and not progress.paused else "true")
        self.speed.setText(progress.speed)
        self.time.setText(progress.time)
        self._foot.setVisible(bool(progress.speed or progress.time) or not progress.running)


def _line(left: QWidget, right: QWidget) -> QHBoxLayout:
    line = QHBoxLayout()
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(8)
    line.addWidget(left, 1)
    line.addWidget(right)
    return line
