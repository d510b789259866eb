"""What a dataset holds, in two lines and a bar."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from vae_studio.gui.figures import count, file_size, shape
from vae_studio.gui.theme import Theme
from vae_studio.gui.widgets.labels import ElidedLabel, Label

if TYPE_CHECKING:
    from vae_studio.data.dataset import Dataset

_GAP = 2.0


class DatasetSummary(QWidget):
    """Number, shape and depth of the examples, and how they are split."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kind = Label(theme, "Images", tone="text_2")
        self.examples = ElidedLabel(theme, "—")
        self.split = ElidedLabel(theme, "—")
        self._bar = SplitBar(theme)
        for label in (self.examples, self.split):
            label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._grid = grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(0)
        grid.setColumnStretch(1, 1)
        grid.addWidget(self._kind, 0, 0)
        grid.addWidget(self.examples, 0, 1)
        grid.addWidget(Label(theme, "Split", tone="text_2"), 1, 0)
        grid.addWidget(self.split, 1, 1)
        grid.setRowMinimumHeight(2, 6)
        grid.addWidget(self._bar, 3, 0, 1, 2)
        self._cache = Label(theme, "Cache", tone="text_2")
        self.cache = ElidedLabel(theme, "", mode=Qt.TextElideMode.ElideMiddle, offer_all=False)
        self.cache.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        grid.setRowMinimumHeight(4, 0)
        grid.addWidget(self._cache, 5, 0)
        grid.addWidget(self.cache, 5, 1)
        self._show_cache(None)

    def show_dataset(self, dataset: Dataset) -> None:
        """Describe a dataset."""
        self._kind.setText("Images" if dataset.kind == "image" else "Rows")
        self.examples.setText(f"{count(len(dataset))} · {_one_example(dataset)}")
        splits = dataset.splits
        sizes = (len(splits.train), len(splits.validation), len(splits.test))
        train, validation, test = (count(size) for size in sizes)
        self.split.setText(f"train {train} · val {validation} · test {test}")
        self._bar.set_sizes(*sizes)
        self._show_cache(dataset)

    def _show_cache(self, dataset: Dataset | None) -> None:
        kept = None if dataset is None else dataset.kept
        for label in (self._cache, self.cache):
            label.setVisible(kept is not None)
        self._grid.setRowMinimumHeight(4, 6 if kept is not None else 0)
        if kept is None or dataset is None:
            return
        self.cache.setText(f"{file_size(kept.size)} · {kept.folder}")
        where = "streamed from there while training" if dataset.is_streamed else "held in memory"
        self.cache.setToolTip(
            f"Decoded once, and kept in {kept.folder}, so that it opens at once; {where}.\n"
            "The command 'vae-studio cache' lists and removes what is kept."
        )


def _one_example(dataset: Dataset) -> str:
    if dataset.kind == "table":
        columns = len(dataset.columns)
        return f"{count(columns)} columns" if columns != 1 else "1 column"
    depth = "8-bit" if dataset.examples.dtype.itemsize == 1 else "32-bit"
    return f"{shape(dataset.data_shape)} · {depth}"


class SplitBar(QWidget):
    """Three lengths in the colours of training, validation and test."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._sizes: tuple[int, ...] = ()
        self.setFixedHeight(4)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Return any width, 4 px high."""
        return QSize(100, 4)

    def set_sizes(self, train: int, validation: int, test: int) -> None:
        """Set how many examples each split has."""
        self._sizes = (train, validation, test)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint one rounded length for each split that has examples."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        shown = [
            (size, token)
            for size, token in zip(self._sizes, ("series_train", "series_val", "text_3"), strict=False)
            if size
        ]
        if not shown:
            painter.setBrush(self._theme.colour("line"))
            painter.drawRoundedRect(self.rect(), 2, 2)
            return
        room = self.width() - _GAP * (len(shown) - 1)
        left = 0.0
        for size, token in shown:
            width = room * size / sum(self._sizes)
            painter.setBrush(self._theme.colour(token))
            painter.drawRoundedRect(QRectF(left, 0.0, width, 4.0), 2, 2)
            left += width + _GAP
