"""How a card of the tray is painted."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QImage, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from vae_studio.evaluation.typicality import Range
from vae_studio.gui.pixels import to_image
from vae_studio.gui.theme import Theme, icon
from vae_studio.gui.tray.cards import Card, CardState, Posterior, flagged
from vae_studio.gui.tray.list_model import CARD_ROLE, NUMBER_ROLE
from vae_studio.gui.tray.words import leading_figure, range_words, status_words, vector

CELL = QSize(130, 152)
CARD = QSize(122, 152)
PICTURE = 42
LINE = 16
FIGURES = 70
"""Where the figures begin, from the top of the card's inside, px."""
LEFT_ALIGNED = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
RIGHT_ALIGNED = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight


class CardDelegate(QStyledItemDelegate):
    """Paints number and name, the image beside its reconstruction, the figures, and where they lie.

    Attributes
    ----------
    raised
        Identity of the card that stands out because its pin is pointed at; −1 for none.
    """

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.raised = -1

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Return the size of a cell: the card and the gap after it."""
        del option, index
        return CELL

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint one card."""
        card: Card = index.data(CARD_ROLE)
        box = QRect(option.rect.topLeft(), CARD)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_frame(painter, box, card, option)
        inner = box.adjusted(9, 8, -9, -6)
        self._paint_name(painter, inner, card, index.data(NUMBER_ROLE))
        self._paint_pictures(painter, inner, card)
        if card.posterior is not None and card.state is CardState.ENCODED:
            self._paint_figures(painter, inner, card, card.posterior)
            self._paint_range(painter, inner, card)
        else:
            self._paint_status(painter, inner, card)
        painter.restore()

    def _paint_frame(self, painter: QPainter, box: QRect, card: Card, option: QStyleOptionViewItem) -> None:
        state = option.state
        selected = bool(state & QStyle.StateFlag.State_Selected)
        hovered = bool(state & QStyle.StateFlag.State_MouseOver) or card.identity == self.raised
        rest = "warn" if flagged(card) else "line_strong" if hovered else "line"
        border = "error" if card.state is CardState.UNREADABLE else "accent" if selected else rest
        width = 2 if selected else 1
        painter.setPen(QPen(self._theme.colour(border), width))
        painter.setBrush(self._theme.colour("canvas"))
        inset = width / 2
        painter.drawRoundedRect(QRectF(box).adjusted(inset, inset, -inset, -inset), 8, 8)

    def _paint_name(self, painter: QPainter, inner: QRect, card: Card, number: int | None) -> None:
        line = QRect(inner.left(), inner.top(), inner.width(), LINE)
        if number is not None:
            painter.setFont(self._theme.font("section"))
            painter.setPen(self._theme.colour("accent"))
            painter.drawText(line, LEFT_ALIGNED, str(number))
            line.setLeft(line.left() + painter.fontMetrics().horizontalAdvance(str(number)) + 5)
        painter.setFont(self._theme.font("secondary"))
        painter.setPen(self._theme.colour("text"))
        name = painter.fontMetrics().elidedText(card.name, Qt.TextElideMode.ElideMiddle, line.width())
        painter.drawText(line, LEFT_ALIGNED, name)

    def _paint_pictures(self, painter: QPainter, inner: QRect, card: Card) -> None:
        left = QRect(inner.left(), inner.top() + 22, PICTURE, PICTURE)
        right = QRect(inner.right() - PICTURE + 1, left.top(), PICTURE, PICTURE)
        if card.state is CardState.UNREADABLE:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.colour("error_tint"))
            painter.drawRoundedRect(left, 3, 3)
            icon(self._theme, "ph.warning-circle", "error").paint(painter, left.adjusted(12, 12, -12, -12))
            return
        self._paint_picture(painter, left, _left_image(card))
        arrow = QRect(left.right(), left.top(), right.left() - left.right(), PICTURE)
        icon(self._theme, "ph.arrow-right", "text_2").paint(painter, arrow.adjusted(4, 14, -4, -14))
        self._paint_picture(
            painter, right, to_image(card.posterior.shown) if card.posterior is not None else None
        )

    def _paint_picture(self, painter: QPainter, place: QRect, image: QImage | None) -> None:
        if image is None:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.colour("line"))
            painter.drawRoundedRect(place, 3, 3)
            return
        size = image.size().scaled(place.size(), Qt.AspectRatioMode.KeepAspectRatio)
        target = QRect(place.topLeft(), size)
        target.moveCenter(place.center())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(target, image)
        painter.setPen(QPen(self._theme.colour("line_strong"), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(QRectF(target).adjusted(0.5, 0.5, -0.5, -0.5))

    def _paint_figures(self, painter: QPainter, inner: QRect, card: Card, posterior: Posterior) -> None:
        rows = (
            ("μ", vector(posterior.loc.tolist()), "text"),
            ("σ", vector(posterior.scale.tolist()), "text"),
            (*leading_figure(card), "text_3" if card.stale else "warn" if flagged(card) else "text"),
        )
        painter.setFont(self._theme.font("secondary"))
        for place, (name, value, tone) in enumerate(rows):
            line = QRect(inner.left(), inner.top() + FIGURES + place * LINE, inner.width(), LINE)
            painter.setPen(self._theme.colour("text_2"))
            painter.drawText(line, LEFT_ALIGNED, name)
            painter.setPen(self._theme.colour(tone))
            painter.drawText(line, RIGHT_ALIGNED, value)

    def _paint_range(self, painter: QPainter, inner: QRect, card: Card) -> None:
        """Say where the image lies among the validation images, once they are measured."""
        words = range_words(card)
        if not words:
            return
        line = QRect(inner.left(), inner.top() + FIGURES + 3 * LINE + 4, inner.width(), LINE)
        painter.setFont(self._theme.font("secondary"))
        painter.setPen(self._theme.colour("text_3" if card.stale else "text_2"))
        if card.range is Range.OUT_OF_RANGE and not card.stale:
            mark = QRect(line.left(), line.top() + 1, 14, 14)
            icon(self._theme, "ph.warning", "warn").paint(painter, mark)
            line.setLeft(mark.right() + 5)
            font = painter.font()
            font.setWeight(QFont.Weight.DemiBold)
            painter.setFont(font)
            painter.setPen(self._theme.colour("warn"))
        painter.drawText(line, LEFT_ALIGNED, words)

    def _paint_status(self, painter: QPainter, inner: QRect, card: Card) -> None:
        line = QRect(inner.left(), inner.top() + FIGURES, inner.width(), 2 * LINE)
        painter.setFont(self._theme.font("secondary"))
        unreadable = card.state is CardState.UNREADABLE
        painter.setPen(self._theme.colour("error" if unreadable else "text_2"))
        painter.drawText(line, Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap, status_words(card))


def _left_image(card: Card) -> QImage | None:
    if card.posterior is not None:
        return to_image(card.posterior.x)
    if card.example is not None:
        return to_image(card.example)
    return to_image(card.picture) if card.picture is not None else None
