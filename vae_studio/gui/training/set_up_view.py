"""The set-up of a run as a list: done, being done, still to come."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QGridLayout, QWidget

from vae_studio.gui.figures import decimal
from vae_studio.gui.theme import Theme
from vae_studio.gui.training.set_up import PHASES, Phase, SetUp
from vae_studio.gui.widgets.labels import ElidedLabel, IconLabel, Label
from vae_studio.training.events import Event, Finished, PhaseStarted, StepMetrics

TICK_MS = 200


class SetUpView(QWidget):
    """Shows the phases while a run is prepared; the time of the one that is being done goes on.

    Parameters
    ----------
    theme
        Colours and type.
    clock
        Seconds, as :func:`time.perf_counter`.
    """

    def __init__(
        self, theme: Theme, clock: Callable[[], float] = time.perf_counter, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._clock = clock
        self._set_up = SetUp()
        self._rows = {name: _Row(theme) for name in PHASES}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(3)
        grid.setColumnStretch(1, 1)
        for place, row in enumerate(self._rows.values()):
            for column, widget in enumerate((row.icon, row.words, row.time)):
                grid.addWidget(widget, place, column)
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self._show)
        self.hide()

    @property
    def set_up(self) -> SetUp:
        """What is shown."""
        return self._set_up

    def expect(self, *, importing: bool) -> None:
        """Show what is to come; `importing` says whether TensorFlow is being imported now."""
        self._set_up = SetUp.expected(with_import=importing)
        if importing:
            self._set_up = self._set_up.begin("importing", self._clock())
        self.show()
        self._timer.start()
        self._show()

    def imported(self) -> None:
        """Take note that TensorFlow is there."""
        self._set_up = self._set_up.end(self._clock())
        self._show()

    def take(self, event: Event) -> None:
        """Follow the events of a run."""
        if isinstance(event, PhaseStarted) and event.phase in PHASES:
            self._set_up = self._set_up.begin(event.phase, self._clock(), event.detail)
            self._show()
        elif isinstance(event, PhaseStarted | StepMetrics | Finished):
            self.finish()

    def finish(self) -> None:
        """End the set-up: it disappears."""
        if self._timer.isActive():
            self._set_up = self._set_up.end(self._clock())
            self._timer.stop()
            self.hide()

    def words(self) -> list[str]:
        """Return the lines as they are read: what is done, and for how long."""
        return [f"{row.words.text()} {row.time.text()}".strip() for row in self._rows.values() if row.is_shown]

    def _show(self) -> None:
        now = self._clock()
        phases = {phase.name: phase for phase in self._set_up.phases}
        for name, row in self._rows.items():
            row.show_phase(phases.get(name), now)


class _Row:
    def __init__(self, theme: Theme) -> None:
        self.icon = IconLabel(theme, "ph.circle", "text_3", size=14)
        self.words = ElidedLabel(theme, role="secondary", tone="text_3", offer_all=False)
        self.time = Label(theme, role="secondary", tone="text_2")
        self.is_shown = False

    def show_phase(self, phase: Phase | None, now: float) -> None:
        self.is_shown = phase is not None
        for widget in (self.icon, self.words, self.time):
            widget.setVisible(phase is not None)
        if phase is None:
            return
        seconds = phase.seconds(now)
        self.words.setText(f"{phase.words}…" if phase.is_running else phase.words)
        self.words.setToolTip(phase.detail)
        self.words.set_tone("text" if phase.is_running else "text_3" if seconds is None else "text_2")
        self.time.setText("" if seconds is None else f"{decimal(seconds, 1)} s")
        if phase.is_running:
            self.icon.set_icon("ph.circle-half", "accent")
        elif seconds is None:
            self.icon.set_icon("ph.circle", "text_3")
        else:
            self.icon.set_icon("ph.check-circle", "ok")
