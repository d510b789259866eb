"""The right end of the menu row: dock toggles and the theme."""

from __future__ import annotations

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QWidget

from vae_studio.gui.docks import Docks
from vae_studio.gui.theme import Theme
from vae_studio.gui.widgets.buttons import IconButton
from vae_studio.gui.widgets.separator import Separator


class MenuCorner(QWidget):
    """Three toggles for the docks, and a button that exchanges dark and light."""

    def __init__(self, theme: Theme, docks: Docks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 12, 0)
        row.setSpacing(4)
        for action, name in (
            (docks.show_left, "layout-sidebar-left"),
            (docks.show_tray, "layout-panel"),
            (docks.show_right, "layout-sidebar-right"),
        ):
            row.addWidget(_toggle(theme, action, name))
        rule = Separator(vertical=True)
        rule.setFixedHeight(16)
        row.addSpacing(4)
        row.addWidget(rule)
        row.addSpacing(4)
        self.theme_button = IconButton(theme, "ph.sun", "")
        self.theme_button.clicked.connect(self._exchange)
        row.addWidget(self.theme_button)
        theme.changed.connect(self._show_theme)
        self._show_theme()

    def _exchange(self) -> None:
        self._theme.set_mode("light" if self._theme.is_dark else "dark")

    def _show_theme(self) -> None:
        dark = self._theme.is_dark
        self.theme_button.set_icon("ph.sun" if dark else "ph.moon")
        self.theme_button.set_tooltip("Light theme" if dark else "Dark theme")


def _toggle(theme: Theme, action: QAction, name: str) -> IconButton:
    button = IconButton(theme, f"msc.{name}", action.toolTip(), checkable=True)

    def show(checked: bool) -> None:
        button.setChecked(checked)
        button.set_icon(f"msc.{name}" if checked else f"msc.{name}-off")

    action.toggled.connect(show)
    button.clicked.connect(action.setChecked)
    show(action.isChecked())
    return button
