"""Pens of constant width, which Qt measures in pixels of the picture and not of the screen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from PySide6.QtGui import QPen
from PySide6.QtWidgets import QAbstractGraphicsShapeItem, QGraphicsItem, QGraphicsScene

_ATTRIBUTES = ("_pen", "_tickPen", "currentPen")
"""Where axes and lines of the plotting library keep their pens."""


@contextmanager
def widened(scene: QGraphicsScene | None, factor: float) -> Iterator[None]:
    """Let the pens of constant width be wider by a factor for as long as this lasts."""
    undo: list[Callable[[], None]] = []
    try:
        for item in [] if scene is None or factor == 1 else scene.items():
            undo += _widen(item, factor)
        yield
    finally:
        for step in undo:
            step()


def _widen(item: QGraphicsItem, factor: float) -> list[Callable[[], None]]:
    """Widen the pens of one item; return what gives it back its own."""
    undo: list[Callable[[], None]] = []
    if isinstance(item, QAbstractGraphicsShapeItem) and item.pen().isCosmetic():
        undo.append(_setting(item.setPen, item.pen(), factor))
    options = getattr(item, "opts", None)
    if isinstance(options, dict) and isinstance(options.get("pen"), QPen):
        undo.append(_setting(lambda pen: options.update(pen=pen), options["pen"], factor))
    pens = {name: getattr(item, name, None) for name in _ATTRIBUTES}
    undo += [_setting(_setter(item, name), pen, factor) for name, pen in pens.items() if isinstance(pen, QPen)]
    return undo


def _setter(item: QGraphicsItem, name: str) -> Callable[[QPen], None]:
    def put(pen: QPen) -> None:
        setattr(item, name, pen)
        if hasattr(item, "picture"):  # what an axis has drawn with its former pen
            item.picture = None

    return put


def _setting(put: Callable[[QPen], None], pen: QPen, factor: float) -> Callable[[], None]:
    """Put a wider pen, and return what puts the former one."""
    wide = QPen(pen)
    if pen.isCosmetic():
        wide.setWidthF(max(1.0, pen.widthF()) * factor)
    put(wide)
    return lambda: put(pen)
