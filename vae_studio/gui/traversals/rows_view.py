"""One row of decoded pictures for each latent dimension."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPolygonF, QResizeEvent
from PySide6.QtWidgets import QWidget

from vae_studio.gui.figures import decimal
from vae_studio.gui.pixels import to_image
from vae_studio.gui.theme import Theme
from vae_studio.gui.widgets.tiles import Tiles
from vae_studio.latent.traversal import Traversals

LABELS = 76
"""Width of the column with the dimensions' names."""
HEAD = 24
GAP = 2
ROW_GAP = 12
LARGEST = 112
LEAST = 20
INACTIVE_OPACITY = 0.35
MARK = 4
CENTRED = Qt.AlignmentFlag.AlignCenter


class TraversalRows(Tiles):
    """As wide as its place, as high as its rows need; a mark under each row says where the start lies."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "Traversals", parent)
        self._shown: Traversals | None = None
        self._images: dict[int, list[QImage]] = {}
        self._marks: np.ndarray = np.zeros(0)

    @property
    def shown(self) -> Traversals | None:
        """What is shown."""
        return self._shown

    def show_traversals(self, shown: Traversals) -> None:
        """Show pictures, one dimension a row."""
        self._shown = shown
        self._images = {}
        self._marks = shown.places_of_start()
        self.set_tiles(*shown.images.shape[:2])
        self._fit_height()

    def tile_size(self) -> QSize:
        """Return the size of one picture, with the proportions of the data."""
        if self._shown is None:
            return QSize(LEAST, LEAST)
        height, width = self._shown.images.shape[2:4]
        room = (self.width() - LABELS) // self._tiles[1] - GAP
        side = max(LEAST, min(LARGEST, room))
        return QSize(side, max(1, round(side * height / width)))

    def tile_rect(self, number: int) -> QRectF:
        """Return where one picture is drawn."""
        row, column = divmod(number, self._tiles[1])
        size = self.tile_size()
        left = LABELS + column * (size.width() + GAP)
        top = HEAD + row * (size.height() + ROW_GAP)
        return QRectF(left, top, size.width(), size.height())

    def tile_at(self, point: QPointF) -> int:
        """Return the tile at a point of the widget, or −1."""
        size, (rows, columns) = self.tile_size(), self._tiles
        row = int((point.y() - HEAD) // (size.height() + ROW_GAP))
        column = int((point.x() - LABELS) // (size.width() + GAP))
        if not (0 <= row < rows and 0 <= column < columns):
            return -1
        number = row * columns + column
        return number if self.tile_rect(number).contains(point) else -1

    def row_label(self, row: int) -> tuple[str, str]:
        """Return what stands beside a row: its dimension, and what it carries."""
        assert self._shown is not None
        dimension = int(self._shown.dimensions[row])
        use = self._shown.use
        if not use.active[dimension]:
            return f"z{dimension + 1}", "inactive"
        if use.kl is None:
            return f"z{dimension + 1}", f"var {decimal(float(use.spread[dimension]), 2)}"
        return f"z{dimension + 1}", f"KL {decimal(float(use.kl[dimension]), 2)}"

    def column_label(self, column: int) -> str:
        """Return what stands above a column: deviations from the prior's mean, or its quantile."""
        assert self._shown is not None
        request, steps = self._shown.request, self._tiles[1]
        if request.spacing == "quantile":
            return f"{decimal(100 * (column + 0.5) / steps, 0)} %"
        at = request.extent * (2 * column / (steps - 1) - 1) if steps > 1 else 0.0
        words = decimal(at, 1)
        return f"{words.removesuffix('.0')}σ" if at <= 0 else f"+{words.removesuffix('.0')}σ"

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Be as high as the rows are at this width."""
        super().resizeEvent(event)
        self._fit_height()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the rows that are in sight."""
        if self._shown is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_head(painter)
        for row in range(self._tiles[0]):
            first = self.tile_rect(row * self._tiles[1])
            if first.bottom() + ROW_GAP < event.rect().top() or first.top() > event.rect().bottom():
                continue
            self._paint_label(painter, row, first)
            active = bool(self._shown.use.active[self._shown.dimensions[row]])
            painter.setOpacity(1.0 if active else INACTIVE_OPACITY)
            for column, image in enumerate(self._row_images(row)):
                painter.drawImage(self.tile_rect(row * self._tiles[1] + column), image)
            painter.setOpacity(1.0)
            self._paint_mark(painter, row, first)
        self.paint_pointed(painter, QRectF(self.rect()))

    def _row_images(self, row: int) -> list[QImage]:
        """Return the pictures of a row, made when it first comes into sight."""
        assert self._shown is not None
        if row not in self._images:
            self._images[row] = [to_image(image) for image in self._shown.images[row]]
        return self._images[row]

    def _paint_head(self, painter: QPainter) -> None:
        painter.setFont(self._theme.font("tick"))
        painter.setPen(self._theme.colour("text_3"))
        columns = range(self._tiles[1])
        metrics = painter.fontMetrics()
        widest = max(metrics.horizontalAdvance(self.column_label(column)) for column in columns) + 8
        step = max(1, -(-widest // (self.tile_size().width() + GAP)))
        middle = self._tiles[1] // 2
        for column in columns:
            if (column - middle) % step == 0:
                place = self.tile_rect(column)
                head = QRectF(place.center().x() - widest, 0, 2 * widest, HEAD - 4)
                painter.drawText(head, CENTRED, self.column_label(column))

    def _paint_label(self, painter: QPainter, row: int, first: QRectF) -> None:
        name, carries = self.row_label(row)
        inactive = carries == "inactive"
        place = QRectF(0, first.center().y() - 16, LABELS - 8, 16)
        aligned = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.setFont(self._theme.font("section"))
        painter.setPen(self._theme.colour("text_3" if inactive else "text"))
        painter.drawText(place, aligned, name)
        painter.setFont(self._theme.font("secondary"))
        painter.setPen(self._theme.colour("text_3" if inactive else "text_2"))
        painter.drawText(place.translated(0, 16), aligned, carries)

    def _paint_mark(self, painter: QPainter, row: int, first: QRectF) -> None:
        if np.isnan(self._marks[row]):
            return
        pitch = first.width() + GAP
        x = first.center().x() + self._marks[row] * pitch
        y = first.bottom() + 2
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour("accent"))
        corners = [QPointF(x, y), QPointF(x - MARK, y + MARK + 2), QPointF(x + MARK, y + MARK + 2)]
        painter.drawPolygon(QPolygonF(corners))

    def _fit_height(self) -> None:
        rows = self._tiles[0]
        self.setMinimumWidth(LABELS + self._tiles[1] * (LEAST + GAP))
        self.setMinimumHeight(HEAD + rows * (self.tile_size().height() + ROW_GAP))
