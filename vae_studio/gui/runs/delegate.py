"""How the rows of the table of runs are painted."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen
from PySide6.QtWidgets import QLineEdit, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from vae_studio.evaluation.published import PublishedResult
from vae_studio.gui.figures import NONE
from vae_studio.gui.runs.columns import COLUMNS, LIKELIHOOD, NAME, STARTED, STATUS, TICK
from vae_studio.gui.runs.model import GROUP_NOTE, GROUP_WORDS, RUN_ROLE, Index
from vae_studio.gui.theme import Theme, icon
from vae_studio.session.run_library import LibraryRun

ROW_HEIGHT = 28
BOX = 14
SERIES = ("series_train", "series_val", "series_recon", "series_kl")
"""Colours of compared runs, in the order in which they were selected."""
STATUS_MARKS = {
    "created": ("ph.clock", "text_2"),
    "training": ("ph.play-fill", "accent"),
    "interrupted": ("ph.prohibit", "warn"),
    "stopped": ("ph.stop-fill", "text_2"),
    "completed": ("ph.check-circle", "ok"),
    "failed": ("ph.warning-circle-fill", "error"),
    "damaged": ("ph.warning-circle-fill", "error"),
}
_SIDE = 8
_APART = 12
"""Between figures, which end at the right edge of their column, and the words of the next, px."""
_TONED = ("training", "interrupted", "failed", "damaged")


class RunsDelegate(QStyledItemDelegate):
    """Paints ticks in the colours of the comparison, names, figures, marks of status, and links.

    Parameters
    ----------
    theme
        Colours and type.
    place_of
        Returns the place of a run among the selected ones, from 0; None where it is not selected.
    folded
        Whether the published figures are folded away.
    """

    def __init__(
        self,
        theme: Theme,
        place_of: Callable[[LibraryRun], int | None],
        folded: Callable[[], bool],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._place_of = place_of
        self._folded = folded

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the height of a row."""
        del option
        return QSize(COLUMNS[index.column()].width, ROW_HEIGHT)

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        """Return the field in which a run is renamed."""
        del option, index
        editor = QLineEdit(parent)
        editor.setAccessibleName("New name of the run")
        return editor

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        """Put that field over the name."""
        del index
        editor.setGeometry(option.rect.adjusted(1, 2, -1, -2))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one cell."""
        row = index.data(RUN_ROLE)
        painter.save()
        if isinstance(row, LibraryRun):
            self._paint_ground(painter, option)
            self._paint_run(painter, option.rect, row, index)
        elif isinstance(row, PublishedResult):
            self._paint_published(painter, option.rect, index)
        painter.setPen(QPen(self._theme.colour("line"), 1))
        painter.drawLine(option.rect.bottomLeft(), option.rect.bottomRight())
        painter.restore()

    def paint_group(self, painter: QPainter, rect: QRect) -> None:
        """Paint the row above the published figures, over the whole width."""
        theme = self._theme
        painter.save()
        painter.fillRect(rect, theme.colour("row_group"))
        caret = icon(theme, "ph.caret-right" if self._folded() else "ph.caret-down", "text_2")
        caret.paint(painter, QRect(rect.left() + 17, rect.top(), 12, rect.height()))
        painter.setFont(theme.font("section"))
        painter.setPen(theme.colour("text_2"))
        words = rect.adjusted(COLUMNS[TICK].width + _SIDE, 0, -_SIDE, 0)
        flags = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        painter.drawText(words, flags, GROUP_WORDS)
        width = painter.fontMetrics().horizontalAdvance(GROUP_WORDS)
        painter.setFont(theme.font("secondary"))
        painter.setPen(theme.colour("text_3"))
        painter.drawText(words.adjusted(width, 0, 0, 0), flags, f"  · {GROUP_NOTE}")
        painter.setPen(QPen(theme.colour("line"), 1))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.restore()

    def _paint_ground(self, painter: QPainter, option: QStyleOptionViewItem) -> None:
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, self._theme.colour("selection"))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            hover = self._theme.colour("field_hover")
            hover.setAlphaF(0.6)
            painter.fillRect(option.rect, hover)

    def _paint_run(self, painter: QPainter, rect: QRect, run: LibraryRun, index: Index) -> None:
        column = index.column()
        damaged = run.entry.manifest is None
        if column == TICK:
            self._paint_tick(painter, rect, self._place_of(run))
        elif column == STATUS:
            name, tone = STATUS_MARKS[run.entry.status]
            words = tone if run.entry.status in _TONED else "text_2"
            self._paint_marked(painter, rect, name, tone, index.data(), words)
        else:
            tone = "text"
            text = str(index.data())
            if text == NONE or damaged or (column == LIKELIHOOD and run.likelihood_is_stale):
                tone = "text_2"
            self._paint_text(painter, rect, text, tone, index, "button" if column == NAME else "body")

    def _paint_published(self, painter: QPainter, rect: QRect, index: Index) -> None:
        column, text = index.column(), str(index.data())
        if column == TICK:
            icon(self._theme, "ph.book-open", "text_2").paint(painter, _centred(rect, 14))
        elif column == STATUS:
            self._paint_marked(painter, rect, "ph.lock-simple", "text_2", text, "text_2")
        elif column == STARTED:
            self._paint_text(painter, rect, text, "accent", index, "body")
            width = painter.fontMetrics().horizontalAdvance(text)
            place = QRect(rect.left() + _SIDE + width + 5, rect.top(), 12, rect.height())
            icon(self._theme, "ph.arrow-square-out", "accent").paint(painter, place)
        else:
            tone = "text" if column == LIKELIHOOD else "text_2"
            role = "section" if column == LIKELIHOOD else "body"
            self._paint_text(painter, rect, text, tone, index, role, italic=column == NAME)

    def _paint_tick(self, painter: QPainter, rect: QRect, place: int | None) -> None:
        box = _centred(rect, BOX)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if place is None:
            painter.setPen(QPen(self._theme.colour("line_strong"), 1))
            painter.setBrush(self._theme.colour("field"))
            painter.drawRoundedRect(box, 3, 3)
        else:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._tick_colour(place))
            painter.drawRoundedRect(box, 3, 3)
            token = "canvas" if self._theme.is_dark else "on_accent"
            icon(self._theme, "ph.check", token).paint(painter, box.adjusted(1, 1, -1, -1))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    def _tick_colour(self, place: int) -> QColor:
        return self._theme.colour(SERIES[place] if place < len(SERIES) else "text_3")

    def _paint_marked(
        self, painter: QPainter, rect: QRect, name: str, tone: str, text: str, words: str
    ) -> None:
        rect = rect.adjusted(_APART, 0, 0, 0)
        icon(self._theme, name, tone).paint(painter, QRect(rect.left() + _SIDE, rect.top(), 14, rect.height()))
        painter.setFont(self._theme.font("body"))
        painter.setPen(self._theme.colour(words))
        place = rect.adjusted(_SIDE + 20, 0, -4, 0)
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, place.width())
        painter.drawText(place, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), shown)

    def _paint_text(
        self,
        painter: QPainter,
        rect: QRect,
        text: str,
        tone: str,
        index: Index,
        role: str,
        *,
        italic: bool = False,
    ) -> None:
        font = QFont(self._theme.font(role))  # type: ignore[arg-type]
        font.setItalic(italic)
        painter.setFont(font)
        painter.setPen(self._theme.colour(tone))
        place = rect.adjusted(_SIDE, 0, -_SIDE, 0)
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, place.width())
        painter.drawText(place, int(index.data(Qt.ItemDataRole.TextAlignmentRole)), shown)


def _centred(rect: QRect, side: int) -> QRect:
    """Return a square at the left of a narrow cell, in the middle of its height."""
    corner = QPoint(rect.left() + (rect.width() - side) // 2 + 2, rect.center().y() - side // 2)
    return QRect(corner, QSize(side, side))
