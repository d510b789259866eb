"""A dashed place that files can be dropped onto."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from vae_studio.gui.drops import DropContents, holds_something, read_mime
from vae_studio.gui.theme import Theme
from vae_studio.gui.widgets.dashed_frame import DashedFrame
from vae_studio.gui.widgets.labels import ElidedLabel, IconLabel


class DropZone(DashedFrame):
    """Takes files and folders, and says so while they are held above it.

    ``dropped(DropContents)`` is emitted when something was let go here.

    Parameters
    ----------
    theme
        Colours and type.
    words
        What it says at rest.
    invitation
        What it says while something is held above it.
    refusal
        Asked whether it takes nothing at present; returns why, or "".
    """

    dropped = Signal(object)

    def __init__(
        self,
        theme: Theme,
        words: str,
        invitation: str,
        refusal: Callable[[], str] = lambda: "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, 6.0, parent)
        self._words = words
        self._invitation = invitation
        self._refusal = refusal
        self.setFixedHeight(32)
        self.setAcceptDrops(True)
        self.label = ElidedLabel(theme, words, tone="text_2")
        row = QHBoxLayout(self)
        row.setContentsMargins(6, 0, 4, 0)
        row.setSpacing(6)
        row.addWidget(IconLabel(theme, "ph.file-arrow-down", "text_2"))
        row.addWidget(self.label, 1)

    def invite(self, invited: bool) -> None:
        """Say what letting go here would do, while something is dragged elsewhere in the window."""
        if invited and not self._refusal():
            self.label.setText(self._invitation)
            self.set_active(True)
        else:
            self._rest()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Invite, or say why not."""
        if not holds_something(event.mimeData()):
            return
        refusal = self._refusal()
        self.label.setText(refusal or self._invitation)
        self.set_active(not refusal)
        # Accepted even when refused: Qt reports the end of a drag only to those who accepted its start.
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Refuse the drop itself while nothing is taken."""
        if self._refusal():
            event.ignore()
        else:
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Return to rest."""
        super().dragLeaveEvent(event)
        self._rest()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take what was dropped."""
        self._rest()
        if self._refusal():
            return
        contents: DropContents = read_mime(event.mimeData())
        if contents:
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            self.dropped.emit(contents)

    def _rest(self) -> None:
        self.label.setText(self._words)
        self.set_active(False)
