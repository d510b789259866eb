"""The row of cards: choosing, taking out, and dragging out of the window."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal, SignalInstance
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QListView

from vae_studio.gui.tray.delegate import CELL


class CardView(QListView):
    """Cards side by side.

    Signals
    -------
    deleted
        Delete was pressed.
    left
        The pointer has gone.
    dragged
        The selected cards are being pulled out.
    copied
        Their pictures are wanted on the clipboard.
    coordinates_copied
        Their latent coordinates are.
    """

    deleted = Signal()
    left = Signal()
    dragged = Signal()
    copied = Signal()
    coordinates_copied = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self._offer("Copy pictures", self.copied, QKeySequence.StandardKey.Copy)
        self._offer("Copy z", self.coordinates_copied)
        self._offer("Take out of the tray", self.deleted, QKeySequence.StandardKey.Delete)
        self.setAccessibleName("Encoded images")
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(False)
        self.setUniformItemSizes(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.horizontalScrollBar().setSingleStep(CELL.width() // 2)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.setProperty("variant", "gallery")
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)

    def _offer(self, words: str, signal: SignalInstance, key: QKeySequence.StandardKey | None = None) -> None:
        action = QAction(words, self)
        if key is not None:
            action.setShortcut(key)
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        action.triggered.connect(lambda: signal.emit())
        self.addAction(action)

    def startDrag(self, actions: Qt.DropAction) -> None:
        """Leave it to the panel, which knows what the cards hold."""
        del actions
        self.dragged.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the selected cards out with Delete; select none with Escape."""
        if event.key() in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}:
            self.deleted.emit()
        elif event.key() == Qt.Key.Key_Escape and self.selectionModel().hasSelection():
            self.clearSelection()
        else:
            super().keyPressEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Say that the pointer has gone."""
        self.left.emit()
        super().leaveEvent(event)
