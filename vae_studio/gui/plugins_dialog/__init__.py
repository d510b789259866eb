"""The Plugins dialog: what is installed, what is broken, and why."""

from vae_studio.gui.plugins_dialog.dialog import PluginsDialog

__all__ = ["PluginsDialog"]
