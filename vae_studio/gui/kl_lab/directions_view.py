"""The best q of the family for either direction, side by side."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from PySide6.QtWidgets import QVBoxLayout, QWidget

from vae_studio.gui.kl_lab.figure_table import FigureTable
from vae_studio.gui.kl_lab.words import DIRECTIONS, nats, remark
from vae_studio.gui.theme import Theme
from vae_studio.gui.widgets.labels import Label
from vae_studio.kl_lab import KLProblem
from vae_studio.kl_lab.closed_form import best_scale, optimum


class DirectionsView(QWidget):
    """Standard deviations and value at both optima, in closed form."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.table = FigureTable(theme, ("σ1", "σ2", "value"), tuple(DIRECTIONS.values()), (3, 2, 2, 2))
        self.remark = Label(theme, "", role="secondary", tone="text_2", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 8, 16, 8)
        column.setSpacing(4)
        column.addWidget(Label(theme, "Both directions at their optimum", role="section"))
        column.addWidget(self.table)
        column.addSpacing(4)
        column.addWidget(self.remark)

    def show_problem(self, problem: KLProblem) -> None:
        """Show both optima of the problem's family and target."""
        for row, direction in enumerate(DIRECTIONS):
            scale = best_scale(problem.target.scale, problem.family, direction)
            widths = np.sqrt(np.square(scale).sum(axis=1))
            value = optimum(replace(problem, direction=direction))
            self.table.show_row(row, [*(nats(float(width)) for width in widths), nats(value)])
        self.remark.setText(remark(problem))
