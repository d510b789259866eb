"""The badge that names the weights which a tab shows."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from vae_studio.gui.studio import Studio
from vae_studio.gui.theme import Theme
from vae_studio.gui.widgets.buttons import Badge


class EpochBadge(Badge):
    """``Epoch 8``, and ``● Live · epoch 7`` while training; hidden while nothing is shown."""

    def __init__(self, studio: Studio, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "", parent=parent)
        self._studio = studio
        self._epoch = 0
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        studio.state_changed.connect(self._refresh)
        self.hide()

    def show_epoch(self, epoch: int) -> None:
        """Name the complete epochs behind the weights on screen."""
        self._epoch = epoch
        self._refresh()
        self.show()

    def _refresh(self) -> None:
        live = self._studio.locked
        self.setText(f"● Live · epoch {self._epoch}" if live else f"Epoch {self._epoch}")
        self.set_active(live)
