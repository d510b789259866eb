"""The mosaic of decoded tiles, with its axes in z, the point that is pointed at, pins and overlays."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QGraphicsItem

from vae_studio.gui.bare_plot import BarePlot
from vae_studio.gui.latent.density_layer import DensityLayer
from vae_studio.gui.latent.mosaic_item import MosaicItem
from vae_studio.gui.latent.navigator import HOME, ZOOM_STEP, Navigator
from vae_studio.gui.latent.pin import Pin
from vae_studio.gui.latent.pin_layer import Mark, PinLayer
from vae_studio.gui.latent.point_layer import PointLayer
from vae_studio.gui.latent.pointing import Pointed, TilePointer
from vae_studio.gui.latent.ticks import frame_ticks
from vae_studio.gui.latent.tile_axis import TileAxis
from vae_studio.gui.latent.tile_lines import TileLines
from vae_studio.gui.latent.whole_plane import WholePlane
from vae_studio.gui.theme import Theme
from vae_studio.latent.grid import LatentGrid, Window
from vae_studio.latent.pictures import picture_of

LEFT_AXIS = 56
BOTTOM_AXIS = 36
ARROWS = {
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
}
WHOLE = (Qt.Key.Key_A, Qt.Key.Key_Home, Qt.Key.Key_0)
"""Keys that show the whole plane."""
ZOOMS = {Qt.Key.Key_Plus: ZOOM_STEP, Qt.Key.Key_Equal: ZOOM_STEP, Qt.Key.Key_Minus: 1 / ZOOM_STEP}


class GridPlot(BarePlot):
    """Shows one :class:`LatentGrid`; view coordinates are its places, 0 to 1 from left and from top.

    The wheel zooms, dragging pans; A, Home, 0 and a button in the corner show everything.

    Signals
    -------
    pointed
        :class:`Pointed`, or None.
    chosen
        Return was pressed while something is pointed at.
    window_wanted
        The :class:`Window` that is in view, None for everything, and whether it still moves.
    dragged_out
        The tile under the mouse is being dragged away, with Ctrl.
    """

    pointed = Signal(object)
    chosen = Signal()
    window_wanted = Signal(object, bool)
    dragged_out = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(axis_class=TileAxis)
        self._theme = theme
        self._grid: LatentGrid | None = None
        self._mouse: QPointF | None = None
        self._pressed: QPoint | None = None
        self._window: Window | None = None
        self._panning = False
        self.image = MosaicItem()
        self.box.addItem(self.image, ignoreBounds=True)
        self.lines = TileLines(theme, self.box)
        self.navigator = Navigator(self.box)
        self.pointer = TilePointer(self)
        self.density = DensityLayer(theme, self.box)
        self.points = PointLayer(theme, self.box)
        self.whole = WholePlane(theme, self)
        self.pin_layer = PinLayer(theme, self.box)
        self._set_up()
        self.box.sigRangeChanged.connect(self._on_range)
        self.navigator.moved.connect(self._on_moved)
        self.whole.button.clicked.connect(self._on_whole)
        self.pointer.changed.connect(self._on_pointed)
        theme.changed.connect(self._dress)
        self._on_range()
        self._dress()

    @property
    def grid_shown(self) -> LatentGrid | None:
        """The grid that is drawn."""
        return self._grid

    @property
    def point(self) -> Pointed | None:
        """What is pointed at."""
        return self.pointer.point

    @property
    def pins(self) -> Mapping[int, Pin]:
        """The pins by the identity of their cards."""
        return self.pin_layer.pins

    @property
    def tile_ratio(self) -> float:
        """Width of the mosaic over its height."""
        if self._grid is None:
            return 1.0
        rows, columns, height, width = self._grid.images.shape[:4]
        return float((columns * width) / (rows * height))

    def show_grid(self, grid: LatentGrid) -> None:
        """Draw a grid; where it is the part that was asked for last, show that part."""
        self._grid = grid
        self.image.show_pixels(picture_of(grid), grid.frame)
        self.navigator.allow(endless=grid.across_axis.endless, line=grid.up_axis is None)
        if grid.request.window == self._window and not self.navigator.moving:
            self.navigator.show(grid.frame)
        self.lines.show_grid(grid)
        self._draw_axes(grid)
        self._place_pins()
        self.points.place(grid)
        self._point_again()

    def set_contrast(self, contrast: float) -> None:
        """Spread the grey values about the middle by a factor."""
        half = 127.5 / max(contrast, 0.05)
        self.image.set_levels(127.5 - half, 127.5 + half)

    def show_marks(self, marks: Mapping[int, Mark]) -> None:
        """Put a pin for each mark, by the identity of its card."""
        self.pin_layer.show(marks)
        self._place_pins()

    def raise_pin(self, identity: int) -> None:
        """Let one pin stand out; an unknown identity lets none."""
        self.pin_layer.raise_pin(identity)

    def show_borders(self, wanted: bool) -> None:
        """Draw lines between the tiles, or not."""
        self.lines.show_borders(wanted)

    def reset_view(self) -> None:
        """Show the whole plane, and ask for it."""
        had_window = self._window is not None
        self.forget_window()
        self._point_again()
        if had_window:
            self.window_wanted.emit(None, False)

    def forget_window(self) -> None:
        """Show the whole plane: it is another one."""
        self._window = None
        self.navigator.show(HOME)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to pan, or with Ctrl to drag a tile out; keys go to the plot from now on."""
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self._pressed = None
        if event.button() is Qt.MouseButton.RightButton:
            return  # stretching one axis would tear the tiles
        at = event.position().toPoint()
        if self._carries(event) and not isinstance(self.itemAt(at), Pin):
            self._pressed = at
            return
        self._panning = event.button() is Qt.MouseButton.LeftButton
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Pan, or point at what is under the mouse; the scene's own signal leaves moves out."""
        at = event.position().toPoint()
        if self._pressed is not None:
            if (at - self._pressed).manhattanLength() >= QApplication.startDragDistance():
                self._pressed = None
                self.dragged_out.emit()
            return
        super().mouseMoveEvent(event)
        self._mouse = self.mapToScene(at)
        if not self._panning:  # the same point of the plane stays under the mouse
            self._point_at_mouse()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End what was begun."""
        if event.button() is Qt.MouseButton.LeftButton:
            self._panning = False
        if self._pressed is not None or event.button() is Qt.MouseButton.RightButton:
            self._pressed = None
            return
        super().mouseReleaseEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Keep the point, so that it can be copied."""
        self._mouse = None
        super().leaveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move from tile to tile with the arrows, choose with Return, zoom with + and −, show all with A."""
        key = Qt.Key(event.key())
        command = event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
        if command or self._grid is None:
            super().keyPressEvent(event)
        elif key in ARROWS:
            self._step(self._grid, *ARROWS[key])
        elif key in ZOOMS:
            self.navigator.zoom(ZOOMS[key], self.pointer.place(self._grid))
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.point is not None:
            self.chosen.emit()
        elif key in WHOLE:
            self.reset_view()
        else:
            super().keyPressEvent(event)

    def _set_up(self) -> None:
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAccessibleName("Latent grid")
        self.setAccessibleDescription(
            "Arrows move from tile to tile, Return adds one to the tray, plus and minus zoom, "
            "A, Home or 0 shows everything."
        )
        self.axes["left"].setWidth(LEFT_AXIS)
        self.axes["bottom"].setHeight(BOTTOM_AXIS)
        for axis in self.axes.values():
            axis.setStyle(tickLength=-4, hideOverlappingLabels=False)
            axis.enableAutoSIPrefix(False)  # z is what it is, not a thousandth of something
        self.box.invertY(True)
        self.box.setDefaultPadding(0)
        self.navigator.show(HOME)

    def _draw_axes(self, grid: LatentGrid) -> None:
        left, top, width, height = grid.frame
        across, up = grid.plane.names
        self.axes["bottom"].show_ticks(frame_ticks(grid.across, left, width), across)
        self.axes["left"].show_ticks(frame_ticks(grid.up, top, height), up)

    def _place_pins(self) -> None:
        if self._grid is not None:
            self.pin_layer.place(self._grid, self.navigator.at_home)

    def _carries(self, event: QMouseEvent) -> bool:
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        return control and event.button() is Qt.MouseButton.LeftButton and self._grid is not None

    def _point_at_mouse(self) -> bool:
        """Point at what is under the mouse; return whether it is over the plane."""
        if self._mouse is None or self._grid is None:
            return False
        at = self.box.mapSceneToView(self._mouse)
        over = bool(self.box.viewRect().contains(at))
        if over:
            self.pointer.point_at(self._grid, at)
        return over

    def _point_again(self) -> None:
        """Point at the same point of a newer grid, or at what has come under the mouse."""
        if self._grid is not None and self.point is not None and not self._point_at_mouse():
            self.pointer.follow(self._grid)

    def _step(self, grid: LatentGrid, down: int, right: int) -> None:
        """Point at a neighbouring tile; at the edge of a part, the view moves on."""
        self._mouse = None
        rows, columns = grid.images.shape[:2]
        _, _, width, height = grid.frame
        if not self.pointer.step(grid, down, right) and not self.navigator.at_home:
            self.navigator.pan(right * width / columns, down * height / rows)

    def _on_pointed(self, point: Pointed | None) -> None:
        self.lines.outline(None if point is None else (point.row, point.column))
        self.pointed.emit(point)

    def _on_moved(self, moving: bool) -> None:
        if self._grid is None:
            return
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self._window = None if self.navigator.at_home else self._grid.window(*self.navigator.frame)
        self.window_wanted.emit(self._window, moving)
        if not self._panning:
            self._point_at_mouse()

    def _on_whole(self) -> None:
        self.setFocus(Qt.FocusReason.OtherFocusReason)  # the button goes
        self.reset_view()

    def _on_range(self) -> None:
        """Pins on the edge overlap it, unless the view shows only a part."""
        self.box.updateMatrix()  # while it is painted would be too late: it would be painted twice
        clip = QGraphicsItem.GraphicsItemFlag.ItemClipsChildrenToShape
        self.box.setFlag(clip, not self.navigator.at_home)
        self.whole.setVisible(not self.navigator.at_home)
        self._place_pins()

    def _dress(self) -> None:
        theme = self._theme
        self.dress_axes(theme, "line")
        for layer in (self.lines, self.pin_layer, self.points, self.density):
            layer.dress()
