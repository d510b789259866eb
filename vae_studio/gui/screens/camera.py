"""Takes pictures of widgets in both themes."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtWidgets import QWidget

from vae_studio.api import OutputError
from vae_studio.gui.screens.director import Wait
from vae_studio.gui.theme import Mode, Theme

SETTLING_SECONDS = 0.4


class Camera:
    """Writes pictures into a folder.

    Parameters
    ----------
    theme
        Is changed for each picture.
    folder
        Where they go; made if it is missing.
    modes
        Themes to take each picture in.
    """

    def __init__(self, theme: Theme, folder: Path, modes: tuple[Mode, ...] = ("dark", "light")) -> None:
        self._theme = theme
        self._folder = folder
        self._modes = modes
        self.taken: list[Path] = []

    def take(self, widget: QWidget, name: str) -> Iterator[Wait]:
        """Take a widget in each theme, once it has settled in its colours.

        Raises
        ------
        OutputError
            A picture cannot be written.
        """
        for mode in self._modes:
            self._theme.set_mode(mode)
            yield settled()
            path = self._folder / f"{name}-{mode}.png"
            if not widget.grab().save(str(path)):
                raise OutputError(f"{path} was not written.", "Choose another folder.")
            self.taken.append(path)
        self._theme.set_mode(self._modes[0])
        yield settled()


def settled(seconds: float = SETTLING_SECONDS) -> Wait:
    """Wait a little, so that what changes of itself has come to rest."""
    until = time.monotonic() + seconds
    return "the window has settled", lambda: time.monotonic() >= until
