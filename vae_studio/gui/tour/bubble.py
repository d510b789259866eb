"""What the tour says of one part of the window, beside it, and the frame around that part."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen, QRegion, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from vae_studio.gui.theme import Theme
from vae_studio.gui.widgets.buttons import Button, PrimaryButton
from vae_studio.gui.widgets.labels import Label

WIDTH = 320
GAP = 12
MARGIN = 8
RING = 12
"""Width of the ring in which the frame's line and its corners lie, px."""


class TourBubble(QFrame):
    """A card of words with Back, Next and a way to be rid of it for good.

    Signals
    -------
    next_wanted, back_wanted
        The next step, or the one before.
    left
        The tour was left for now.
    dismissed
        It was left for good.
    """

    next_wanted = Signal()
    back_wanted = Signal()
    left = Signal()
    dismissed = Signal()

    def __init__(self, theme: Theme, window: QWidget) -> None:
        super().__init__(window)
        self._theme = theme
        self.setProperty("ground", "popup")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName("Tour")
        self.setFixedWidth(WIDTH)
        self.title = Label(theme, role="heading")
        self.words = Label(theme, tone="text_2", wrap=True)
        self.count = Label(theme, role="secondary", tone="text_3")
        self.never = Button(theme, "Don’t show again", variant="link", small=True)
        self.back = Button(theme, "Back", small=True)
        self.next = PrimaryButton(theme, "Next")
        self._lay_out()
        self.never.clicked.connect(self.dismissed)
        self.back.clicked.connect(self.back_wanted)
        self.next.clicked.connect(self.next_wanted)

    def say(self, title: str, words: str, number: int, steps: int) -> None:
        """Show one step."""
        self.title.setText(title)
        self.words.setText(words)
        self.count.setText(f"{number + 1} of {steps}")
        self.back.setEnabled(number > 0)
        self.next.setText("Next" if number + 1 < steps else "Done")
        self.setAccessibleDescription(f"{title}. {words}")
        self.fit()

    def fit(self) -> None:
        """Be as high as the words need at this width, in the font that they wear by now."""
        for part in self.findChildren(QWidget):
            part.ensurePolished()
        layout = self.layout()
        if layout is not None:
            layout.invalidate()
            height = layout.totalHeightForWidth(WIDTH)
            if height != self.height():
                self.setFixedHeight(height)

    def stand_beside(self, target: QRect) -> None:
        """Stand where there is room beside a part of the window, inside the window."""
        room = self.window().rect().adjusted(MARGIN, MARGIN, -MARGIN, -MARGIN)
        places = (
            QPoint(target.right() + GAP, target.top()),
            QPoint(target.left() - GAP - self.width(), target.top()),
            QPoint(target.left(), target.top() - GAP - self.height()),
            QPoint(target.left(), target.bottom() + GAP),
        )
        fitting = [place for place in places if room.contains(QRect(place, self.size()))]
        self.move(fitting[0] if fitting else target.center() - self.rect().center())
        self.raise_()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave with Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the card and its border."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(self._theme.colour("popup"))
        painter.setPen(QPen(self._theme.colour("accent"), 1))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.count)
        row.addWidget(self.never)
        row.addStretch(1)
        row.addWidget(self.back)
        row.addWidget(self.next)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(8)
        column.addWidget(self.title)
        column.addWidget(self.words)
        column.addSpacing(4)
        column.addLayout(row)


class TourFrame(QWidget):
    """The line around the part of the window that the tour speaks of; takes no mouse events."""

    def __init__(self, theme: Theme, window: QWidget) -> None:
        super().__init__(window)
        self._theme = theme
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Cover nothing but the line, so that what changes inside it is painted without it."""
        super().resizeEvent(event)
        inside = self.rect().adjusted(RING, RING, -RING, -RING)
        self.setMask(QRegion(self.rect()) - QRegion(inside))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the line."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._theme.colour("accent"), 2))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 8, 8)
