"""A card of the tray as a pill: its number and its name."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QWidget

from vae_studio.gui.theme import Theme
from vae_studio.gui.widgets.labels import ElidedLabel, Label

HEIGHT = 22
LARGEST_NAME = 120


class Chip(QFrame):
    """Number in the accent, name beside it; the name is cut where there is no room."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.number = Label(theme, "", role="section", tone="accent")
        self.name = ElidedLabel(theme, "", role="secondary", mode=Qt.TextElideMode.ElideMiddle)
        self.setProperty("variant", "chip")
        self.setFixedHeight(HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(9, 0, 9, 0)
        row.setSpacing(6)
        row.addWidget(self.number)
        row.addWidget(self.name, 1)
        self.number.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.name.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.name.setMaximumWidth(LARGEST_NAME)

    def show_card(self, number: int | None, name: str) -> None:
        """Name a card; a number of None for one that is gone."""
        self.number.setText("" if number is None else str(number))
        self.name.setText(name)
        self.setAccessibleName(f"{number} {name}" if number is not None else name)
