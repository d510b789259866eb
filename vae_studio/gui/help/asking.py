"""Which explanation belongs to the place where somebody asks."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QWidget

from vae_studio.gui.theme import Theme

if TYPE_CHECKING:
    from vae_studio.gui.help.dialog import HelpDialog

Places = Mapping[QWidget, str]


class Help(QObject):
    """Opens the explanation of the part of the window that has the focus, or else of the page that is shown.

    Parameters
    ----------
    theme
        Of the explanations.
    window
        The window that is explained.
    places
        Topics of its parts; where one lies inside another, the inner one counts.
    """

    def __init__(self, theme: Theme, window: QWidget, places: Places) -> None:
        super().__init__(window)
        self._theme = theme
        self._window = window
        self._places = dict(places)
        self._dialog: HelpDialog | None = None

    @property
    def dialog(self) -> HelpDialog | None:
        """The open window of explanations."""
        return self._dialog

    def add(self, part: QWidget, topic: str, *, is_page: bool) -> None:
        """Explain one more part; a page is what a question without a focus is about."""
        self._places = {part: topic, **self._places} if is_page else {**self._places, part: topic}

    def ask(self) -> None:
        """Explain what is being looked at."""
        self.explain(self.here())

    def explain(self, name: str) -> None:
        """Explain one topic."""
        if self._dialog is None:
            dialogs = import_module("vae_studio.gui.help.dialog")
            self._dialog = dialogs.HelpDialog(self._theme, self._window)
        self._dialog.show_topic(name)
        self._dialog.show()
        self._dialog.raise_()
        self._dialog.activateWindow()

    def here(self) -> str:
        """Return the topic of the part with the focus, else of the page that is visible, else of the whole."""
        widget: QWidget | None = QApplication.focusWidget()
        while widget is not None:
            if widget in self._places:
                return self._places[widget]
            widget = widget.parentWidget()
        return next((name for part, name in self._places.items() if part.isVisible()), "studio")
