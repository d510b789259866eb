"""One card of the start screen: what it is called, what it teaches, and on what."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from vae_studio.gui.theme import Theme
from vae_studio.gui.widgets.labels import ElidedLabel, IconLabel, Label

ARROWS = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down)
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Card(QPushButton):
    """A button the size of a card.

    Parameters
    ----------
    theme
        Colours and type.
    title, sentence
        What it is called, and what it teaches.
    icon_name, place
        What stands in the last line: an icon and what the icon stands for.

    Signals
    -------
    moved
        An arrow key was pressed.
    """

    moved = Signal(Qt.Key)

    def __init__(
        self,
        theme: Theme,
        title: str,
        sentence: str,
        icon_name: str,
        place: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.title = title
        self._sentence = sentence
        self.setProperty("variant", "card")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(title)
        self._taken = IconLabel(theme, "ph.check-circle", "accent")
        self._taken.hide()
        self._words = Label(theme, sentence, tone="text_2", wrap=True)
        self._place = ElidedLabel(theme, "", role="secondary", tone="text_3", offer_all=False)
        self._column = QVBoxLayout(self)
        self._lay_out(theme, icon_name)
        self.set_place(place)

    @property
    def place(self) -> str:
        """The last line."""
        return self._place.text()

    def set_place(self, place: str) -> None:
        """Say something else in the last line."""
        self._place.setText(place)
        self.setAccessibleDescription(f"{self._sentence} {place}".strip())
        self.setToolTip(place)

    def set_taken(self, taken: bool) -> None:
        """Show whether the settings are those of this card, by a mark and to a screen reader."""
        self.setCheckable(taken)
        self.setChecked(taken)
        self._taken.setVisible(taken)

    def nextCheckState(self) -> None:
        """Stay as it is: what is taken follows from the settings, not from the click."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Press with Return as with the space bar; leave arrows to whoever placed the cards."""
        key = Qt.Key(event.key())
        if key in ARROWS:
            self.moved.emit(key)
        elif key in _ENTER:
            self.click()
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        """Return the size that its words ask for."""
        return self._column.sizeHint()

    def minimumSizeHint(self) -> QSize:
        """Return the least size that its words ask for."""
        return self._column.minimumSize()

    def _lay_out(self, theme: Theme, icon_name: str) -> None:
        top = QHBoxLayout()
        top.setSpacing(6)
        top.addWidget(ElidedLabel(theme, self.title, role="section", offer_all=False), 1)
        top.addWidget(self._taken)
        foot = QHBoxLayout()
        foot.setSpacing(5)
        foot.addWidget(IconLabel(theme, icon_name, "text_3", size=14))
        foot.addWidget(self._place, 1)
        column = self._column
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(4)
        column.addLayout(top)
        column.addWidget(self._words)
        column.addSpacing(4)
        column.addStretch(1)
        column.addLayout(foot)
        for child in self.findChildren(QWidget):
            child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
