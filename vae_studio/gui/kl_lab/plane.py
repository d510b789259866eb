"""The plane of the two dimensions: contours of p, of q now and before, and of the other direction's best q."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QKeyEvent, QPainter

from vae_studio.gui.bare_plot import BarePlot
from vae_studio.gui.kl_lab.axis import Axis
from vae_studio.gui.kl_lab.ellipse import Ellipse, place_on
from vae_studio.gui.kl_lab.ghosts import SHARES, ghost_steps
from vae_studio.gui.kl_lab.lab import Frame
from vae_studio.gui.kl_lab.plane_legend import Entry, PlaneLegend, faded
from vae_studio.gui.kl_lab.words import DIRECTIONS, other
from vae_studio.gui.theme import Theme
from vae_studio.kl_lab import KLFit, KLProblem
from vae_studio.kl_lab.closed_form import best_scale

LEFT_AXIS, BOTTOM_AXIS = 46, 36
OUTSIDE = 6
"""How far the names of the axes reach beyond them, px."""
INSET = 14
TICK_DENSITY = 1.5
REACHES = (1.5, 2.0, 2.5, 3.5, 5.0, 7.0, 10.0, 15.0, 20.0, 30.0)
"""Half sides of the plane, of which the least that holds everything is shown."""
ROOM = 1.2
FILL_TWO, FILL_ONE = 0.10, 0.22
GHOST = 0.6
CENTRE = np.zeros(2)


class Plane(BarePlot):
    """Contours at one and two standard deviations; equal units on both axes."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(axis_class=Axis)
        self._theme = theme
        self._fit: KLFit | None = None
        self._reach = REACHES[3]
        self._zoomed = False
        self._leans_left = False
        self.target = (Ellipse(2.0, 2), Ellipse(1.0, 3))
        self.now = (Ellipse(2.0, 7), Ellipse(1.0, 8))
        self.ghosts = tuple(Ellipse(2.0, 5) for _ in range(len(SHARES) + 1))
        self.best_other = Ellipse(2.0, 4)
        self._names = tuple(pg.TextItem(anchor=(1.0, 1.0)) for _ in self.ghosts)
        self._mean = pg.ScatterPlotItem(size=5, pen=None, pxMode=True)
        self._steps: tuple[int, ...] = ()
        self.legend = PlaneLegend(theme, self.box)
        self._set_up()
        theme.changed.connect(self._dress)
        self._dress()

    @property
    def shown_ghosts(self) -> tuple[int, ...]:
        """The earlier steps that are drawn."""
        return tuple(step for step, ghost in zip(self._steps, self.ghosts, strict=False) if ghost.isVisible())

    def show_problem(self, problem: KLProblem) -> None:
        """Draw p and the best q for the other direction; earlier steps are gone until there is a fit."""
        self._fit, self._steps = None, ()
        scale = problem.target.scale
        opposite = other(problem.direction)
        best = best_scale(scale, problem.family, opposite)
        for contour in self.target:
            contour.show_gaussian(CENTRE, scale)
        self.best_other.show_gaussian(CENTRE, best)
        self.legend.show_entries(_entries(f"best q for {DIRECTIONS[opposite]}, 2σ"))
        self._leans_left = float(problem.target.covariance[0, 1]) < 0
        self._place_legend()
        widths = np.sqrt(np.square(np.stack([scale, best])).sum(axis=2))
        start = np.abs(problem.start_loc) + 2.0 * problem.start_sd
        self._show_reach(ROOM * max(2.0 * float(widths.max()), float(start.max())))
        self._show_ghosts(0)

    def show_fit(self, fit: KLFit) -> None:
        """Take the course whose earlier steps are drawn."""
        self._fit = fit
        self._steps = ghost_steps(fit)
        upwards = not self._leans_left
        for step, ghost, name in zip(self._steps, self.ghosts, self._names, strict=False):
            ghost.show_gaussian(fit.loc[step], fit.scale[step])
            name.setText("start" if step == 0 else str(step))
            name.setAnchor((1.0, 1.0) if upwards else (0.0, 1.0))
            name.setPos(*place_on(fit.loc[step], fit.scale[step], 2.0, 135.0 if upwards else 45.0))

    def show_frame(self, frame: Frame) -> None:
        """Draw q at one step, and the steps before it."""
        for contour in self.now:
            contour.show_gaussian(frame.loc, frame.scale)
        self._mean.setData([frame.loc[0]], [frame.loc[1]])
        self._show_ghosts(frame.step)

    def reset_view(self) -> None:
        """Show everything."""
        self._zoomed = False
        self.box.setRange(xRange=(-self._reach, self._reach), yRange=(-self._reach, self._reach), padding=0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Show everything with A."""
        if event.key() == Qt.Key.Key_A and not event.modifiers():
            self.reset_view()
        else:
            super().keyPressEvent(event)

    def _show_reach(self, wanted: float) -> None:
        reach = next((reach for reach in REACHES if reach >= wanted), wanted)
        if reach != self._reach or not self._zoomed:
            self._reach = reach
            self.reset_view()

    def _show_ghosts(self, step: int) -> None:
        for place, (ghost, name) in enumerate(zip(self.ghosts, self._names, strict=True)):
            shown = place < len(self._steps) and self._steps[place] < step
            ghost.setVisible(shown)
            name.setVisible(shown)

    def _set_up(self) -> None:
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Contours of p and q")
        self.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.box.setAspectLocked(True)
        self.box.setDefaultPadding(0)
        self.grid.setContentsMargins(OUTSIDE, 12, 12, OUTSIDE)
        self.axes["left"].setWidth(LEFT_AXIS)
        self.axes["bottom"].setHeight(BOTTOM_AXIS)
        for side, words in (("bottom", "z1"), ("left", "z2")):
            axis = self.axes[side]
            axis.setStyle(tickLength=0, maxTickLevel=0, hideOverlappingLabels=False)
            axis.setTickDensity(TICK_DENSITY)
            axis.setGrid(255)
            axis.setLabel(words)
        items = (*self.target, self.best_other, *self.ghosts, *self.now, self._mean, *self._names)
        for item in items:
            self.box.addItem(item, ignoreBounds=True)
        self._mean.setZValue(9)
        for name in self._names:
            name.setZValue(6)
        self.box.sigRangeChangedManually.connect(self._on_zoomed)
        self.box.sigResized.connect(self._on_resized)
        self._show_ghosts(0)
        self.reset_view()

    def _on_zoomed(self) -> None:
        self._zoomed = True

    def _place_legend(self) -> None:
        """Stand in the upper corner away from p."""
        right = self.box.width() - self.legend.boundingRect().width() - INSET
        self.legend.setPos(QPointF(right if self._leans_left else INSET, INSET))

    def _on_resized(self) -> None:
        self._place_legend()
        if not self._zoomed:
            self.reset_view()

    def _dress(self) -> None:
        theme = self._theme
        p, q = theme.colour("series_train"), theme.colour("series_val")
        for contour, fill in zip(self.target, (FILL_TWO, FILL_ONE), strict=True):
            contour.dress(p, 1.5, fill=fill)
        for contour, width, fill in zip(self.now, (2.0, 1.5), (FILL_TWO, FILL_ONE), strict=True):
            contour.dress(q, width, fill=fill)
        for place, (ghost, name) in enumerate(zip(self.ghosts, self._names, strict=True)):
            style = Qt.PenStyle.DashLine if place == 0 else Qt.PenStyle.SolidLine
            ghost.dress(faded(q, GHOST), 1.0, style)
            name.setColor(q)
            name.textItem.setFont(theme.font("tick"))
        self.best_other.dress(theme.colour("text_2"), 1.2, Qt.PenStyle.DotLine)
        self._mean.setBrush(pg.mkBrush(q))
        self.dress_axes(theme, "plot_grid")
        self.legend.update()


def _entries(best: str) -> tuple[Entry, ...]:
    return (
        Entry("target p, 1σ and 2σ", "series_train", fill=FILL_ONE),
        Entry("q now, 1σ and 2σ", "series_val", 2.0, fill=FILL_ONE),
        Entry("q at earlier steps, 2σ", "series_val", 1.0, opacity=GHOST),
        Entry(best, "text_2", 1.2, Qt.PenStyle.DotLine),
    )
