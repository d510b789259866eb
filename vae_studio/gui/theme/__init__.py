"""Colours, type and icons: the one place that decides how the window looks."""

from vae_studio.gui.theme.icons import icon
from vae_studio.gui.theme.theme import Mode, Theme
from vae_studio.gui.theme.tokens import DARK, LIGHT, Tokens

__all__ = ["DARK", "LIGHT", "Mode", "Theme", "Tokens", "icon"]
