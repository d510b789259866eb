"""The tour: which steps it has, and going through them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from vae_studio.gui.preferences import Preferences
from vae_studio.gui.theme import Theme
from vae_studio.gui.tour.bubble import TourBubble, TourFrame

TOUR = "tour"


@dataclass(frozen=True)
class Step:
    """One part of the window, and what is said of it.

    Attributes
    ----------
    target
        The part.
    title, words
        What is said.
    show
        Makes the part visible where it is hidden; None for one that never is.
    """

    target: QWidget
    title: str
    words: str
    show: Callable[[], None] | None = None


class Tour(QObject):
    """Goes around the window once, unless it was dismissed for good; stops nothing.

    Parameters
    ----------
    theme
        Colours and type.
    window
        The window that is shown around.
    steps
        Its parts, in order.
    preferences
        Where it is remembered that the tour was dismissed.
    """

    def __init__(self, theme: Theme, window: QWidget, steps: Sequence[Step], preferences: Preferences) -> None:
        super().__init__(window)
        self._theme = theme
        self._window = window
        self._steps = tuple(steps)
        self._preferences = preferences
        self._number = 0
        self._frame: TourFrame | None = None
        self._place_taken: tuple[QRect, int, QSize] | None = None
        self.bubble: TourBubble | None = None

    @property
    def is_open(self) -> bool:
        """Whether a step is shown."""
        return self.bubble is not None

    def offer(self) -> None:
        """Begin, unless the tour was dismissed or seen to its end."""
        if not self._preferences.dismissed(TOUR):
            self.begin()

    def begin(self) -> None:
        """Show the first step."""
        self.leave()
        if not self._window.isVisible():
            return
        self._number = 0
        self._frame = TourFrame(self._theme, self._window)
        self.bubble = TourBubble(self._theme, self._window)
        self.bubble.next_wanted.connect(lambda: self._go(1))
        self.bubble.back_wanted.connect(lambda: self._go(-1))
        self.bubble.left.connect(self.leave)
        self.bubble.dismissed.connect(self._dismiss)
        self._window.installEventFilter(self)
        self._show()

    def leave(self) -> None:
        """End the tour for now."""
        self._window.removeEventFilter(self)
        for part in (self._frame, self.bubble):
            if part is not None:
                part.hide()
                part.deleteLater()
        self._frame = self.bubble = None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay beside the part that is spoken of when the window changes its size."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest):
            self._place()
        if _is_escape(event):
            self.leave()
            return True
        return super().eventFilter(watched, event)

    def _go(self, by: int) -> None:
        if self._number + by >= len(self._steps):
            self._dismiss()
        elif self._number + by >= 0:
            self._number += by
            self._show()

    def _dismiss(self) -> None:
        self._preferences.dismiss(TOUR)
        self.leave()

    def _show(self) -> None:
        self._place_taken = None
        step = self._steps[self._number]
        if step.show is not None:
            step.show()
        if self.bubble is not None and self._frame is not None:
            self.bubble.say(step.title, step.words, self._number, len(self._steps))
            self._frame.show()
            self.bubble.show()
            self._place()
            self.bubble.next.setFocus()

    def _place(self) -> None:
        if self.bubble is None or self._frame is None:
            return
        target = self._steps[self._number].target
        around = QRect(target.mapTo(self._window, QPoint(0, 0)), target.size())
        self.bubble.fit()
        place = (around, self.bubble.height(), self._window.size())
        if place == self._place_taken:
            return  # most requests of a layout come from words that change somewhere else
        self._place_taken = place
        self._frame.setGeometry(around.adjusted(1, 1, -1, -1))
        self._frame.raise_()
        self.bubble.stand_beside(around)


def _is_escape(event: QEvent) -> bool:
    if not isinstance(event, QKeyEvent):
        return False
    return event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Escape
