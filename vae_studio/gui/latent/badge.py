"""The badge that names the weights on screen and offers when the grid is redrawn."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget, QWidgetAction

from vae_studio.gui.live_mode import MOST_STEPS, LiveMode
from vae_studio.gui.studio import Studio
from vae_studio.gui.theme import Theme
from vae_studio.gui.widgets.buttons import Badge
from vae_studio.gui.widgets.fields import SpinBox
from vae_studio.gui.widgets.labels import Label
from vae_studio.latent.grid import LatentGrid
from vae_studio.training.events import EpochMetrics, Event

WORDS = {
    LiveMode.ALWAYS: "Redraw twice a second",
    LiveMode.EVERY_EPOCH: "Redraw after every epoch",
    LiveMode.EVERY_STEPS: "Redraw after a number of steps",
    LiveMode.OFF: "Do not redraw while training",
}
TIPS = {
    LiveMode.ALWAYS: "Less often where it would cost more than 3 % of the training time.",
    LiveMode.EVERY_EPOCH: "Not after each of them where that would cost more than 3 % of the training time.",
    LiveMode.EVERY_STEPS: "At most ten times a second, whatever it costs: short intervals slow the training.",
    LiveMode.OFF: "The grid is drawn again when training ends.",
}


class StepsField(SpinBox):
    """A number in a menu.

    Signals
    -------
    entered
        Return was pressed; the menu is not told, lest it trigger the entry under the mouse.
    """

    entered = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the number with Return."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.interpretText()
            self.entered.emit()
            event.accept()
        else:
            super().keyPressEvent(event)


class LiveBadge(Badge):
    """``Live · epoch 7`` while training, ``Epoch 3 of 8`` looking back, ``Epoch 8`` afterwards.

    Hidden while there is no grid.
    """

    def __init__(self, studio: Studio, theme: Theme, parent: QWidget | None = None) -> None:
        self._menu = QMenu()
        self._menu.setToolTipsVisible(True)
        super().__init__(theme, "", self._menu, parent=parent)
        self._studio = studio
        self._modes: dict[LiveMode, QAction] = {}
        group = QActionGroup(self)
        for mode, words in WORDS.items():
            self._modes[mode] = group.addAction(self._action(mode, words))
            if mode is LiveMode.EVERY_STEPS:
                self.steps = self._add_steps(theme)
        self.setToolTip("The weights that the grid shows; click to choose when it is redrawn while training.")
        self._epoch = 0
        studio.grid_changed.connect(self._on_grid)
        studio.training_event.connect(self._on_event)
        studio.run_changed.connect(self._on_run)
        self.hide()

    def _action(self, mode: LiveMode, words: str) -> QAction:
        action = self._menu.addAction(words)
        action.setCheckable(True)
        action.setChecked(self._studio.live_mode is mode)
        action.setToolTip(TIPS[mode])
        action.triggered.connect(lambda: self._studio.set_live_mode(mode))
        return action

    def _add_steps(self, theme: Theme) -> StepsField:
        """Add the field for the number of steps below the entry that needs it."""
        steps = StepsField("steps")
        steps.setRange(1, MOST_STEPS)
        steps.setValue(self._studio.live_steps)
        steps.setKeyboardTracking(False)
        steps.setAccessibleName("Steps between two redrawings of the grid")
        steps.setToolTip("Optimiser steps between two redrawings.")
        steps.valueChanged.connect(self._on_steps)
        steps.entered.connect(self._on_entered)
        label = Label(theme, "Every", tone="text_2")
        label.setBuddy(steps)
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(28, 0, 12, 4)
        row.setSpacing(8)
        row.addWidget(label)
        row.addWidget(steps, 1)
        action = QWidgetAction(self._menu)
        action.setDefaultWidget(line)
        self._menu.addAction(action)
        return steps

    def _on_steps(self, steps: int) -> None:
        self._modes[LiveMode.EVERY_STEPS].setChecked(True)
        self._studio.set_live_mode(LiveMode.EVERY_STEPS, steps)

    def _on_entered(self) -> None:
        self._on_steps(self.steps.value())
        self._menu.close()

    def _on_grid(self, grid: LatentGrid, epoch: int, live: bool) -> None:
        del grid
        self._epoch = epoch
        if self._studio.shown_epoch is not None:
            self._name_past()
        else:
            self.setText(f"● Live · epoch {epoch}" if live else f"Epoch {epoch}")
        self.set_active(live)
        self.show()

    def _name_past(self) -> None:
        run = self._studio.run
        if run is not None:
            self.setText(f"Epoch {self._epoch} of {run.complete_epochs}")

    def _on_event(self, event: Event) -> None:
        if isinstance(event, EpochMetrics) and self._studio.shown_epoch == self._epoch:
            self._name_past()

    def _on_run(self) -> None:
        self.hide()
