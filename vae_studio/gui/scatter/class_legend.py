"""The classes with their colours and counts; each can be left out of the plot."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from vae_studio.gui.figures import count
from vae_studio.gui.theme import Theme
from vae_studio.gui.widgets.buttons import Button
from vae_studio.gui.widgets.labels import Label

ROW = 22
DOT = 9
LONGEST = 8
"""Characters of a class name up to which two columns are used."""


class ClassLegend(QWidget):
    """A checkable entry for each class, in columns, and all or none at once.

    Signals
    -------
    changed
        The classes that are shown, a frozenset of their numbers.
    """

    changed = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._names: tuple[str, ...] = ()
        self._coloured = True
        self.entries: list[ClassEntry] = []
        self.all = Button(theme, "all", variant="link")
        self.none = Button(theme, "none", variant="link")
        self.all.setToolTip("Show every class")
        self.none.setToolTip("Show no class")
        self.all.clicked.connect(lambda: self._check_all(True))
        self.none.clicked.connect(lambda: self._check_all(False))
        self._title = Label(theme, "", role="section", tone="text_2")
        head = QHBoxLayout()
        head.setSpacing(4)
        head.addWidget(self._title)
        head.addStretch(1)
        head.addWidget(self.all)
        head.addWidget(Label(theme, "·", tone="text_3"))
        head.addWidget(self.none)
        self._rows = QWidget()
        self._grid = QGridLayout(self._rows)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(self._rows)
        self.set_coloured(True)

    @property
    def shown(self) -> frozenset[int]:
        """The classes that are shown."""
        return frozenset(number for number, entry in enumerate(self.entries) if entry.isChecked())

    def show_classes(self, names: tuple[str, ...], labels: np.ndarray | None) -> None:
        """List the classes and how many points each has; without labels the legend is hidden."""
        self.setVisible(labels is not None)
        if labels is None:
            return
        if names != self._names:
            self._names = names
            self._build(names)
        counts = np.bincount(labels, minlength=len(names))
        for entry, number in zip(self.entries, counts, strict=True):
            entry.show_count(int(number))

    def set_coloured(self, coloured: bool) -> None:
        """Say whether the classes colour the points, or only say which are shown."""
        self._title.setText("Colour by class" if coloured else "Classes")
        self._coloured = coloured
        for entry in self.entries:
            entry.set_coloured(coloured)

    def _build(self, names: tuple[str, ...]) -> None:
        for entry in self.entries:
            self._grid.removeWidget(entry)
            entry.deleteLater()
        self.entries = [ClassEntry(self._theme, number, name) for number, name in enumerate(names)]
        self.set_coloured(self._coloured)
        columns = 2 if len(names) > 1 and max(map(len, names)) <= LONGEST else 1
        rows = -(-len(names) // columns)
        for number, entry in enumerate(self.entries):
            entry.toggled.connect(lambda _: self.changed.emit(self.shown))
            self._grid.addWidget(entry, number % rows, number // rows)

    def _check_all(self, checked: bool) -> None:
        for entry in self.entries:
            entry.blockSignals(True)
            entry.setChecked(checked)
            entry.blockSignals(False)
        self.changed.emit(self.shown)


class ClassEntry(QToolButton):
    """A dot in the colour of a class, hollow while the class is left out, its name, and its count."""

    def __init__(self, theme: Theme, number: int, name: str) -> None:
        super().__init__()
        self._theme = theme
        self._number = number
        self._count = 0
        self._coloured = True
        self.setText(name)
        self.setCheckable(True)
        self.setChecked(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(ROW)
        self.setAccessibleName(f"Class {name}")
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """Return a small width: names are cut where they do not fit."""
        return QSize(60, ROW)

    def set_coloured(self, coloured: bool) -> None:
        """Wear the colour of the class, or none."""
        self._coloured = coloured
        self.update()

    def show_count(self, number: int) -> None:
        """Say how many points the class has."""
        self._count = number
        self.setToolTip(f"{self.text()}: {count(number)} points")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint dot, name and count."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.colour("field_hover"))
            painter.drawRoundedRect(self.rect(), 4, 4)
        colour = self._theme.class_colour(self._number) if self._coloured else self._theme.colour("text_3")
        painter.setPen(QPen(colour, 1.5))
        painter.setBrush(colour if self.isChecked() else Qt.BrushStyle.NoBrush)
        painter.drawEllipse(QRect(3, (self.height() - DOT) // 2, DOT, DOT))
        painter.setFont(self._theme.font("secondary"))
        painter.setPen(self._theme.colour("text_2"))
        words = count(self._count)
        width = painter.fontMetrics().horizontalAdvance(words)
        inner = self.rect().adjusted(20, 0, -4, 0)
        painter.drawText(inner, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, words)
        painter.setFont(self._theme.font("body"))
        painter.setPen(self._theme.colour("text" if self.isChecked() else "text_3"))
        room = inner.adjusted(0, 0, -width - 4, 0)
        shown = painter.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
