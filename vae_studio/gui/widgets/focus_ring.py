"""The ring around the button that has the keyboard's focus: 2 px wide, 2 px away from it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QCheckBox, QPushButton, QToolButton, QWidget

from vae_studio.gui.theme import Theme

_REACH = 4
_FOLLOWED = {QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.Hide}


class FocusRing(QObject):
    """Draws one ring for the whole application; keep a reference to it for as long as the window lives."""

    def __init__(self, theme: Theme, app: QApplication) -> None:
        super().__init__(app)
        self._theme = theme
        self._target: QWidget | None = None
        self._around: tuple[QWidget, ...] = ()
        self._ring: _Ring | None = None
        app.focusChanged.connect(self._on_focus_changed)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the ring where its button is."""
        if event.type() in _FOLLOWED:
            self._place()
        return super().eventFilter(watched, event)

    def _on_focus_changed(self, old: QWidget | None, new: QWidget | None) -> None:
        del old
        self._leave()
        if new is not None and _wears_ring(new):
            self._target = new
            self._around = _ancestors(new)
            for widget in (new, *self._around):
                widget.installEventFilter(self)
            new.destroyed.connect(self._forget)
            self._ring = _Ring(self._theme, new.window())
            self._place()

    def _leave(self) -> None:
        if self._target is not None:
            for widget in (self._target, *self._around):
                widget.removeEventFilter(self)
            self._target.destroyed.disconnect(self._forget)
        self._forget()

    def _forget(self) -> None:
        self._target = None
        self._around = ()
        if self._ring is not None:
            self._ring.hide()
            self._ring.deleteLater()
            self._ring = None

    def _place(self) -> None:
        if self._target is None or self._ring is None:
            return
        corner = self._target.mapTo(self._target.window(), QPoint(0, 0))
        self._ring.setGeometry(QRect(corner, self._target.size()).adjusted(-_REACH, -_REACH, _REACH, _REACH))
        self._ring.setVisible(self._target.isVisible())
        self._ring.raise_()


class _Ring(QWidget):
    def __init__(self, theme: Theme, window: QWidget) -> None:
        super().__init__(window)
        self._theme = theme
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._theme.colour("accent"), 2))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 9, 9)


def _ancestors(widget: QWidget) -> tuple[QWidget, ...]:
    """Return what a widget moves with when it is scrolled, below the window."""
    found = []
    parent = widget.parentWidget()
    while parent is not None and not parent.isWindow():
        found.append(parent)
        parent = parent.parentWidget()
    return tuple(found)


def _wears_ring(widget: QWidget) -> bool:
    is_button = isinstance(widget, (QPushButton, QToolButton, QCheckBox))
    return is_button and widget.property("variant") != "segment"
