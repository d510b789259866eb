"""A window on which anything can be dropped anywhere."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QMainWindow, QWidget

from vae_studio.gui.docks import Docks
from vae_studio.gui.drop_overlay import DropOverlay
from vae_studio.gui.window_drops import WindowDrops


class DropWindow(QMainWindow):
    """Takes drags for all its parts; whoever derives from it makes these three first.

    Attributes
    ----------
    drops
        Decides what becomes of them.
    overlay
        Shows what would.
    docks
        Over the dataset's dock a drop is a dataset.
    """

    drops: WindowDrops
    overlay: DropOverlay
    docks: Docks

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Show what letting go would do."""
        if self.drops.enter(event.mimeData()):
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Keep the small pictures beside the pointer."""
        self.drops.move(self.overlay.mapFrom(self, event.position().toPoint()))
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Hide the overlay."""
        self.drops.leave()
        event.accept()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take what was let go."""
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        dock = self.docks.dataset
        over = dock.isVisible() and dock.geometry().contains(event.position().toPoint())
        self.drops.drop(event.mimeData(), over_dataset=over)

    @staticmethod
    def own_drops(part: QWidget, but: QWidget) -> None:
        """Let drops on a part reach the window, for views and text fields would keep them; one of them may."""
        for child in part.findChildren(QWidget):
            if child.acceptDrops() and child is not but:
                child.setAcceptDrops(False)
