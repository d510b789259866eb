"""How far a dataset has come, or why it did not come."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from vae_studio.api import StudioError
from vae_studio.gui.figures import count, decimal, duration
from vae_studio.gui.theme import Theme
from vae_studio.gui.widgets.buttons import Button
from vae_studio.gui.widgets.labels import IconLabel, Label

if TYPE_CHECKING:
    from vae_studio.data.progress import Progress

_MEGABYTE = 1e6


class LoadingLine(QWidget):
    """A line of words with a bar while loading, in red after a failure; hidden otherwise.

    Signals
    -------
    cancelled
        Somebody does not want to wait.
    """

    cancelled = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = IconLabel(theme, "ph.warning-circle", "error")
        self.words = Label(theme, "", role="secondary", tone="text_2", wrap=True)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName("Progress of reading the dataset")
        self.cancel = Button(theme, "Cancel", variant="link", small=True)
        self.cancel.setToolTip("Stop reading, and keep the dataset that is loaded")
        self.cancel.clicked.connect(self.cancelled)
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.words, 1)
        row.addWidget(self.cancel)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(row)
        column.addWidget(self.bar)
        self.hide()

    def show_progress(self, progress: Progress | None) -> None:
        """Say how far it has come; None ends the line."""
        if progress is None:
            self.hide()
            return
        self._icon.hide()
        self.words.set_tone("text_2")
        self.words.setText(progress_words(progress))
        self.bar.show()
        self.cancel.show()
        # A bar whose bounds are equal shows that something goes on, but not how much is left.
        self.bar.setRange(0, 1000 if progress.total else 0)
        if progress.total:
            self.bar.setValue(round(1000 * progress.done / progress.total))
        self.show()

    def show_error(self, error: StudioError | str) -> None:
        """Say why it did not come."""
        self._icon.show()
        self.bar.hide()
        self.cancel.hide()
        self.words.set_tone("error")
        self.words.setText(str(error))
        self.show()


def progress_words(progress: Progress) -> str:
    """Return a report in words: ``Downloading 12.3 of 54.9 MB, 8 s left``."""
    verb = progress.phase.capitalize()
    left = "" if progress.seconds_left is None else f", {duration(progress.seconds_left)} left"
    if progress.in_bytes:
        done = decimal(progress.done / _MEGABYTE, 1)
        return (
            f"{verb} {done} of {decimal(progress.total / _MEGABYTE, 1)} MB{left}"
            if progress.total
            else f"{verb} {done} MB"
        )
    if progress.total:
        return f"{verb} {count(progress.done)} of {count(progress.total)}{left}"
    return f"{verb} {count(progress.done)}…"
