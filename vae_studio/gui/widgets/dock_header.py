"""The title row of a dock."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QWidget

from vae_studio.gui.theme import Theme
from vae_studio.gui.widgets.buttons import IconButton
from vae_studio.gui.widgets.labels import IconLabel, Label

ICON_INSET = 4
"""How far an icon stands inside its button, px: words without a button beside them end where icons do."""


class DockHeader(QWidget):
    """Title on the left; hint, lock and buttons on the right. Used as a dock's title widget.

    Parameters
    ----------
    theme
        Colours and type.
    title
        Name of the dock.
    height
        32 px, 36 for the tray.
    """

    def __init__(self, theme: Theme, title: str, *, height: int = 32, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setProperty("ground", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(height)
        self.title = Label(theme, title, role="section")
        self.detail = Label(theme, "", tone="text_2")
        self.hint = Label(theme, "", tone="text_2")
        self.hint.setContentsMargins(0, 0, ICON_INSET, 0)
        self._lock = IconLabel(theme, "ph.lock-simple", "text_2", size=14)
        self._lock.hide()
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(16, 0, 12, 0)
        self._row.setSpacing(6)
        self._row.addWidget(self.title)
        self._row.addSpacing(6)
        self._row.addWidget(self.detail)
        self._row.addStretch(1)
        self._row.addWidget(self._lock)
        self._row.addWidget(self.hint)

    def sizeHint(self) -> QSize:
        """Return the row's fixed height: a dock asks for the hint, not for the size."""
        return QSize(super().sizeHint().width(), self.height())

    def minimumSizeHint(self) -> QSize:
        """Return the row's fixed height."""
        return QSize(super().minimumSizeHint().width(), self.height())

    def set_detail(self, text: str) -> None:
        """Say something beside the title, such as ``6 images``."""
        self.detail.setText(text)

    def set_hint(self, text: str, *, locked: bool = False) -> None:
        """Say something on the right, with a lock where settings are locked; empty text clears it."""
        self.hint.setText(text)
        self._lock.setVisible(locked and bool(text))

    def add_button(self, icon_name: str, tooltip: str) -> IconButton:
        """Add an icon button at the right end and return it."""
        button = IconButton(self._theme, icon_name, tooltip)
        self._row.addWidget(button)
        return button

    def add_menu(self, menu: QMenu, tooltip: str = "More") -> IconButton:
        """Add a "…" button that opens a menu, and return it."""
        button = self.add_button("ph.dots-three", tooltip)
        button.setMenu(menu)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        return button

    def add_widget(self, widget: QWidget) -> None:
        """Add any widget at the right end."""
        self._row.addWidget(widget)
