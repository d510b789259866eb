"""The curves of a run: negative ELBO, reconstruction, KL and effective β, KL per dimension."""

from __future__ import annotations

import math
from collections.abc import Callable
from itertools import cycle

import numpy as np
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from vae_studio.gui.theme import Theme
from vae_studio.gui.training.curve_plot import CurvePlot
from vae_studio.gui.training.dimension_bars import DimensionBars
from vae_studio.gui.training.effective_beta import EffectiveBeta
from vae_studio.gui.training.history import History
from vae_studio.gui.training.leading import leading_figure, reconstruction_figure
from vae_studio.gui.training.legend import Series

REDRAW_MS = 60
"""Time between two parts that are redrawn: one after another, so that no single turn takes long."""
NO_KL = "No KL: not a VAE"


class Curves(QWidget):
    """Draws a history; each part is redrawn at most five times a second, however often it changes.

    Where there is no ELBO the first plot shows what is trained instead, and the second one, which would show
    the same, is hidden.
    """

    def __init__(self, theme: Theme, history: History, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._history = history
        self._caution = ""
        self.elbo = CurvePlot(
            theme,
            "Negative ELBO",
            "nats",
            [Series("train", "series_train"), Series("val", "series_val")],
            height=150,
        )
        self.reconstruction = CurvePlot(
            theme, "Reconstruction", "nats", [Series("val", "series_recon")], height=104
        )
        self.kl = CurvePlot(
            theme,
            "KL",
            "nats and β",
            [Series("KL", "series_kl", places=2), Series("β", "series_beta", 2, dashed=True, on_right=True)],
            height=126,
            labelled=True,
        )
        self.effective_beta = EffectiveBeta(theme)
        self.dimensions = DimensionBars(theme)
        self._plots = (self.elbo, self.reconstruction, self.kl)
        self._parts: tuple[Callable[[], None], ...] = (
            self._draw_elbo,
            self._draw_reconstruction,
            self._draw_kl,
            self._draw_dimensions,
        )
        self._turns = cycle(self._parts)
        self._stale = 0
        self._timer = QTimer(self)
        self._timer.setInterval(REDRAW_MS)
        self._timer.timeout.connect(self._draw_next)
        self._link()
        self._lay_out()
        self.redraw()

    def set_caution(self, caution: str) -> None:
        """Take what the run's KL strategy says of its options; empty for nothing."""
        self._caution = caution

    def refresh(self) -> None:
        """Redraw every part soon."""
        self._stale = len(self._parts)
        if not self._timer.isActive():
            self._timer.start()

    def redraw(self) -> None:
        """Draw what the history holds now."""
        for draw in self._parts:
            draw()

    def _draw_next(self) -> None:
        """Draw the part whose turn it is; stop once all have been drawn since the last change."""
        next(self._turns)()
        self._stale -= 1
        if self._stale <= 0:
            self._timer.stop()

    def _draw_elbo(self) -> None:
        history = self._history
        leading = leading_figure(history.figures)
        self.elbo.set_heading(leading.title, leading.unit, leading.places)
        self.elbo.set_epochs(history.planned_epochs)
        self.elbo.set_points("train", history.train(leading.figure))
        self.elbo.set_points("val", history.validation(leading.figure))

    def _draw_reconstruction(self) -> None:
        figures = self._history.figures
        shown = reconstruction_figure(figures)
        self.reconstruction.setVisible(leading_figure(figures) != shown)
        self.reconstruction.set_heading(shown.title, shown.unit, shown.places)
        self._draw_either(self.reconstruction, "val", shown.figure)

    def _draw_kl(self) -> None:
        figures = self._history.figures
        has_kl = figures is None or figures.kl is not None
        self._draw_either(self.kl, "KL", "kl")
        self.kl.set_points("β", self._history.beta() if has_kl else (np.zeros(0), np.zeros(0)))
        self.kl.set_missing("" if has_kl else NO_KL)
        self.effective_beta.show_value(self._history.effective_beta, self._caution)

    def _draw_dimensions(self) -> None:
        last = self._history.last
        values = self._history.kl_per_dimension() or ()
        self.dimensions.show_values(values, last.active_units if last else None)

    def _draw_either(self, plot: CurvePlot, name: str, figure: str) -> None:
        """Draw a validation figure; before there is one, or without validation, the training figure."""
        validation = self._history.validation(figure)
        plot.set_epochs(self._history.planned_epochs)
        plot.set_points(name, validation if len(validation[0]) else self._history.train(figure))

    def _link(self) -> None:
        for plot in self._plots[1:]:
            plot.plot.box.setXLink(self._plots[0].plot.box)
        for plot in self._plots:
            plot.pointed.connect(self._read_out)

    def _read_out(self, epoch: float) -> None:
        for plot in self._plots:
            plot.read_out(epoch if math.isfinite(epoch) else math.nan)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 10, 16, 12)
        column.setSpacing(12)
        for plot in self._plots:
            column.addWidget(plot)
        column.addWidget(self.effective_beta)
        column.addWidget(self.dimensions)
        column.addStretch(1)
