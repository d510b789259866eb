"""Where the Tab key goes: part after part of a window, whenever their controls were made."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget


class FocusOrder:
    """The parts of a window in the order in which the keyboard goes through them.

    Qt's own order is that in which controls were made, so that those that are made later come last. Within a
    part, this one is that in which controls were put into their places.

    Parameters
    ----------
    window
        The window.
    parts
        Its parts, in order; what lies in none of them comes last.
    """

    def __init__(self, window: QWidget, parts: Sequence[QWidget]) -> None:
        self._window = window
        self._parts = tuple(parts)

    def stops(self) -> list[QWidget]:
        """Return every control that takes the focus now, in order."""
        return sorted((one for one in _reachable(self._window) if _takes_focus(one)), key=self._rank)

    def move(self, forward: bool) -> bool:
        """Give the focus to the next control, or to the one before; return whether there is one."""
        stops = self.stops()
        if not stops:
            return False
        now = QApplication.focusWidget()
        place = stops.index(now) if now in stops else (-1 if forward else 0)
        chosen = stops[(place + (1 if forward else -1)) % len(stops)]
        reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
        chosen.setFocus(reason)
        return True

    def _rank(self, widget: QWidget) -> int:
        for rank, part in enumerate(self._parts):
            if part is widget or part.isAncestorOf(widget):
                return rank
        return len(self._parts)


def _reachable(widget: QWidget) -> Iterator[QWidget]:
    """Yield what is visible and enabled below a widget, each before its own children."""
    # Not along nextInFocusChain: PySide takes what that returns for a child of the widget it was asked of,
    # and lets go of it, menus and all, when that widget is deleted.
    for child in widget.children():
        if not isinstance(child, QWidget) or child.isWindow() or child.isHidden():
            continue
        if child.isEnabled():
            yield child
            yield from _reachable(child)


def _takes_focus(widget: QWidget) -> bool:
    return bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) and widget.focusProxy() is None
