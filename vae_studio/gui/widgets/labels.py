"""Labels: words in one of the theme's roles and tones, and words that shrink with their place."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QStyle, QStyleOption, QWidget

from vae_studio.gui.theme import Theme
from vae_studio.gui.theme.fonts import Role
from vae_studio.gui.theme.icons import icon
from vae_studio.gui.widgets.properties import set_property

Tone = Literal["text", "text_2", "text_3", "accent", "ok", "warn", "error"]


class Label(QLabel):
    """Words in one role and tone of the theme."""

    def __init__(
        self,
        theme: Theme,
        text: str = "",
        *,
        role: Role = "body",
        tone: Tone = "text",
        wrap: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self.setFont(theme.font(role))
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("tone", tone)
        self.setWordWrap(wrap)

    def set_tone(self, tone: Tone) -> None:
        """Change the colour."""
        set_property(self, "tone", tone)


class ElidedLabel(Label):
    """A label that ends in "…" where its place is too narrow.

    The tooltip then has all of it, unless `offer_all` leaves the tooltip to someone else.
    """

    def __init__(
        self,
        theme: Theme,
        text: str = "",
        *,
        role: Role = "body",
        tone: Tone = "text",
        mode: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
        offer_all: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, text, role=role, tone=tone, parent=parent)
        self._mode = mode
        self._offer_all = offer_all
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def minimumSizeHint(self) -> QSize:
        """Return a size of no width: it may shrink to nothing."""
        return QSize(0, super().minimumSizeHint().height())

    def shown_text(self) -> str:
        """Return the words as they fit."""
        return self.fontMetrics().elidedText(self.text(), self._mode, self.contentsRect().width())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint what fits, and offer the rest as a tooltip."""
        del event
        shown = self.shown_text()
        if self._offer_all:
            self.setToolTip(self.text() if shown != self.text() else "")
        option = QStyleOption()
        option.initFrom(self)
        painter = QPainter(self)
        self.style().drawPrimitive(QStyle.PrimitiveElement.PE_Widget, option, painter, self)
        self.style().drawItemText(
            painter,
            self.contentsRect(),
            int(self.alignment() | Qt.AlignmentFlag.AlignVCenter),
            self.palette(),
            self.isEnabled(),
            shown,
            self.foregroundRole(),
        )


class IconLabel(QLabel):
    """A small icon that is only looked at."""

    def __init__(
        self, theme: Theme, name: str, colour: str = "text_2", *, size: int = 16, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._name = name
        self._colour = colour
        self._size = size
        self.setFixedSize(size, size)
        theme.changed.connect(self._draw)
        self._draw()

    def set_icon(self, name: str, colour: str) -> None:
        """Show another icon in another colour."""
        if (name, colour) != (self._name, self._colour):
            self._name, self._colour = name, colour
            self._draw()

    def _draw(self) -> None:
        made = icon(self._theme, self._name, self._colour)
        self.setPixmap(made.pixmap(QSize(self._size, self._size), self.devicePixelRatioF()))
