"""The window of explanations: topics on the left, the chosen one on the right."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, QUrl
from PySide6.QtGui import QImage, QTextDocument
from PySide6.QtWidgets import QDialog, QHBoxLayout, QListWidget, QListWidgetItem, QTextBrowser, QWidget

from vae_studio.gui.help.topics import TOPICS, Topic
from vae_studio.gui.theme import Theme, icon
from vae_studio.gui.widgets.separator import Separator

SIZE = QSize(760, 560)
LIST_WIDTH = 184
PICTURE_WIDTH = 520
NAME_ROLE = int(Qt.ItemDataRole.UserRole)


class HelpDialog(QDialog):
    """Explains the parts of the window; it stays open beside what it explains.

    Attributes
    ----------
    topics
        The list.
    page
        The explanation.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._topic = TOPICS[0]
        self.setWindowTitle("What am I looking at?")
        self.setWindowModality(Qt.WindowModality.NonModal)
        self.resize(SIZE)
        self.topics = QListWidget()
        self.topics.setAccessibleName("Topics")
        self.topics.setFixedWidth(LIST_WIDTH)
        self.topics.setIconSize(QSize(16, 16))
        self.topics.setProperty("variant", "topics")
        self.page = QTextBrowser()
        self.page.setAccessibleName("Explanation")
        self.page.setOpenLinks(False)
        self.page.setProperty("variant", "page")
        self.page.document().setDocumentMargin(20)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.topics)
        row.addWidget(Separator(vertical=True))
        row.addWidget(self.page, 1)
        self._list()
        self.topics.currentItemChanged.connect(self._on_chosen)
        theme.changed.connect(self._on_theme)
        self.show_topic(TOPICS[0].name)

    def show_topic(self, name: str) -> None:
        """Explain one part of the window.

        Raises
        ------
        KeyError
            There is no such topic.
        """
        row = [one.name for one in TOPICS].index(name) if name in {one.name for one in TOPICS} else None
        if row is None:
            raise KeyError(name)
        self.topics.setCurrentRow(row)
        self._show(TOPICS[row])

    def _list(self) -> None:
        for one in TOPICS:
            item = QListWidgetItem(icon(self._theme, one.icon, "text_2", on="text"), one.title)
            item.setData(NAME_ROLE, one.name)
            item.setSizeHint(QSize(LIST_WIDTH - 16, 28))
            self.topics.addItem(item)

    def _on_chosen(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self._show(next(one for one in TOPICS if one.name == item.data(NAME_ROLE)))

    def _on_theme(self) -> None:
        self._show(self._topic)

    def _show(self, topic: Topic) -> None:
        self._topic = topic
        document = self.page.document()
        document.setDefaultStyleSheet(self._style())
        content = topic.picture("dark" if self._theme.is_dark else "light")
        picture = ""
        if content is not None:
            image = QImage.fromData(content)
            document.addResource(
                QTextDocument.ResourceType.ImageResource.value, QUrl(f"picture:{topic.name}"), image
            )
            height = round(image.height() * PICTURE_WIDTH / max(1, image.width()))
            picture = f'<p><img src="picture:{topic.name}" width="{PICTURE_WIDTH}" height="{height}"></p>'
        self.page.setHtml(topic.text() + picture)

    def _style(self) -> str:
        colour = {name: self._theme.colour(name).name() for name in ("text", "text_2", "accent")}
        return (
            f"p {{ font-size: 12px; line-height: 150%; color: {colour['text']}; margin-bottom: 10px; }}"
            ".title { font-size: 15px; font-weight: 600; }"
            f".formula {{ font-size: 14px; color: {colour['accent']}; margin-left: 12px; }}"
            f"i {{ color: {colour['text']}; }}"
        )
