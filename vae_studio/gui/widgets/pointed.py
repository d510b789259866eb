"""What is under the pointer, large, with words beside it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from vae_studio.gui.latent.preview import Picture
from vae_studio.gui.theme import Theme
from vae_studio.gui.widgets.labels import Label


class Pointed(QWidget):
    """A picture of 88 px, a title and a few lines."""

    def __init__(self, theme: Theme, title: str = "Under pointer", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.picture = Picture(theme)
        self.words = Label(theme, "", role="secondary", tone="text_2")
        self.words.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(3)
        right.addWidget(Label(theme, title, role="section", tone="text_2"))
        right.addWidget(self.words, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self.picture)
        row.addLayout(right, 1)

    def show_pointed(self, image: QImage | None, words: str) -> None:
        """Show an image with its words, or none; a line that is too long is cut."""
        self.picture.show_image(image)
        self.words.setText(words)
