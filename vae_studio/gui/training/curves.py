"""The curves of a run: negative ELBO, reconstruction, KL and effective β, KL per dimension."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from itertools import cycle

import numpy as np
from PySide6.QtCore import QPoint, QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from vae_studio.gui.theme import Theme
from vae_studio.gui.training.curve_looks import CurveLooks
from vae_studio.gui.training.curve_plot import LATEST, CurvePlot
from vae_studio.gui.training.curve_sets import (
    ELBO_SERIES,
    KL,
    KL_SERIES,
    NO_KL,
    OBJECTIVE,
    RECONSTRUCTION_SERIES,
    VALIDATION,
    called,
    elbo_points,
    kl_points,
    reconstruction_points,
)
from vae_studio.gui.training.dimension_bars import DimensionBars
from vae_studio.gui.training.effective_beta import EffectiveBeta
from vae_studio.gui.training.history import History, Points, kl_per_dimension_of
from vae_studio.gui.training.leading import leading_figure, reconstruction_figure
from vae_studio.gui.training.remark_lines import RemarkLines

SIDE = 16
REDRAW_MS = 60
"""Time between two parts that are redrawn: one after another, so that no single turn takes long."""


class Curves(QWidget):
    """Draws a history; each part is redrawn at most five times a second, however often it changes.

    There once its :meth:`making` is over.

    Where there is no ELBO the first plot shows what is trained instead, and the second one, which would show
    the same, is hidden.

    Signals
    -------
    menu_wanted
        Where on the screen the menu of the curves is asked for.
    """

    menu_wanted = Signal(QPoint)

    def __init__(
        self, theme: Theme, history: History, looks: CurveLooks | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._history = history
        self._caution = ""
        self._read_at = LATEST
        self._theme = theme
        self.looks = looks or CurveLooks(self)

    def making(self) -> Iterator[None]:
        """Make it, piece by piece."""
        theme = self._theme
        self.elbo = CurvePlot(theme, "Negative ELBO", "nats", ELBO_SERIES, height=142)
        yield
        self.reconstruction = CurvePlot(theme, "Reconstruction", "nats", RECONSTRUCTION_SERIES, height=100)
        yield
        self.kl = CurvePlot(theme, "KL", "nats and β", KL_SERIES, height=122, labelled=True)
        yield
        self.effective_beta = EffectiveBeta(theme)
        self.dimensions = DimensionBars(theme)
        self.remarks = RemarkLines(theme)
        self.plots = (self.elbo, self.reconstruction, self.kl)
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
        self.looks.changed.connect(self._take_looks)
        self._link()
        self._lay_out()
        yield
        self._take_looks()

    @property
    def read_at(self) -> float:
        """The epoch that is read out; NaN for the latest."""
        return self._read_at

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

    def is_positive(self) -> bool:
        """Whether every value has a logarithm."""
        return all(plot.items.is_positive() for plot in self.plots)

    def reset_view(self) -> None:
        """Show all epochs and all values."""
        for plot in self.plots:
            plot.plot.reset_view()

    def _draw_next(self) -> None:
        """Draw the part whose turn it is; stop once all have been drawn since the last change."""
        next(self._turns)()
        self._stale -= 1
        if self._stale <= 0:
            self._timer.stop()

    def _draw_elbo(self) -> None:
        leading = leading_figure(self._history.figures)
        self.elbo.set_heading(leading.title, leading.unit, leading.places)
        self._draw(self.elbo, elbo_points(self._history), with_words=True)

    def _draw_reconstruction(self) -> None:
        figures = self._history.figures
        shown = reconstruction_figure(figures)
        self.reconstruction.setVisible(leading_figure(figures) != shown)
        self.reconstruction.set_heading(shown.title, shown.unit, shown.places)
        self.reconstruction.set_called(VALIDATION, called(self._history, VALIDATION))
        self._draw(self.reconstruction, reconstruction_points(self._history))

    def _draw_kl(self) -> None:
        figures = self._history.figures
        self.kl.set_called(KL, called(self._history, KL))
        self._draw(self.kl, kl_points(self._history))
        self.kl.set_missing("" if figures is None or figures.kl is not None else NO_KL)
        self.effective_beta.show_value(self._history.effective_beta, self._caution)

    def _draw_dimensions(self) -> None:
        last = self._history.last
        read = self._history.nearest(self._read_at) if math.isfinite(self._read_at) else None
        if read is not None:
            values, told = kl_per_dimension_of(read) or (), read
            self.dimensions.show_values(values, told.active_units, told.active_dimensions, told.epoch)
        else:
            values = self._history.kl_per_dimension() or ()
            active, which = (last.active_units, last.active_dimensions) if last else (None, None)
            self.dimensions.show_values(values, active, which)
        self.remarks.show_remarks(last.remarks if last else ())

    def _draw(self, plot: CurvePlot, points: dict[str, Points], *, with_words: bool = False) -> None:
        plot.set_epochs(self._history.planned_epochs)
        for name, curve in points.items():
            plot.set_points(name, curve)
        plot.set_marks(self._history.marks, with_words=with_words)

    def _take_looks(self) -> None:
        self.elbo.set_shown(OBJECTIVE, self.looks.objective)
        for plot in self.plots:
            plot.items.set_logarithmic(self.looks.logarithmic)
            plot.items.set_smoothing(self.looks.smoothing)

    def _link(self) -> None:
        for plot in self.plots[1:]:
            plot.box.setXLink(self.elbo.box)
        for plot in self.plots:
            plot.pointed.connect(lambda epoch, at=plot: self._read_out(epoch, at))
            plot.stepped.connect(lambda steps, at=plot: self._step(steps, at))
            plot.menu_wanted.connect(self.menu_wanted)

    def _positions(self) -> np.ndarray:
        """Return the epochs that can be read out, ascending."""
        return np.unique(np.concatenate([plot.items.positions() for plot in self.plots]))

    def _step(self, steps: int, at: CurvePlot) -> None:
        """Read out the next epoch, or the one before; without a reading, the last one."""
        positions = self._positions()
        if len(positions) == 0:
            return
        if math.isfinite(self._read_at):
            place = int(np.abs(positions - self._read_at).argmin()) + steps
        else:
            place = len(positions) - 1
        self._read_out(float(positions[min(max(0, place), len(positions) - 1)]), at)

    def _read_out(self, epoch: float, at: CurvePlot) -> None:
        positions = self._positions()
        is_there = math.isfinite(epoch) and len(positions) > 0
        snapped = float(positions[np.abs(positions - epoch).argmin()]) if is_there else LATEST
        if snapped == self._read_at or (math.isnan(snapped) and math.isnan(self._read_at)):
            return
        self._read_at = snapped
        for plot in self.plots:
            plot.read_out(snapped, named=plot is at)
        self._draw_dimensions()

    def leave_right(self, width: int) -> None:
        """Keep so much free on the right, px."""
        self._column.setContentsMargins(SIDE, 10, width, 12)

    def _lay_out(self) -> None:
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(SIDE, 10, SIDE, 12)
        column.setSpacing(10)
        for plot in self.plots:
            column.addWidget(plot)
        column.addWidget(self.effective_beta)
        column.addWidget(self.dimensions)
        column.addWidget(self.remarks)
        column.addStretch(1)
