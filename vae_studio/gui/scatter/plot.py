"""Encoded examples as coloured points, what is under the pointer, and what is drawn around and among them."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QResizeEvent

from vae_studio.gui.scatter.cloud import PointCloud, Render
from vae_studio.gui.scatter.hover_card import HoverCard
from vae_studio.gui.scatter.lasso import Lasso
from vae_studio.gui.scatter.plane_plot import FRAME, PlanePlot
from vae_studio.gui.scatter.plot_key import PlotKey
from vae_studio.gui.scatter.posterior_marks import PosteriorMarks
from vae_studio.gui.scatter.search import enclosed, in_direction, nearest
from vae_studio.gui.scatter.tools import PlotTools
from vae_studio.gui.scatter.under_points import LatentPath, PlanePicture
from vae_studio.gui.theme import Theme

REACH = 8.0
"""How far from the pointer a point may be, px."""
FAINT = 0.25
"""Opacity of points that stand back, as a share of that of the others."""
ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, 1),
    Qt.Key.Key_Down: (0, -1),
}


class ScatterPlot(PlanePlot):
    """Points on two axes with the same scale. The wheel zooms, dragging pans, A shows everything.

    Shift and dragging, or dragging after the lasso has been chosen, draws a line around points. Arrows move
    from point to point, Space selects one, Ctrl+A all, Esc none.

    Signals
    -------
    pointed
        The point under the pointer, its place among those shown, or −1.
    chosen
        Return was pressed on a point.
    lassoed
        The points inside the line, int64 ``[n]``; whether they come to those that are selected.
    toggled
        A point is to be selected, or no more.
    all_wanted, none_wanted
        Every point, or no point, is to be selected.

    Parameters
    ----------
    theme
        Colours.
    render
        Makes pictures of very many points on another thread.
    """

    pointed = Signal(int)
    chosen = Signal(int)
    lassoed = Signal(object, bool)
    toggled = Signal(int)
    all_wanted = Signal()
    none_wanted = Signal()

    def __init__(self, theme: Theme, render: Render) -> None:
        super().__init__(theme)
        self._places = np.zeros((0, 2))
        self._point = -1
        self.points, self.faint = PointCloud(render), PointCloud(render)
        self._ring = pg.ScatterPlotItem(size=11, pxMode=True, brush=None)
        self.picture = PlanePicture(self.box)
        self.path = LatentPath(theme, self.box)
        self.marks = PosteriorMarks(theme, self.box, self)
        self.lasso = Lasso(theme, self.box)
        self.key = PlotKey(theme)
        self.card = HoverCard(theme, self)
        self.tools = PlotTools(theme, self)
        self._set_up()
        theme.changed.connect(self.dress)
        self.dress()

    @property
    def point(self) -> int:
        """The point under the pointer, or −1."""
        return self._point

    @property
    def places(self) -> np.ndarray:
        """Where the shown points lie, ``[N, 2]``."""
        return self._places

    def show_points(self, places: np.ndarray, colours: np.ndarray, faint: np.ndarray | None = None) -> None:
        """Draw points ``[N, 2]`` in colours uint8 ``[N, 3]``; where `faint`, ``[N]``, they stand back."""
        self._places = np.asarray(places, dtype=np.float64)
        self._set_point(-1)
        if faint is None:
            faint = np.zeros(len(places), bool)
        self.points.show_points(self._places[~faint], colours[~faint])
        self.faint.show_points(self._places[faint], colours[faint])
        self._set_everything(self._places)

    def set_size(self, pixels: float) -> None:
        """Draw points so many pixels wide."""
        self.points.set_diameter(pixels)
        self.faint.set_diameter(pixels)

    def set_opacity(self, opacity: float) -> None:
        """Let what is behind a point shine through."""
        self.points.set_point_opacity(opacity)
        self.faint.set_point_opacity(FAINT * opacity)

    def point_at(self, number: int) -> None:
        """Point at one of the points, as the mouse would."""
        self._set_point(number)

    def place_on_screen(self, number: int) -> QPointF:
        """Return where a point is in this widget."""
        scene = self.box.mapViewToScene(QPointF(*self._places[number]))
        return QPointF(self.mapFromScene(scene))

    def render(self, painter: QPainter, *where: QRectF | QRect, **options: object) -> None:
        """Draw the plot elsewhere, with a key to its colours, and without what only the screen needs."""
        self._ring.hide()
        self.key.place(self.ground.mapRectFromScene(self.box.sceneBoundingRect()))
        self.key.show()
        try:
            super().render(painter, *where, **options)
        finally:
            self.key.hide()
            self._ring.show()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a line around points, or pan."""
        scene = self.mapToScene(event.position().toPoint())
        wanted = self.tools.lasso.isChecked() or event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        is_left = event.button() is Qt.MouseButton.LeftButton
        if wanted and is_left and self.box.sceneBoundingRect().contains(scene):
            self._set_point(-1)
            self.lasso.begin(scene)
        else:
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Draw the line, or point at what is near the mouse."""
        scene = self.mapToScene(event.position().toPoint())
        if self.lasso.drawing:
            self.lasso.go_on(scene)
            return
        super().mouseMoveEvent(event)
        if not event.buttons():
            self._point_near(scene)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End the line."""
        if not self.lasso.drawing:
            super().mouseReleaseEvent(event)
            return
        inside = enclosed(self._places, self.lasso.end())
        extend = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        self.tools.lasso.setChecked(False)
        self.lassoed.emit(inside, extend)

    def leaveEvent(self, event: QEvent) -> None:
        """Point at nothing."""
        self._set_point(-1)
        super().leaveEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the tools in their corner."""
        super().resizeEvent(event)
        # The view is resized while it is being made, before it has tools.
        if hasattr(self, "tools"):
            self._place_tools()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move from point to point with the arrows, choose, select, show everything."""
        action = self._action_of(Qt.Key(event.key()), event.modifiers())
        if action is None:
            super().keyPressEvent(event)
        else:
            action()

    def _action_of(self, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> Callable[[], object] | None:
        if key in ARROWS:
            return lambda: self._set_point(in_direction(self._places, self._point, ARROWS[key], self._centre()))
        if key == Qt.Key.Key_A and modifiers == Qt.KeyboardModifier.ControlModifier:
            return self.all_wanted.emit
        if key == Qt.Key.Key_Escape:
            return self._let_go
        if modifiers:
            return None
        if key == Qt.Key.Key_A:
            return self.reset_view
        if self._point >= 0 and key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            return lambda: self.chosen.emit(self._point)
        if self._point >= 0 and key == Qt.Key.Key_Space:
            return lambda: self.toggled.emit(self._point)
        return None

    def _let_go(self) -> None:
        """Leave the line that is being drawn, or else the lasso, or else the selection."""
        if self.lasso.drawing:
            self.lasso.abandon()
        elif self.tools.lasso.isChecked():
            self.tools.lasso.setChecked(False)
        else:
            self.none_wanted.emit()

    def _centre(self) -> tuple[float, float]:
        centre = self.box.viewRect().center()
        return centre.x(), centre.y()

    def _point_near(self, scene: QPointF) -> None:
        if not self.box.sceneBoundingRect().contains(scene):
            self._set_point(-1)
            return
        at = self.box.mapSceneToView(scene)
        self._set_point(nearest(self._places, (at.x(), at.y()), self.box.viewPixelSize(), REACH))

    def _set_point(self, number: int) -> None:
        if number == self._point:
            return
        self._point = number
        if number < 0:
            self._ring.clear()
            self.card.hide()
        else:
            self._ring.setData(pos=self._places[number : number + 1])
        self.pointed.emit(number)

    def _set_up(self) -> None:
        self.setMouseTracking(True)
        self.setAccessibleName("Scatter of encoded examples")
        self.setAccessibleDescription(
            "Arrows move from point to point, Return adds one to the tray, Space selects it, "
            "Control A selects all, Escape none, A shows everything."
        )
        self.key.setParentItem(self.ground)
        self._ring.setZValue(5)
        self.faint.setZValue(-1)
        for item in (self.faint, self.points, self._ring):
            self.box.addItem(item, ignoreBounds=True)
        self.set_opacity(0.5)
        self.box.sigRangeChanged.connect(lambda *_: self.card.hide())
        self.tools.reset.clicked.connect(self.reset_view)
        self.tools.lasso.toggled.connect(self._on_lasso)

    def _on_lasso(self, wanted: bool) -> None:
        self.viewport().setCursor(Qt.CursorShape.CrossCursor if wanted else Qt.CursorShape.ArrowCursor)

    def _place_tools(self) -> None:
        corner = QPoint(self.width() - FRAME - self.tools.width() - 6, FRAME + 6)
        self.tools.move(corner)

    def dress(self) -> None:
        """Wear the theme's colours."""
        super().dress()
        self._ring.setPen(pg.mkPen(self._theme.colour("accent"), width=2))
        self.lasso.dress()
        self.path.dress()
        self.marks.dress()
