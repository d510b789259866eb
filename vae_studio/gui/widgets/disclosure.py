"""A caret with words that shows and hides what belongs beneath it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import QToolButton, QWidget

from vae_studio.gui.theme import Theme, icon


class Disclosure(QToolButton):
    """A tree-like caret with a label; ``opened(bool)`` says whether it is open."""

    opened = Signal(bool)

    def __init__(
        self, theme: Theme, text: str, *, is_open: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._icons = {
            True: icon(theme, "ph.caret-down", "text_2"),
            False: icon(theme, "ph.caret-right", "text_2"),
        }
        self.setProperty("variant", "disclosure")
        self.setText(text)
        self.setCheckable(True)
        self.setIconSize(QSize(12, 12))
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.toggled.connect(self._on_toggled)
        self.setChecked(is_open)
        self.setIcon(self._icons[is_open])

    def set_expandable(self, expandable: bool) -> None:
        """Show a caret, or only the words where there is nothing beneath them."""
        blank = QPixmap(self.iconSize())
        blank.fill(Qt.GlobalColor.transparent)
        self.setIcon(self._icons[self.isChecked()] if expandable else QIcon(blank))
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, not expandable)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if expandable else Qt.FocusPolicy.NoFocus)

    def _on_toggled(self, is_open: bool) -> None:
        self.setIcon(self._icons[is_open])
        self.opened.emit(is_open)
