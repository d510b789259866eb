"""Moving through the finished epochs of the run on screen: to and fro, and by itself."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from vae_studio.gui.studio import Studio
from vae_studio.training.events import EpochMetrics, Event, Finished

WHOLE_MS = 8000
SHORTEST_MS, LONGEST_MS = 80, 500
"""How long a replay takes in all, and how long it stays at one epoch."""


class EpochReplay(QObject):
    """The epoch that the grid shows: one of those that were kept, or after them the weights of the moment.

    Signals
    -------
    changed
        There are other epochs, or another one is shown.
    playing_changed
        Whether it moves by itself.
    """

    changed = Signal()
    playing_changed = Signal(bool)

    def __init__(self, studio: Studio, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._studio = studio
        self._past: tuple[int, ...] = ()
        self._drawn = True
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._go_on)
        self._playing = False
        studio.run_changed.connect(self._on_run)
        studio.epoch_changed.connect(self.changed)
        studio.grid_changed.connect(self._on_grid)
        studio.grid_failed.connect(lambda _: self.pause())
        studio.training_event.connect(self._on_event)
        self._look()

    @property
    def past(self) -> tuple[int, ...]:
        """The epochs that can be looked back at, oldest first; the present one is not among them."""
        return self._past

    @property
    def position(self) -> int:
        """Place among :attr:`past` of what is shown; their number for the weights of the moment."""
        shown = self._studio.shown_epoch
        return self._past.index(shown) if shown in self._past else len(self._past)

    @property
    def playing(self) -> bool:
        """Whether it moves by itself."""
        return self._playing

    @property
    def words(self) -> str:
        """What is shown, in words."""
        run, shown = self._studio.run, self._studio.shown_epoch
        if run is None:
            return ""
        if shown is not None:
            return f"Epoch {shown} of {run.complete_epochs}"
        return "Live" if self._studio.locked else f"Epoch {run.complete_epochs} of {run.complete_epochs}"

    def go_to(self, position: int) -> None:
        """Show one place, the nearest there is, and stay there."""
        self.pause()
        self._move(position)

    def play(self) -> None:
        """Go on from the epoch that is shown; from the last place, begin with the first epoch."""
        if not self._past:
            return
        self._playing = True
        self.playing_changed.emit(True)
        if self.position == len(self._past):
            self._move(0)
        self._start_timer()

    def pause(self) -> None:
        """Stay at the epoch that is shown."""
        if self._playing:
            self._playing = False
            self._timer.stop()
            self.playing_changed.emit(False)

    def toggle(self) -> None:
        """Play, or pause."""
        if self._playing:
            self.pause()
        else:
            self.play()

    def _move(self, position: int) -> None:
        position = min(max(position, 0), len(self._past))
        if position != self.position:
            self._drawn = False
            self._studio.show_epoch(self._past[position] if position < len(self._past) else None)

    def _go_on(self) -> None:
        """Show the next epoch, once the one before it is drawn and has been seen."""
        if not self._playing or not self._drawn:
            return
        self._move(self.position + 1)
        if self.position == len(self._past):
            self.pause()
        else:
            self._start_timer()

    def _start_timer(self) -> None:
        self._timer.start(min(max(WHOLE_MS // len(self._past), SHORTEST_MS), LONGEST_MS))

    def _on_grid(self) -> None:
        self._drawn = True
        if self._playing and not self._timer.isActive():
            self._go_on()

    def _on_run(self) -> None:
        self.pause()
        self._look()

    def _on_event(self, event: Event) -> None:
        if isinstance(event, EpochMetrics | Finished):
            self._look()

    def _look(self) -> None:
        """See which epochs there are now."""
        run = self._studio.run
        known = run.recorded_epochs if run is not None and len(run.data_shape) == 3 else ()
        self._past = known[:-1]
        if self._studio.shown_epoch not in (None, *self._past):
            self._studio.show_epoch(None)  # it was dropped to make room
        self.changed.emit()
