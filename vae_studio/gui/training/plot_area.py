"""The view of one small plot: what the mouse and the keyboard do in it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QKeyEvent, QMouseEvent

from vae_studio.gui.bare_plot import BarePlot
from vae_studio.gui.theme import Theme
from vae_studio.gui.training.curve_ground import CurveGround

KEYBOARD = {
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
}
ZOOM = 0.8
STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}


class PlotArea(BarePlot):
    """A plot over epochs. Wheel and + − zoom, drag pans, A or a double click shows everything.

    Signals
    -------
    pointed
        The epoch under the pointer, or NaN when it leaves, also by Escape.
    stepped
        How many epochs on the reading is wanted, by the arrow keys.
    menu_wanted
        The place on the screen where the plot's menu is asked for.
    """

    pointed = Signal(float)
    stepped = Signal(int)
    menu_wanted = Signal(QPoint)

    def __init__(self, theme: Theme, *, labelled: bool, has_right: bool) -> None:
        self._theme = theme
        ground = CurveGround(labelled=labelled, has_right=has_right)
        super().__init__(ground=ground)
        self.curves = ground
        ground.make_right()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)

    def reset_view(self) -> None:
        """Show all epochs and all values."""
        self.curves.reset_view()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Show everything with A, zoom with + and −, read out with the arrows, and end that with Escape."""
        key = event.key()
        if key in STEPS and not event.modifiers():
            self.stepped.emit(STEPS[Qt.Key(key)])
        elif key == Qt.Key.Key_A and not event.modifiers():
            self.reset_view()
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.curves.zoom(ZOOM)
        elif key == Qt.Key.Key_Minus:
            self.curves.zoom(1 / ZOOM)
        elif key == Qt.Key.Key_Escape:
            self.pointed.emit(float("nan"))
        else:
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Show everything."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.reset_view()
            event.accept()
        else:
            super().mouseDoubleClickEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Say which epoch is under the pointer."""
        super().mouseMoveEvent(event)
        position = self.mapToScene(event.position().toPoint())
        if self.box.sceneBoundingRect().contains(position):
            self.pointed.emit(float(self.box.mapSceneToView(QPointF(position)).x()))

    def leaveEvent(self, event: QEvent) -> None:
        """Say that the pointer has left."""
        self.pointed.emit(float("nan"))
        super().leaveEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the plot's menu: with the mouse where it is, with the keyboard in the middle."""
        with_keyboard = event.reason() == QContextMenuEvent.Reason.Keyboard
        self.menu_wanted.emit(self.mapToGlobal(self.rect().center()) if with_keyboard else event.globalPos())
        event.accept()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show that the keyboard acts here."""
        super().focusInEvent(event)
        if event.reason() in KEYBOARD:
            self.curves.outline(self._theme.colour("accent"))

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show that it does not any more."""
        super().focusOutEvent(event)
        self.curves.outline(None)
