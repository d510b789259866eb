"""Two tables below the grids: the figures of the compared runs, and in which settings they differ."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLayout,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from vae_studio.gui.figures import NONE, decimal
from vae_studio.gui.runs.short_names import short_names
from vae_studio.gui.theme import Theme
from vae_studio.gui.widgets.labels import ElidedLabel, Label
from vae_studio.gui.widgets.segmented import Segment, SegmentedControl
from vae_studio.gui.widgets.separator import Separator
from vae_studio.session.run_comparison import FigureRow, RunComparison, Value
from vae_studio.session.spec_differences import Difference

ROW_HEIGHT = 26
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class DifferenceTables(QWidget):
    """Figures, or settings: one table at a time.

    Parameters
    ----------
    theme
        Colours and type.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.choice = SegmentedControl(
            theme,
            [
                Segment("figures", "Test figures", tooltip="Figures of the test split, nats per example"),
                Segment("settings", "Settings", tooltip="The settings in which the runs differ"),
            ],
        )
        self.choice.setFixedWidth(190)
        self.caution = ElidedLabel(theme, "", role="secondary", tone="warn")
        self._pages = QStackedWidget()
        self._tables = {name: _scrolling() for name in ("figures", "settings")}
        for table in self._tables.values():
            self._pages.addWidget(table)
        self.choice.changed.connect(lambda name: self._pages.setCurrentWidget(self._tables[name]))
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.choice)
        row.addWidget(self.caution, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 6, 16, 8)
        column.setSpacing(6)
        column.addLayout(row)
        column.addWidget(self._pages, 1)
        self._texts: dict[str, list[list[str]]] = {}

    def texts(self, table: str) -> list[list[str]]:
        """Return what stands in the table of ``figures`` or ``settings``, its head first."""
        return self._texts.get(table, [])

    def show_comparison(self, comparison: RunComparison | None) -> None:
        """Show these runs; None for none."""
        self.caution.setText("" if comparison is None else comparison.caution)
        if comparison is None:
            self._fill("figures", [])
            self._fill("settings", [])
            return
        names = short_names([run.name for run in comparison.runs])
        self._fill("figures", figure_cells(names, comparison.figures))
        self._fill("settings", setting_cells(names, comparison.settings))

    def _fill(self, table: str, rows: list[list[str]]) -> None:
        self._texts[table] = rows
        body = QWidget()
        grid = QGridLayout(body)
        grid.setContentsMargins(0, 0, 4, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(0)
        grid.setSizeConstraint(QLayout.SizeConstraint.SetMinAndMaxSize)
        for number, cells in enumerate(rows):
            if number:
                grid.addWidget(Separator(), 2 * number - 1, 0, 1, len(cells))
            grid.setRowMinimumHeight(2 * number, ROW_HEIGHT)
            for column, text in enumerate(cells):
                grid.addWidget(self._cell(text, number == 0, column), 2 * number, column)
                grid.setColumnStretch(column, int(column > 0))
        grid.setRowStretch(2 * len(rows), 1)
        self._tables[table].setWidget(body)

    def _cell(self, text: str, is_head: bool, column: int) -> Label:
        role = "secondary" if is_head else "body"
        tone = "text_2" if is_head or column == 0 else "text"
        if column == 0:
            return Label(self._theme, text, role=role, tone=tone)  # type: ignore[arg-type]
        label = ElidedLabel(self._theme, text, role=role, tone=tone)  # type: ignore[arg-type]
        label.setAlignment(_RIGHT)
        return label


def figure_cells(names: Sequence[str], rows: Sequence[FigureRow]) -> list[list[str]]:
    """Return the table of figures as texts, its head first.

    Two runs have a column for their difference; of more, the difference from the first stands in brackets.
    """
    if not rows:
        return [["No figures of the test split yet"]]
    two = len(names) == 2
    head = ["Test split, nats", *names, *(["difference"] if two else [])]
    cells = [head]
    for row in rows:
        name = row.name if row.unit == "nats" else f"{row.name}, {row.unit}"
        values = [_value(value, row.places) for value in row.values]
        differences = ["" if one is None else difference_text(one, row.places) for one in row.differences]
        if two:
            cells.append([name, *values, differences[1] or NONE])
        else:
            pairs = zip(values, differences, strict=True)
            cells.append([name, *(f"{value} ({by})" if by else value for value, by in pairs)])
    return cells


def setting_cells(names: Sequence[str], rows: Sequence[Difference]) -> list[list[str]]:
    """Return the table of settings as texts, its head first."""
    if not rows:
        return [["One run has nothing to differ from" if len(names) == 1 else "The settings are the same"]]
    return [["Setting", *names], *([row.key, *row.values] for row in rows)]


def difference_text(value: Value, places: int) -> str:
    """Return a difference with its sign and standard error: ``+6.3 ± 0.6 paired``."""
    sign = "+" if value.mean > 0 else ""
    text = f"{sign}{decimal(value.mean, places)}"
    if value.standard_error is None:
        return text
    return f"{text} ± {decimal(value.standard_error, places)} {'paired' if value.paired else 'unpaired'}"


def _value(value: Value | None, places: int) -> str:
    if value is None:
        return NONE
    text = decimal(value.mean, places)
    return text if value.standard_error is None else f"{text} ± {decimal(value.standard_error, places)}"


def _scrolling() -> QScrollArea:
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    return area
