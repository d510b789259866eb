"""The badge that names the weights on screen and offers when the grid is redrawn."""

from __future__ import annotations

from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from vae_studio.gui.run_desk import LiveMode
from vae_studio.gui.studio import Studio
from vae_studio.gui.theme import Theme
from vae_studio.gui.widgets.buttons import Badge
from vae_studio.latent.grid import LatentGrid

WORDS = {
    LiveMode.ALWAYS: "Redraw twice a second",
    LiveMode.EVERY_EPOCH: "Redraw after every epoch",
    LiveMode.OFF: "Do not redraw while training",
}


class LiveBadge(Badge):
    """``Live · epoch 7`` while training, ``Epoch 8`` afterwards; hidden while there is no grid."""

    def __init__(self, studio: Studio, theme: Theme, parent: QWidget | None = None) -> None:
        self._menu = QMenu()
        super().__init__(theme, "", self._menu, parent=parent)
        self._studio = studio
        group = QActionGroup(self)
        for mode, words in WORDS.items():
            group.addAction(self._action(mode, words))
        studio.grid_changed.connect(self._on_grid)
        studio.run_changed.connect(self._on_run)
        self.hide()

    def _action(self, mode: LiveMode, words: str) -> QAction:
        action = self._menu.addAction(words)
        action.setCheckable(True)
        action.setChecked(self._studio.live_mode is mode)
        action.triggered.connect(lambda: self._studio.set_live_mode(mode))
        return action

    def _on_grid(self, grid: LatentGrid, epoch: int, live: bool) -> None:
        del grid
        self.setText(f"● Live · epoch {epoch}" if live else f"Epoch {epoch}")
        self.set_active(live)
        self.show()

    def _on_run(self) -> None:
        self.hide()
