"""The right end of the menu row: the sections of the window, dock toggles and the theme."""

from __future__ import annotations

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QWidget

from vae_studio.gui.docks import Docks
from vae_studio.gui.sections import RUNS, WORKSPACE, Sections
from vae_studio.gui.theme import Theme
from vae_studio.gui.widgets.buttons import IconButton
from vae_studio.gui.widgets.segmented import Segment, SegmentedControl
from vae_studio.gui.widgets.separator import Separator

SECTIONS_WIDTH = 208
BELOW_TOP = 2
"""Brings the row to the height of the menus' words: Qt puts a corner widget at the top of the menu bar, px."""


class MenuCorner(QWidget):
    """Workspace or runs, three toggles for the docks, and a button that exchanges dark and light."""

    def __init__(self, theme: Theme, docks: Docks, sections: Sections, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        row = QHBoxLayout(self)
        row.setContentsMargins(0, BELOW_TOP, 12, 0)
        row.setSpacing(4)
        self.section = SegmentedControl(
            theme,
            [
                Segment(WORKSPACE, "Workspace", "ph.layout", "Dataset, model, training and the latent space"),
                Segment(RUNS, "Runs", "ph.stack", "All runs, side by side (Ctrl+0)"),
            ],
        )
        self.section.setFixedWidth(SECTIONS_WIDTH)
        self.section.changed.connect(sections.show)
        sections.changed.connect(self._on_section)
        row.addWidget(self.section)
        row.addSpacing(8)
        self._toggles: list[QWidget] = []
        for action, name in (
            (docks.show_left, "layout-sidebar-left"),
            (docks.show_tray, "layout-panel"),
            (docks.show_right, "layout-sidebar-right"),
        ):
            toggle = _toggle(theme, action, name)
            row.addWidget(toggle)
            self._toggles.append(toggle)
        rule = Separator(vertical=True)
        rule.setFixedHeight(16)
        row.addSpacing(4)
        row.addWidget(rule)
        self._toggles.append(rule)
        row.addSpacing(4)
        self.theme_button = IconButton(theme, "ph.sun", "")
        self.theme_button.clicked.connect(self._exchange)
        row.addWidget(self.theme_button)
        for part in self._toggles:
            policy = part.sizePolicy()
            policy.setRetainSizeWhenHidden(True)  # so that nothing moves under the pointer
            part.setSizePolicy(policy)
        theme.changed.connect(self._show_theme)
        self._show_theme()

    def _on_section(self, section: str) -> None:
        self.section.set_value(section)
        for part in self._toggles:
            part.setVisible(section == WORKSPACE)

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
