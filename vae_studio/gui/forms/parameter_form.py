"""A form for any row of declared parameters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from vae_studio.api import Parameter
from vae_studio.gui.forms.editors import Editor
from vae_studio.gui.forms.field_row import FieldRow
from vae_studio.gui.theme import Theme
from vae_studio.gui.widgets.disclosure import Disclosure

PAIR_GAP = 16


class ParameterForm(QWidget):
    """One row for each parameter: label, control, and the error that concerns it.

    ``changed(name, value)`` is emitted when a person changes a value.

    Parameters
    ----------
    theme
        Colours and type.
    parameters
        What to edit, in this order. Advanced ones are folded away under "More".
    columns
        1, or 2 for pairs side by side, filled row by row.
    label_widths
        Width of the labels of each column, px.
    indent
        Width before the labels, px.
    row_height
        28 px, 32 in the Training dock.
    words
        For choices: parameter name → value → what to show.
    """

    changed = Signal(str, object)

    def __init__(
        self,
        theme: Theme,
        parameters: Sequence[Parameter],
        *,
        columns: int = 1,
        label_widths: Sequence[int] = (88,),
        indent: int = 0,
        row_height: int = 28,
        words: Mapping[str, Mapping[str, str]] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._columns = columns
        self._rows: dict[str, FieldRow] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(indent, 0, 0, 0)
        self._grid.setHorizontalSpacing(0)
        self._grid.setVerticalSpacing(0)
        for column in range(columns):
            width = label_widths[min(column, len(label_widths) - 1)]
            self._grid.setColumnMinimumWidth(3 * column, width - (indent if column == 0 else 0))
            self._grid.setColumnStretch(3 * column + 1, 1)
            if column:
                self._grid.setColumnMinimumWidth(3 * column - 1, PAIR_GAP)
        plain = [parameter for parameter in parameters if not parameter.advanced]
        advanced = [parameter for parameter in parameters if parameter.advanced]
        line = self._add(plain, 0, row_height, words or {})
        self._more = self._add_more(line, [p.name for p in advanced]) if advanced else None
        self._add(advanced, line + 1, row_height, words or {})
        self._show_advanced([p.name for p in advanced], visible=False)

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the parameters in the form."""
        return tuple(self._rows)

    @property
    def is_unfolded(self) -> bool:
        """Whether the advanced parameters are shown."""
        return self._more is not None and self._more.isChecked()

    def editor(self, name: str) -> Editor:
        """Return the control of one parameter.

        Raises
        ------
        KeyError
            The form has no such parameter.
        """
        return self._rows[name].editor

    def row(self, name: str) -> FieldRow:
        """Return label, control and error line of one parameter."""
        return self._rows[name]

    def values(self) -> dict[str, Any]:
        """Return all values as they are shown."""
        return {name: row.editor.read() for name, row in self._rows.items()}

    def set_values(self, values: Mapping[str, Any]) -> None:
        """Show values without reporting them; parameters that are not named show their defaults."""
        for name, row in self._rows.items():
            wanted = values.get(name, row.parameter.default)
            if row.editor.read() != wanted:
                row.editor.write(wanted)

    def set_error(self, name: str, text: str | None) -> None:
        """Say under a field what is wrong with it; None says that nothing is. Unfolds an advanced field."""
        row = self._rows[name]
        row.set_error(text)
        if text and row.parameter.advanced and self._more is not None:
            self._more.setChecked(True)

    def clear_errors(self) -> None:
        """Say that nothing is wrong."""
        for row in self._rows.values():
            row.set_error(None)

    def set_locked(self, locked: bool) -> None:
        """Let nothing be changed, or everything."""
        for row in self._rows.values():
            row.editor.setEnabled(not locked)

    def _add(
        self,
        parameters: Sequence[Parameter],
        line: int,
        height: int,
        words: Mapping[str, Mapping[str, str]],
    ) -> int:
        """Add rows from a line of the grid on; return the first line after them."""
        for index, parameter in enumerate(parameters):
            row = FieldRow(self._theme, parameter, words.get(parameter.name), height, self)
            row.place(self._grid, line + index // self._columns, 3 * (index % self._columns))
            row.editor.edited.connect(lambda value, name=parameter.name: self.changed.emit(name, value))
            self._rows[parameter.name] = row
        return line + -(-len(parameters) // self._columns)

    def _add_more(self, line: int, names: list[str]) -> Disclosure:
        more = Disclosure(self._theme, "More", parent=self)
        more.setFixedHeight(28)
        more.opened.connect(lambda is_open: self._show_advanced(names, visible=is_open))
        self._grid.addWidget(more, line, 0, 1, 2)
        return more

    def _show_advanced(self, names: list[str], *, visible: bool) -> None:
        for name in names:
            self._rows[name].set_visible(visible)
