"""An area as high as what is in it, which scrolls where there is less room."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

LEAST_HEIGHT = 120


class FittingScroll(QScrollArea):
    """Shows a column of widgets at their full height, or with a scroll bar.

    Attributes
    ----------
    column
        Where the widgets are added.

    Parameters
    ----------
    margin
        Width at the right of the column, px, in which the scroll bar stands.
    bar
        Width of the scroll bar, px.
    """

    def __init__(self, margin: int, bar: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._content = QWidget()
        self.column = QVBoxLayout(self._content)
        self.column.setContentsMargins(0, 0, margin, 0)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.setWidget(self._content)
        self.verticalScrollBar().rangeChanged.connect(
            lambda _, last: self.column.setContentsMargins(0, 0, margin - (bar if last else 0), 0)
        )

    def sizeHint(self) -> QSize:
        """Return what the column takes at the present width."""
        content = self._content
        height = content.heightForWidth(self.width()) if content.hasHeightForWidth() else -1
        size = content.sizeHint()
        return QSize(size.width(), height if height >= 0 else size.height())

    def minimumSizeHint(self) -> QSize:
        """Return room for a few lines."""
        return QSize(self._content.minimumSizeHint().width(), min(LEAST_HEIGHT, self.sizeHint().height()))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take another height as soon as the column does."""
        if event.type() is QEvent.Type.LayoutRequest and watched is self._content:
            self.updateGeometry()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take the height that wrapped words need at another width."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()
