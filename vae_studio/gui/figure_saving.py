"""The menu actions that save and copy whatever the chosen tab shows."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QObject, SignalInstance
from PySide6.QtGui import QAction

from vae_studio.gui.centre import Centre


class SavablePage(Protocol):
    """A page with a figure: ``drawable(bool)`` says whether there is one, ``save()`` asks where to."""

    @property
    def drawable(self) -> SignalInstance:
        """Whether there is a figure to save."""

    def save(self) -> None:
        """Ask where to, and save the figure."""

    def copy(self) -> None:
        """Put the figure on the clipboard as a picture."""


class FigureSaving(QObject):
    """Keeps the actions' words and whether they can be taken in step with the tab.

    Parameters
    ----------
    centre
        The tabs.
    saving, copying
        Save and copy when they are triggered.
    """

    def __init__(self, centre: Centre, saving: QAction, copying: QAction) -> None:
        super().__init__(centre)
        self._centre = centre
        self._saving = saving
        self._copying = copying
        self._pages: list[tuple[SavablePage, str]] = []
        self._drawable: list[bool] = []
        self._elsewhere: object = None
        centre.tabs.currentChanged.connect(self._refresh)

    def add(self, page: SavablePage, words: str) -> None:
        """Let the action save what a page shows; nothing is there to be saved until the page says so."""
        number = len(self._pages)
        self._pages.append((page, words))
        self._drawable.append(False)
        page.drawable.connect(lambda drawable: self._on_drawable(number, drawable))
        self._refresh()

    def leave_tabs(self, page: object) -> None:
        """Let the actions serve a page that is not among the tabs; None for the chosen tab again."""
        self._elsewhere = page
        self._refresh()

    def save(self) -> None:
        """Save what the chosen tab shows."""
        chosen = self._chosen()
        if chosen is not None:
            self._pages[chosen][0].save()

    def copy(self) -> None:
        """Copy what the chosen tab shows."""
        chosen = self._chosen()
        if chosen is not None:
            self._pages[chosen][0].copy()

    def _on_drawable(self, number: int, drawable: bool) -> None:
        self._drawable[number] = drawable
        self._refresh()

    def _chosen(self) -> int | None:
        current: object = self._elsewhere or self._centre.pages.currentWidget()
        return next((number for number, (page, _) in enumerate(self._pages) if page is current), None)

    def _refresh(self) -> None:
        chosen = self._chosen()
        if chosen is not None:
            words = self._pages[chosen][1]
            self._saving.setText(words)
            self._copying.setText(words.replace("Save", "Copy").removesuffix("…"))
        for action in (self._saving, self._copying):
            action.setEnabled(chosen is not None and self._drawable[chosen])
