"""``FillScaleTriL`` opened up, under the raw vector: what each bijector makes of it."""

from __future__ import annotations

from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from vae_studio.gui.kl_lab.matrix_view import MatrixView
from vae_studio.gui.theme import Theme
from vae_studio.gui.widgets.disclosure import Disclosure
from vae_studio.gui.widgets.labels import Label
from vae_studio.kl_lab.fitted import Stage

ROW_HEIGHT = 18


class StagesView(QWidget):
    """A caret that opens the stages; they come from TensorFlow Probability, with the fit."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.caret = Disclosure(theme, "FillScaleTriL opened up")
        self._body = QWidget()
        self._grid = QGridLayout(self._body)
        self._grid.setContentsMargins(18, 2, 0, 4)
        self._grid.setVerticalSpacing(4)
        self._rows: list[tuple[Label, MatrixView]] = []
        self._body.hide()
        self.caret.opened.connect(self._body.setVisible)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self.caret)
        column.addWidget(self._body)

    @property
    def shown(self) -> list[tuple[str, list[list[str]]]]:
        """Each bijector with the entries of what it made."""
        return [(label.text(), view.texts) for label, view in self._rows]

    def show_stages(self, stages: tuple[Stage, ...]) -> None:
        """Show what comes after the vector itself."""
        made = stages[1:]
        while len(self._rows) < len(made):
            self._add_row()
        for (label, view), stage in zip(self._rows, made, strict=True):
            label.setText(stage.bijector)
            view.show_matrix(stage.value, triangular=True)

    def _add_row(self) -> None:
        label = Label(self._theme, "", role="mono", tone="text_2")
        view = MatrixView(self._theme, "stage", row_height=ROW_HEIGHT)
        self._grid.addWidget(label, 2 * len(self._rows), 0)
        self._grid.addWidget(view, 2 * len(self._rows) + 1, 0)
        self._rows.append((label, view))
