"""The figures of View ▸ Performance, live while they are shown."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtWidgets import QCheckBox, QDialog, QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from vae_studio.gui.gap_meter import Gap, GapMeter
from vae_studio.gui.performance.phases import PHASES, PhaseFollower
from vae_studio.gui.performance.stack_watch import StackWatch
from vae_studio.gui.plugins_dialog.rows_view import RowsView
from vae_studio.gui.studio import Studio
from vae_studio.gui.theme import Theme
from vae_studio.gui.widgets.buttons import Button
from vae_studio.gui.widgets.labels import Label
from vae_studio.training.events import Event, Finished, StepMetrics

SIZE = QSize(520, 560)
REFRESH_MS = 500
SHOWN_GAPS = 8
NONE = "—"
EXPLANATION = (
    "A gap is how long the window could not answer: the longest silence of a timer that should come every "
    "5 ms. Measured while this is open."
)


class PerformanceDialog(QDialog):
    """The longest gaps by phase, the last ones, and the speed of the run; measures as long as it is open."""

    def __init__(self, studio: Studio, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._watch: StackWatch | None = None
        self.setObjectName("performance")
        self.setWindowTitle("Performance")
        self.setWindowModality(Qt.WindowModality.NonModal)
        self.resize(SIZE)
        self.meter = GapMeter(self)
        self._phases = PhaseFollower(studio, self)
        self._phases.changed.connect(self.meter.start)
        self.longest = RowsView(theme, "Longest gaps", ("While", "Longest gap"))
        self.last = RowsView(theme, "Last gaps", ("While", "Gap"))
        self.last.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self.speed, self.call = Label(theme, NONE), Label(theme, NONE)
        self.causes = QCheckBox("Note what held it up")
        self.causes.setToolTip("Keeps the calls of all threads during each gap; this itself takes some time")
        self.causes.toggled.connect(self._on_causes)
        self.reset = Button(theme, "Begin anew")
        self.close_button = Button(theme, "Close")
        for button in (self.reset, self.close_button):
            button.setAutoDefault(False)
        self.reset.clicked.connect(self._on_reset)
        self.close_button.clicked.connect(self.close)
        self._lay_out()
        studio.training_event.connect(self._on_event)
        studio.closed.connect(self.close)
        self._timer = QTimer(self)
        self._timer.setInterval(REFRESH_MS)
        self._timer.timeout.connect(self.refresh)
        self._timer.start()
        self.meter.start(self._phases.phase)
        self.refresh()

    def done(self, result: int) -> None:
        """Measure no more: the button, Esc and the title bar all end here."""
        self._timer.stop()
        self.meter.stop()
        self._on_causes(False)
        super().done(result)

    def refresh(self) -> None:
        """Show the figures as they are now."""
        found = self.meter.longest_ms()
        rows = [[words, _milliseconds(found.get(phase))] for phase, words in PHASES.items()]
        if self.longest.rows() != rows:
            self.longest.show_rows(rows, [""] * len(rows))
        gaps = self.meter.gaps[: -SHOWN_GAPS - 1 : -1]
        last = [_row(gap) for gap in gaps]
        if self.last.rows() != last:
            self.last.show_rows(last, [gap.cause for gap in gaps])

    def _on_reset(self) -> None:
        self.meter.forget()
        self.refresh()

    def _on_causes(self, wanted: bool) -> None:
        if self._watch is not None:
            self._watch.close()
        self._watch = StackWatch(self.meter) if wanted else None

    def _on_event(self, event: Event) -> None:
        if isinstance(event, StepMetrics):
            self.speed.setText(f"{event.images_per_second:,.0f} examples/s")
            if event.call_seconds is not None:
                self.call.setText(f"{1000 * event.call_seconds:.0f} ms")
        elif isinstance(event, Finished):
            for label in (self.speed, self.call):
                label.setText(NONE)

    def _lay_out(self) -> None:
        theme = self._theme
        figures = QGridLayout()
        figures.setHorizontalSpacing(12)
        figures.setColumnStretch(1, 1)
        for row, (words, label) in enumerate((("Training", self.speed), ("Compiled call", self.call))):
            figures.addWidget(Label(theme, words, tone="text_2"), row, 0)
            figures.addWidget(label, row, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.causes, 1)
        buttons.addWidget(self.reset)
        buttons.addWidget(self.close_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        column.addWidget(Label(theme, EXPLANATION, tone="text_2", wrap=True))
        column.addWidget(self.longest)
        column.addWidget(Label(theme, "Last gaps above 20 ms", role="section"))
        column.addWidget(self.last, 1)
        column.addLayout(figures)
        column.addLayout(buttons)


def _row(gap: Gap) -> list[str]:
    return [PHASES.get(gap.phase, gap.phase), _milliseconds(1000 * gap.seconds)]


def _milliseconds(value: float | None) -> str:
    return NONE if value is None else f"{value:.0f} ms"
