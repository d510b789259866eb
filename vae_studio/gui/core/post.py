"""Bringing a result back to the GUI thread, whichever thread it comes from."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal, Slot


class GuiPost(QObject):
    """Calls functions on the thread in which it was made, through that thread's event loop."""

    _posted = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._posted.connect(self._call, Qt.ConnectionType.QueuedConnection)

    def __call__(self, action: Callable[[], None]) -> None:
        """Have `action` called on the GUI thread; may be used from any thread."""
        self._posted.emit(action)

    @Slot(object)
    def _call(self, action: Callable[[], None]) -> None:
        action()
