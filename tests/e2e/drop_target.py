"""A little program to drop files onto: it copies them, as a file manager does. Arguments: X Y FOLDER."""

import shutil
import sys
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QLabel


class DropTarget(QLabel):
    """Takes every file."""

    def __init__(self, folder: Path) -> None:
        super().__init__("drop here")
        self._folder = folder
        self.setAcceptDrops(True)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        print("ready", flush=True)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()

    def dropEvent(self, event: QDropEvent) -> None:
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        for url in event.mimeData().urls():
            shutil.copy(url.toLocalFile(), self._folder)
        print("taken", flush=True)


if __name__ == "__main__":
    app = QApplication(sys.argv[:1])
    target = DropTarget(Path(sys.argv[3]))
    target.setGeometry(int(sys.argv[1]), int(sys.argv[2]), 200, 200)
    target.show()
    sys.exit(app.exec())
