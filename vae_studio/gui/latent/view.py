"""The drawn page of the Latent grid: mosaic, options, pins, saving."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QWidget

from vae_studio.gui.drops import titled
from vae_studio.gui.figures import decimal
from vae_studio.gui.latent.options import OptionColumn
from vae_studio.gui.latent.plot import GridPlot, Mark
from vae_studio.gui.latent.square_holder import SquareHolder
from vae_studio.gui.pixels import to_image
from vae_studio.gui.saving.asking import ask_and_save, copy_figure
from vae_studio.gui.studio import Studio
from vae_studio.gui.theme import Theme
from vae_studio.gui.tray.cards import Card, numbers
from vae_studio.latent.grid import GridRequest, LatentGrid


class GridView(QWidget):
    """Shows grids as they come, with the tray's images as pins."""

    def __init__(self, studio: Studio, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._studio = studio
        self._theme = theme
        self._grid: LatentGrid | None = None
        self.plot = GridPlot(theme)
        self.options = OptionColumn(theme)
        self._holder = SquareHolder(self.plot)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 4, 4, 0)
        row.setSpacing(12)
        row.addWidget(self._holder, 1)
        row.addWidget(self.options)
        self._connect()

    def _connect(self) -> None:
        options = self.options
        self._studio.tray_changed.connect(self._show_pins)
        self.plot.tile_changed.connect(self._on_tile)
        self.plot.tile_chosen.connect(self._add_tile)
        options.requested.connect(self._studio.request_grid)
        options.contrast_changed.connect(self.plot.set_contrast)
        options.tray_images.toggled.connect(self._show_pins)
        options.tile_borders.toggled.connect(self.plot.show_borders)
        options.save.clicked.connect(self.save)
        options.copy.clicked.connect(self.copy)
        copy_z = QShortcut(QKeySequence.StandardKey.Copy, self.plot)
        copy_z.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        copy_z.activated.connect(options.preview.copy_z)

    def show_grid(self, grid: LatentGrid) -> None:
        """Draw a grid."""
        self._grid = grid
        self.plot.show_grid(grid)
        self._holder.fit()
        self.options.show_request(self._studio.grid_request, grid.z.shape[-1])
        self.options.show_grid(grid)
        self._show_pins()

    def save(self) -> None:
        """Ask where to, and save the grid."""
        figure = self._studio.outputs.grid_figure()
        if figure is not None:
            ask_and_save(self._studio, self._theme, figure, self)

    def copy(self) -> None:
        """Put the grid on the clipboard as a picture."""
        figure = self._studio.outputs.grid_figure()
        if figure is not None:
            copy_figure(figure)

    def _on_tile(self, row: int, column: int) -> None:
        if self._grid is None or row < 0:
            self.options.preview.clear()
        else:
            self.options.preview.show_tile(self._grid, row, column)

    def _add_tile(self, row: int, column: int) -> None:
        """Put a decoded tile into the tray, as if it came from outside."""
        if self._grid is not None:
            coordinates = ", ".join(decimal(float(value), 2) for value in self._grid.z[row, column][:2])
            self._studio.add_images([titled(to_image(self._grid.images[row, column]), f"z {coordinates}")])

    def _show_pins(self) -> None:
        cards = self._studio.tray.cards if self.options.tray_images.isChecked() else ()
        request = self._grid.request if self._grid is not None else self._studio.grid_request
        self.plot.show_marks(marks(cards, request))


def marks(cards: tuple[Card, ...], request: GridRequest) -> dict[int, Mark]:
    """Return where the encoded cards lie on the axes of a grid, by identity."""
    by_identity = numbers(cards)
    found = {}
    for card in cards:
        if card.posterior is not None:
            loc = card.posterior.loc
            up = 0.0 if request.up is None else float(loc[request.up])
            found[card.identity] = Mark(by_identity[card.identity], float(loc[request.across]), up)
    return found
