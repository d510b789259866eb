"""The line below the table of runs: how many there are, what the figures mean, and what is being measured."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from vae_studio.gui.figures import count, duration
from vae_studio.gui.runs.measuring import MeasureProgress
from vae_studio.gui.theme import Theme
from vae_studio.gui.widgets.buttons import Button
from vae_studio.gui.widgets.labels import ElidedLabel, Label
from vae_studio.session.likelihood import COUNT, SAMPLES

HEIGHT = 28
BAR_WIDTH = 120
NOTE = (
    f"IW-NLL: up to {COUNT} test examples, {SAMPLES} importance samples each; s.e. over examples. Nats, lower "
    "is better. Scores compare only at equal binarisation."
)


class Foot(QWidget):
    """A note, and while something is measured how far it has come, with a way to cancel it."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.note = ElidedLabel(theme, NOTE, role="secondary", tone="text_3")
        self.progress = Label(theme, "", role="secondary", tone="text_2")
        self.bar = QProgressBar()
        self.bar.setRange(0, 100)
        self.bar.setFixedWidth(BAR_WIDTH)
        self.bar.setAccessibleName("Progress of the measurement")
        self.cancel = Button(theme, "Cancel", variant="flat", small=True)
        self.cancel.setToolTip("Measure no more; what is unfinished is dropped")
        self.setFixedHeight(HEIGHT)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 16, 0)
        row.setSpacing(8)
        row.addWidget(self.note, 1)
        for widget in (self.progress, self.bar, self.cancel):
            row.addWidget(widget)
        self.show_progress(None)

    def show_count(self, runs: int) -> None:
        """Say how many runs there are."""
        self.note.setText(f"{count(runs)} run{'' if runs == 1 else 's'} · {NOTE}")

    def show_progress(self, progress: MeasureProgress | None) -> None:
        """Say how far a measurement has come; None where there is none."""
        for widget in (self.progress, self.bar, self.cancel):
            widget.setVisible(progress is not None)
        if progress is not None:
            of = f", run {progress.number} of {progress.runs}" if progress.runs > 1 else ""
            self.progress.setText(f"Measuring {progress.name}{of}{_when(progress)}")
            self.bar.setValue(round(100 * progress.fraction))


def _when(progress: MeasureProgress) -> str:
    """Return what there is to say of the time, to be put behind the name."""
    if progress.waiting:
        return ": waits for the training"
    return "" if progress.seconds_left is None else f", {duration(progress.seconds_left)} left"
