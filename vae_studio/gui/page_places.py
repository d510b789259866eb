"""Where the pages that are made late belong, and who deals with them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from vae_studio.gui.late_pages import LATE_PAGES, TABS

if TYPE_CHECKING:
    from vae_studio.gui.figure_saving import SavablePage
    from vae_studio.gui.main_window import MainWindow


class PagePlaces(QObject):
    """Gives each page its place in the window, and everybody who deals with it what they need.

    Parameters
    ----------
    window
        Whose pages they are.
    own_drops
        Lets drops on a part reach the window.
    """

    def __init__(self, window: MainWindow, own_drops: Callable[[QWidget], None]) -> None:
        super().__init__(window)
        self._window = window
        self._own_drops = own_drops
        self._wiring: dict[str, Callable[[], None]] = {
            "scatter": self._wire_scatter,
            "kl_lab": self._wire_kl_lab,
            "interpolation": self._wire_interpolation,
            "runs": self._wire_runs,
        }
        window.late.made.connect(self._on_made)
        for part in (window.latent, window.training):
            part.pieces.on_done = partial(own_drops, part)
        window.studio.selection.changed.connect(self._on_selection)
        window.centre.tabs.currentChanged.connect(self._on_tab)

    def _on_made(self, name: str, page: QWidget) -> None:
        window, known = self._window, LATE_PAGES[name]
        if name in TABS:
            window.centre.put_page(1 + TABS.index(name), page, getattr(page, known.corner))
        if known.saves:
            window.figures.add(cast("SavablePage", page), known.saves)
        window.help.add(page, known.topic, is_page=name != "interpolation")
        if name in self._wiring:
            self._wiring[name]()
        self._own_drops(page)
        if hasattr(page, "pieces"):
            page.pieces.on_done = partial(self._own_drops, page)

    def _wire_scatter(self) -> None:
        scatter = self._window.scatter
        self._window.tray.pointed.connect(scatter.raise_pin)
        scatter.drawable.connect(lambda _: self._own_drops(scatter))

    def _wire_kl_lab(self) -> None:
        self._window.kl_lab.lab.closed.connect(self._window.studio.shutdown)

    def _wire_interpolation(self) -> None:
        self._window.centre.add_below(self._window.interpolation)
        self._on_tab()

    def _wire_runs(self) -> None:
        self._window.sections.put_runs(self._window.runs)

    def _on_selection(self) -> None:
        """Make the strip between two images of the tray as soon as two are selected."""
        if self._window.studio.selection.pair is not None:
            self._window.late.page("interpolation")

    def _on_tab(self) -> None:
        """Hide the strip where the page has nothing to do with the tray."""
        window = self._window
        if window.late.has("interpolation"):
            window.interpolation.allow(window.centre.tabs.currentIndex() != 1 + TABS.index("kl_lab"))
