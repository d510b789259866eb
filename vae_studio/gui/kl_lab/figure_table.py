"""A small table of figures: names on the left, numbers right-aligned, a rule between the rows."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from vae_studio.gui.theme import Theme
from vae_studio.gui.widgets.labels import Label
from vae_studio.gui.widgets.separator import Separator

ROW_HEIGHT = 25
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class FigureTable(QWidget):
    """Fixed rows and columns whose figures change.

    Parameters
    ----------
    theme
        Type and tones.
    columns
        Their titles, without that of the names.
    names
        Of the rows.
    stretches
        Shares of the width, first that of the names.
    """

    def __init__(
        self, theme: Theme, columns: Sequence[str], names: Sequence[str], stretches: Sequence[int]
    ) -> None:
        super().__init__()
        self._figures: list[list[Label]] = []
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(0)
        for column, stretch in enumerate(stretches):
            grid.setColumnStretch(column, stretch)
        for column, words in enumerate(columns, start=1):
            grid.addWidget(Label(theme, words, role="secondary", tone="text_2"), 0, column, _RIGHT)
        for row, name in enumerate(names):
            grid.addWidget(Separator(), 2 * row + 1, 0, 1, len(columns) + 1)
            grid.addWidget(Label(theme, name, tone="text_2"), 2 * row + 2, 0)
            figures = [Label(theme) for _ in columns]
            for column, figure in enumerate(figures, start=1):
                grid.addWidget(figure, 2 * row + 2, column, _RIGHT)
            grid.setRowMinimumHeight(2 * row + 2, ROW_HEIGHT)
            self._figures.append(figures)
        grid.setRowMinimumHeight(0, ROW_HEIGHT - 2)

    @property
    def texts(self) -> list[list[str]]:
        """The figures, row by row."""
        return [[figure.text() for figure in row] for row in self._figures]

    def show_row(self, row: int, figures: Sequence[str]) -> None:
        """Write one row."""
        for label, text in zip(self._figures[row], figures, strict=True):
            label.setText(text)
