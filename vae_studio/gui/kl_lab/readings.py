"""The right column of the KL lab: divergence, spread, both directions."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from vae_studio.gui.kl_lab.directions_view import DirectionsView
from vae_studio.gui.kl_lab.divergence_view import DivergenceView
from vae_studio.gui.kl_lab.lab import Lab
from vae_studio.gui.kl_lab.spread_view import SpreadView
from vae_studio.gui.theme import Theme
from vae_studio.gui.widgets.separator import Separator
from vae_studio.kl_lab import KLFit


class Readings(QScrollArea):
    """Every figure of the lab; scrolls where the window is low."""

    def __init__(self, lab: Lab, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lab = lab
        held = QWidget(self.viewport())
        self.divergence = DivergenceView(lab, theme, held)
        self.spread = SpreadView(lab, theme, held)
        self.directions = DirectionsView(theme, held)
        column = QVBoxLayout(held)
        column.setContentsMargins(0, 0, 0, 16)
        column.setSpacing(0)
        column.addWidget(self.divergence, 1)
        column.addWidget(Separator())
        column.addWidget(self.spread)
        column.addWidget(Separator())
        column.addWidget(self.directions)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(held)

    def show_problem(self) -> None:
        """Show what is known before the fit."""
        self.divergence.show_problem()
        self.directions.show_problem(self._lab.problem)
        self.spread.show_frame()

    def show_fit(self, fit: KLFit) -> None:
        """Show the course."""
        self.divergence.show_fit(fit)
        self.spread.show_frame()

    def show_frame(self) -> None:
        """Show the step that is chosen."""
        self.divergence.show_frame()
        self.spread.show_frame()
