"""What is drawn over the window while something is dragged across it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from vae_studio.gui.theme import Theme, icon

CARD_HEIGHT = 50
THUMBNAIL = 46
MOST_THUMBNAILS = 3


@dataclass(frozen=True)
class DropWords:
    """What the overlay says: what will happen, how, and how many things are dragged."""

    title: str
    line: str
    count: int


class DropOverlay(QWidget):
    """A dashed frame, a card with words, and small pictures beside the pointer; takes no mouse events."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._words = DropWords("", "", 0)
        self._pictures: tuple[QImage, ...] = ()
        self._pointer = QPoint()
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.hide()

    @property
    def words(self) -> DropWords:
        """What is said."""
        return self._words

    @property
    def pictures(self) -> tuple[QImage, ...]:
        """The small pictures beside the pointer."""
        return self._pictures

    def begin(self, words: DropWords) -> None:
        """Appear, with these words."""
        self._words = words
        self._pictures = ()
        parent = self.parentWidget()
        if parent is not None:
            self.setGeometry(parent.rect())
        self.raise_()
        self.show()
        self.update()

    def show_pictures(self, pictures: Sequence[QImage]) -> None:
        """Show small pictures of what is dragged."""
        self._pictures = tuple(pictures[:MOST_THUMBNAILS])
        self.update()

    def follow(self, pointer: QPoint) -> None:
        """Keep the pictures beside the pointer, given in the overlay's own coordinates."""
        self._pointer = pointer
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the frame, the card and the pictures."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_frame(painter)
        self._paint_card(painter)
        self._paint_pictures(painter)

    def _paint_frame(self, painter: QPainter) -> None:
        frame = QRectF(self.rect()).adjusted(13, 13, -13, -13)
        painter.setPen(QPen(self._theme.colour("accent"), 2, Qt.PenStyle.DashLine))
        painter.setBrush(self._theme.colour("accent_tint"))
        painter.drawRoundedRect(frame, 8, 8)

    def _paint_card(self, painter: QPainter) -> None:
        painter.setFont(self._theme.font("section"))
        title_width = painter.fontMetrics().horizontalAdvance(self._words.title)
        painter.setFont(self._theme.font("secondary"))
        line_width = painter.fontMetrics().horizontalAdvance(self._words.line)
        width = min(self.width() - 48, max(title_width, line_width) + 62)
        card = QRect((self.width() - width) // 2, 27, width, CARD_HEIGHT)
        painter.setPen(QPen(self._theme.colour("accent"), 1))
        painter.setBrush(self._theme.colour("popup"))
        painter.drawRoundedRect(QRectF(card).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
        icon(self._theme, "ph.file-arrow-down", "accent").paint(
            painter, QRect(card.left() + 14, card.top() + 17, 16, 16)
        )
        text = card.adjusted(44, 8, -12, -8)
        painter.setFont(self._theme.font("section"))
        painter.setPen(self._theme.colour("text"))
        painter.drawText(text, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft, self._words.title)
        painter.setFont(self._theme.font("secondary"))
        painter.setPen(self._theme.colour("text_2"))
        painter.drawText(text, Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft, self._words.line)

    def _paint_pictures(self, painter: QPainter) -> None:
        place = QRect(self._pointer + QPoint(14, 10), self._pointer + QPoint(13 + THUMBNAIL, 9 + THUMBNAIL))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        for picture in self._pictures:
            painter.fillRect(place, QColor(Qt.GlobalColor.black))
            size = picture.size().scaled(place.size(), Qt.AspectRatioMode.KeepAspectRatio)
            target = QRect(place.topLeft(), size)
            target.moveCenter(place.center())
            painter.drawImage(target, picture)
            painter.setPen(QPen(self._theme.colour("ring"), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(place)
            last = place.topRight()
            place = place.translated(34, 4)
        if self._pictures and self._words.count > 1:
            badge = QRectF(last.x() - 9, last.y() - 9, 18, 18)
            painter.setPen(QPen(self._theme.colour("ring"), 1.5))
            painter.setBrush(self._theme.colour("accent_fill"))
            painter.drawEllipse(badge)
            painter.setFont(self._theme.font("tick"))
            painter.setPen(self._theme.colour("on_accent"))
            painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, str(self._words.count))
