"""A little program to drag files out of: press on its window and pull. Arguments: X Y FILE…"""

import sys

from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QDrag, QMouseEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QLabel


class DragSource(QLabel):
    """Starts a drag of its files as soon as the mouse moves with a button held."""

    def __init__(self, files: list[str]) -> None:
        super().__init__("drag me")
        self._urls = [QUrl.fromLocalFile(file) for file in files]
        self._dragging = False

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        print("ready", flush=True)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._dragging or not event.buttons() & Qt.MouseButton.LeftButton:
            return
        self._dragging = True
        data = QMimeData()
        data.setUrls(self._urls)
        drag = QDrag(self)
        drag.setMimeData(data)
        done = drag.exec(Qt.DropAction.CopyAction)
        # The other side fetches the data after the drop: this program stays until it is ended.
        print("dropped" if done == Qt.DropAction.CopyAction else "refused", flush=True)


if __name__ == "__main__":
    app = QApplication(sys.argv[:1])
    source = DragSource(sys.argv[3:])
    source.setGeometry(int(sys.argv[1]), int(sys.argv[2]), 200, 200)
    source.show()
    sys.exit(app.exec())
