"""Two pictures that belong together, large, with words under each."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QGridLayout, QWidget

from vae_studio.gui.latent.preview import Picture
from vae_studio.gui.theme import Theme
from vae_studio.gui.widgets.labels import Label

LINES = 3
LINE = 15


class PointedPair(QWidget):
    """What is under the pointer, and what it is compared with."""

    def __init__(self, theme: Theme, titles: tuple[str, str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.first, self.second = Picture(theme), Picture(theme)
        self.first_words, self.second_words = _lines(theme), _lines(theme)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(4)
        columns = ((self.first, self.first_words), (self.second, self.second_words))
        for column, (title, (picture, words)) in enumerate(zip(titles, columns, strict=True)):
            picture.setAccessibleName(title)
            grid.addWidget(Label(theme, title, role="section", tone="text_2"), 0, column)
            grid.addWidget(picture, 1, column)
            grid.addWidget(words, 2, column)
        grid.setColumnStretch(2, 1)

    def show_first(self, image: QImage | None, words: str = "") -> None:
        """Show what is under the pointer, or nothing."""
        self.first.show_image(image)
        self.first_words.setText(words)

    def show_second(self, image: QImage | None, words: str = "") -> None:
        """Show what it is compared with, or nothing."""
        self.second.show_image(image)
        self.second_words.setText(words)

    def clear(self) -> None:
        """Show nothing."""
        self.show_first(None)
        self.show_second(None)


def _lines(theme: Theme) -> Label:
    words = Label(theme, "", role="secondary", tone="text_2")
    words.setFixedSize(94, LINES * LINE)
    words.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
    return words
