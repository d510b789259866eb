"""Buttons: plain, primary, split, and icons without words.

They take focus from the keyboard only, so that the focus ring never follows a click.
"""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QGuiApplication, QIcon
from PySide6.QtWidgets import QMenu, QPushButton, QToolButton, QWidget

from vae_studio.gui.theme import Theme, icon
from vae_studio.gui.widgets.properties import set_property

Variant = Literal["", "primary", "flat", "quiet", "link"]
_ICON_TOKENS = {"primary": "on_accent", "quiet": "text_2", "link": "accent"}


class Button(QPushButton):
    """A push button with words and, where given, an icon.

    Parameters
    ----------
    theme
        Where the icon's colour comes from.
    text
        Its words.
    icon_name
        Icon before the words, such as ``"ph.plus"``.
    variant
        ``""`` framed, ``"primary"`` filled, ``"flat"`` frameless, ``"quiet"`` frameless and grey,
        ``"link"`` like a word in a text.
    small
        24 instead of 28 px high.
    """

    def __init__(
        self,
        theme: Theme,
        text: str,
        icon_name: str = "",
        *,
        variant: Variant = "",
        small: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self._theme = theme
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setProperty("variant", variant)
        if small:
            self.setProperty("scale", "small")
        self.setIconSize(QSize(18, 14) if small else QSize(20, 16))
        self.set_icon(icon_name)

    def set_icon(self, name: str) -> None:
        """Show another icon; an empty name shows none."""
        token = _ICON_TOKENS.get(str(self.property("variant")), "text")
        self.setIcon(icon(self._theme, name, token) if name else QIcon())


class PrimaryButton(Button):
    """The one filled button of a panel."""

    def __init__(self, theme: Theme, text: str, icon_name: str = "", *, parent: QWidget | None = None) -> None:
        super().__init__(theme, text, icon_name, variant="primary", parent=parent)


class SplitButton(QToolButton):
    """A filled button with a menu of alternatives beside it: ``Continue ▾``."""

    def __init__(
        self, theme: Theme, text: str, icon_name: str, menu: QMenu, *, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("variant", "split")
        self.setText(text)
        self.setIcon(icon(theme, icon_name, "on_accent"))
        self.setIconSize(QSize(20, 16))
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.MenuButtonPopup)
        self.setMenu(menu)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)


class IconButton(QToolButton):
    """An icon without words; its tooltip is also its accessible name.

    Parameters
    ----------
    theme
        Where the colours come from.
    icon_name
        Such as ``"ph.copy"``.
    tooltip
        What it does.
    checkable
        Whether it stays pressed, and then wears the accent.
    framed
        28 px with a frame, instead of 24 px without.
    """

    def __init__(
        self,
        theme: Theme,
        icon_name: str,
        tooltip: str,
        *,
        checkable: bool = False,
        framed: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setProperty("variant", "framed" if framed else "icon")
        self.setCheckable(checkable)
        self.setIconSize(QSize(16, 16))
        self.setFixedSize(QSize(28, 28) if framed else QSize(24, 24))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.set_icon(icon_name)
        self.set_tooltip(tooltip)

    def set_icon(self, name: str) -> None:
        """Show another icon."""
        self.setIcon(icon(self._theme, name, "text_2", on="accent"))

    def set_tooltip(self, tooltip: str) -> None:
        """Say what it does, to the eye and to a screen reader."""
        self.setToolTip(tooltip)
        self.setAccessibleName(tooltip)


class Badge(QToolButton):
    """A pill with words, such as ``Live · epoch 7``; with a menu it shows a caret.

    Parameters
    ----------
    theme
        Where the colours come from.
    text
        Its words.
    menu
        Opened by a click; None for a badge that is only read.
    """

    def __init__(
        self, theme: Theme, text: str, menu: QMenu | None = None, *, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("variant", "badge")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setText(text)
        if menu is not None:
            # Right to left puts the caret behind the words; a menu would take that from its button.
            menu.setLayoutDirection(QGuiApplication.layoutDirection())
            self.setMenu(menu)
            self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
            self.setIcon(icon(theme, "ph.caret-down", "accent"))
            self.setIconSize(QSize(12, 12))
            self.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
            self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)

    def set_active(self, active: bool) -> None:
        """Wear the accent, or be neutral."""
        set_property(self, "active", "true" if active else "false")
