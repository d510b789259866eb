"""The drawn page of the Latent grid: mosaic, options, pins, the point under the mouse, saving."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent, QKeyEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from vae_studio.gui.drag_out import DraggedPicture, start_tile_drag
from vae_studio.gui.drops import titled
from vae_studio.gui.figures import decimal
from vae_studio.gui.latent.examples_overlay import ExamplesOverlay
from vae_studio.gui.latent.options import OptionColumn
from vae_studio.gui.latent.pin_layer import Mark
from vae_studio.gui.latent.plot import GridPlot
from vae_studio.gui.latent.pointing import Pointed
from vae_studio.gui.latent.scrubber import EpochScrubber
from vae_studio.gui.latent.square_holder import SquareHolder
from vae_studio.gui.latent.ticks import FEWEST_PLACES, grid_places
from vae_studio.gui.pixels import to_image
from vae_studio.gui.saving.asking import ask_and_save, copy_figure
from vae_studio.gui.selection import Selection
from vae_studio.gui.studio import Studio
from vae_studio.gui.theme import Theme
from vae_studio.gui.tray.cards import Card, flagged, numbers
from vae_studio.gui.widgets.side_options import SideOptions
from vae_studio.latent.grid import LatentGrid, Window


class GridView(QWidget):
    """Shows grids as they come, with the tray's images as pins; there once its :meth:`making` is over."""

    def __init__(self, studio: Studio, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._studio = studio
        self._theme = theme
        self._grid: LatentGrid | None = None
        self._made = False
        self.hide()  # until it has its place, the pages would show it beside themselves

    def making(self) -> Iterator[None]:
        """Make it, piece by piece."""
        studio, theme = self._studio, self._theme
        self.plot = GridPlot(theme)
        self._holder = SquareHolder(self.plot, self)
        self.scrubber = EpochScrubber(studio, theme, self)
        yield
        self.options = OptionColumn(theme, self)
        yield from self.options.making()
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 4, 4, 0)
        row.setSpacing(12)
        column = QVBoxLayout()
        column.setSpacing(4)
        column.addWidget(self._holder, 1)
        column.addWidget(self.scrubber)
        row.addLayout(column, 1)
        yield
        self.side = SideOptions(theme, self, row, self.options)
        self.overlay = ExamplesOverlay(studio, self.plot, self.options, self)
        self._connect()
        self._made = True

    def _connect(self) -> None:
        options, plot, studio = self.options, self.plot, self._studio
        studio.tray_changed.connect(self._on_tray)
        studio.run_changed.connect(self._on_run)
        studio.selection.changed.connect(self._show_pins)
        plot.pointed.connect(self._on_pointed)
        plot.chosen.connect(self._add_point)
        plot.window_wanted.connect(self._on_window)
        plot.dragged_out.connect(self._drag_out)
        plot.pin_layer.clicked.connect(studio.selection.toggle)
        plot.pin_layer.hovered.connect(studio.selection.point)
        studio.selection.pointed_changed.connect(plot.raise_pin)
        options.preview.picture.dragged_out.connect(self._drag_out)
        options.requested.connect(self._on_requested)
        options.contrast_changed.connect(plot.set_contrast)
        options.tray_images.toggled.connect(self._show_pins)
        options.tile_borders.toggled.connect(plot.show_borders)
        options.held.card_chosen.connect(lambda _: self._hold_at_card())
        options.save.clicked.connect(self.save)
        options.copy.clicked.connect(self.copy)
        copy_z = QShortcut(QKeySequence.StandardKey.Copy, plot)
        copy_z.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        copy_z.activated.connect(options.preview.copy_z)
        for key in (Qt.Key.Key_A, Qt.Key.Key_0):
            whole = QShortcut(QKeySequence(key), self)
            whole.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            whole.activated.connect(plot.reset_view)

    def show_grid(self, grid: LatentGrid, epoch: int) -> None:
        """Draw a grid of the weights after so many complete epochs."""
        self._grid = grid
        self.options.preview.forget_tile()
        self.plot.show_grid(grid)
        self._holder.fit()
        self.options.show_request(self._studio.grid_request, grid.z.shape[-1])
        self.options.show_grid(grid)
        self.overlay.show_grid(grid, epoch)
        self._show_pins()

    def save(self) -> None:
        """Ask where to, and save the grid."""
        ask_and_save(self._studio, self._theme, self._studio.outputs.grid_figure(), self)

    def copy(self) -> None:
        """Put the grid on the clipboard as a picture."""
        copy_figure(self._studio.outputs.grid_figure())

    def showEvent(self, event: QShowEvent) -> None:
        """Encode examples while somebody looks."""
        super().showEvent(event)
        self.overlay.watch(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Show everything with Home, unless the field in focus uses that key itself, as a slider does."""
        if event.key() == Qt.Key.Key_Home and not event.modifiers():
            self.plot.reset_view()
        else:
            super().keyPressEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Encode nothing while nobody looks."""
        if self._made:
            self.overlay.watch(False)
        super().hideEvent(event)

    def _on_run(self) -> None:
        """Show all of the next run's plane."""
        self.plot.forget_window()

    def _on_requested(self, values: dict[str, Any], moving: bool) -> None:
        if values.get("spacing") == "quantile" and not self.plot.navigator.within_ends:
            values = {**values, "window": None}  # quantiles end where equal steps went on
        if "window" in values:
            self.plot.forget_window()
        self._studio.request_grid(replace(self._studio.grid_request, **values), moving)

    def _on_window(self, window: Window | None, moving: bool) -> None:
        self._studio.request_grid(replace(self._studio.grid_request, window=window), moving)

    def _on_pointed(self, point: Pointed | None) -> None:
        if self._grid is None or point is None:
            self.options.preview.clear()
            return
        self.options.preview.show_point(self._grid, point)
        if not self.plot.navigator.moving:  # its tile will do until the view rests
            self._studio.decode_point(point.z, lambda image: self._on_decoded(point, image))

    def _on_decoded(self, point: Pointed, image: np.ndarray) -> None:
        """Show a decoded point, unless the mouse has gone on to another tile."""
        now = self.plot.point
        if now is not None and (now.row, now.column) == (point.row, point.column):
            self.options.preview.show_decoded(point.z, image)

    def _add_point(self) -> None:
        """Put what the preview shows into the tray, as if it came from outside."""
        preview = self.options.preview
        if preview.pixels is not None:
            self._studio.add_images([titled(to_image(preview.pixels), self._words(preview.picture_z))])

    def _drag_out(self) -> None:
        """Let what the preview shows be dragged out of the window."""
        preview = self.options.preview
        if preview.pixels is None:
            return
        words = self._words(preview.picture_z)
        metadata = {
            **self._studio.outputs.provenance(),
            "Latent z": [round(value, 6) for value in preview.picture_z],
        }
        notice = start_tile_drag(self.plot, DraggedPicture(words, preview.pixels, metadata))
        if notice is not None:
            self._studio.notice.emit(notice)

    def _words(self, z: tuple[float, ...]) -> str:
        places = FEWEST_PLACES if self._grid is None else max(grid_places(self._grid))
        coordinates = ", ".join(decimal(value, places) for value in z[:2])
        return f"z {coordinates}{', …' if len(z) > 2 else ''}"

    def _on_tray(self) -> None:
        self._show_pins()
        known = numbers(self._studio.tray.cards)
        encoded = [card for card in self._studio.tray.cards if card.posterior is not None]
        words = [(card.identity, f"{known[card.identity]} {card.name}") for card in encoded]
        self.options.held.show_cards(words)
        self.overlay.show_cards(words)
        self._hold_at_card()

    def _hold_at_card(self) -> None:
        """Hold the other dimensions where a card is encoded now, if one is chosen."""
        request, identity = self._studio.grid_request, self.options.held.card
        card = next((card for card in self._studio.tray.cards if card.identity == identity), None)
        if card is None or card.posterior is None or len(card.posterior.loc) != self._latent_size():
            return
        held = tuple(float(value) for value in card.posterior.loc)
        if held != request.held:
            self._studio.request_grid(replace(request, held=held))

    def _latent_size(self) -> int:
        return 0 if self._grid is None else self._grid.plane.latent_size

    def _show_pins(self) -> None:
        cards = self._studio.tray.cards if self.options.tray_images.isChecked() else ()
        self.plot.show_marks(marks(cards, self._studio.selection))


def marks(cards: tuple[Card, ...], selection: Selection) -> dict[int, Mark]:
    """Return where the encoded cards lie, by identity."""
    known = numbers(cards)
    return {
        card.identity: Mark(known[card.identity], card.posterior.loc, flagged(card), card.identity in selection)
        for card in cards
        if card.posterior is not None
    }
