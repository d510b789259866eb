"""The pins of the tray's images on a grid."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QObject, Signal

from vae_studio.gui.latent.pin import Pin
from vae_studio.gui.theme import Theme

if TYPE_CHECKING:
    from vae_studio.latent.grid import LatentGrid


@dataclass(frozen=True, eq=False)
class Mark:
    """Where a card of the tray lies.

    Attributes
    ----------
    number
        What its pin bears.
    z
        Mean of its posterior, float32 ``[L]``.
    flagged, selected
        Whether its image is out of range; whether its card is selected.
    """

    number: int
    z: np.ndarray
    flagged: bool = False
    selected: bool = False


class PinLayer(QObject):
    """Draws a pin for each mark into a view box whose coordinates are the places of a grid.

    Signals
    -------
    clicked
        Identity of the card whose pin was pressed, and whether Ctrl was held.
    hovered
        Identity of the card whose pin the pointer is on, or −1.
    """

    clicked = Signal(int, bool)
    hovered = Signal(int)

    def __init__(self, theme: Theme, box: pg.ViewBox) -> None:
        super().__init__(box)
        self._theme = theme
        self._box = box
        self._marks: Mapping[int, Mark] = {}
        self.pins: dict[int, Pin] = {}

    def show(self, marks: Mapping[int, Mark]) -> None:
        """Have one pin for each mark, by the identity of its card; :meth:`place` puts them."""
        self._marks = marks
        for identity in [known for known in self.pins if known not in marks]:
            self._box.removeItem(self.pins.pop(identity))
        for identity, mark in marks.items():
            if identity not in self.pins:
                self.pins[identity] = self._made(identity, mark.number)
            pin = self.pins[identity]
            pin.number = mark.number
            pin.set_state(flagged=mark.flagged, selected=mark.selected)

    def place(self, grid: LatentGrid, at_home: bool) -> None:
        """Put the pins where a grid has their images; while all is in view, what lies beyond is on its edge."""
        for identity, mark in self._marks.items():
            if len(mark.z) != grid.plane.latent_size:
                continue  # it was encoded by the run before
            x, y = (float(place) for place in grid.place(*grid.plane.to_plane(mark.z)))
            if at_home:
                x, y = min(max(x, 0.0), 1.0), min(max(y, 0.0), 1.0)
            self.pins[identity].setPos(x, y)

    def raise_pin(self, identity: int) -> None:
        """Let one pin stand out; an unknown identity lets none."""
        for known, pin in self.pins.items():
            pin.raise_(known == identity)

    def dress(self) -> None:
        """Wear the theme's colours."""
        for pin in self.pins.values():
            pin.update()

    def _made(self, identity: int, number: int) -> Pin:
        pin = Pin(self._theme, number)
        pin.clicked.connect(lambda extend: self.clicked.emit(identity, extend))
        pin.hovered.connect(lambda on_it: self.hovered.emit(identity if on_it else -1))
        self._box.addItem(pin, ignoreBounds=True)
        return pin
