"""The latent grids of the compared runs, side by side, zoomed together."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import numpy as np
from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from vae_studio.gui.runs.comparing import PLANE, RunGrid
from vae_studio.gui.runs.curves_panel import SIDES
from vae_studio.gui.runs.delegate import SERIES
from vae_studio.gui.runs.grid_view import GridView
from vae_studio.gui.theme import Theme
from vae_studio.gui.widgets.buttons import IconButton
from vae_studio.gui.widgets.labels import Label
from vae_studio.session.run_library import LibraryRun

GAP = 12
HEADING, NAME_HEIGHT = 40, 24


class GridsPanel(QWidget):
    """One picture for each run with two latent dimensions, in equal sizes.

    Parameters
    ----------
    theme
        Colours and type.

    Signals
    -------
    save_wanted
        The person wants to save the grids.
    """

    save_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.views = [GridView(theme, number) for number in range(len(SERIES))]
        self.link = IconButton(theme, "ph.link-simple", "Zoom and pan all grids together", checkable=True)
        self.link.setChecked(True)
        for view in self.views:
            view.picture.moved.connect(partial(self._follow, view))
        self.save = IconButton(theme, "ph.floppy-disk", "Save grids…")
        self.save.clicked.connect(self.save_wanted)
        self.save.setEnabled(False)
        self.words = Label(theme, "", tone="text_3", wrap=True)
        self._place = QGridLayout()
        self._columns = 0
        self._lay_out()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place the grids so that they are as large as they can be."""
        super().resizeEvent(event)
        self._arrange()

    @property
    def shown(self) -> list[GridView]:
        """The views that have a grid."""
        return [view for view in self.views if view.pixels is not None]

    def show_runs(self, runs: Sequence[LibraryRun], grids: Sequence[RunGrid | None]) -> None:
        """Show the grids of these runs, as far as they have been decoded."""
        places = [
            (number, run, grid)
            for number, (run, grid) in enumerate(zip(runs, grids, strict=True))
            if run.entry.spec is not None and run.entry.spec.encoder.latent_size == PLANE
        ]
        for view, place in zip(self.views, [*places, *[None] * len(self.views)], strict=False):
            view.setVisible(place is not None)
            if place is None:
                view.show_nothing()
            else:
                number, run, grid = place
                view.show_run(run, grid, number)
        some_missing = runs and len(places) < len(runs)
        self.words.setText("Grids show for runs with two latent dimensions." if some_missing else "")
        self.words.setVisible(bool(some_missing))
        self.save.setEnabled(bool(self.shown))
        self._columns = 0
        self._arrange()

    def pixels(self) -> np.ndarray:
        """Return all grids side by side as one picture, uint8 ``[H, W, 3]``, white between them."""
        shown = [view.pixels for view in self.views if view.pixels is not None]
        pictures = [np.broadcast_to(pixels, (*pixels.shape[:2], 3)) for pixels in shown]
        height = max(picture.shape[0] for picture in pictures)
        parts: list[np.ndarray] = []
        for picture in pictures:
            missing = height - picture.shape[0]
            parts += [np.pad(picture, ((0, missing), (0, 0), (0, 0)), constant_values=255)]
            parts += [np.full((height, GAP, 3), 255, np.uint8)]
        return np.concatenate(parts[:-1], axis=1)

    def arrays(self) -> dict[str, np.ndarray]:
        """Return the decoded tiles and their latent coordinates by run."""
        found: dict[str, np.ndarray] = {}
        for number, view in enumerate(self.shown, start=1):
            assert view.grid is not None
            found[f"run{number}_name"] = np.array(view.name.text())
            found[f"run{number}_images"] = view.grid.images
            found[f"run{number}_z"] = view.grid.z
        return found

    def _arrange(self) -> None:
        views = [view for view in self.views if not view.isHidden()]
        columns = best_columns(len(views), self.width(), self.height() - HEADING)
        if columns == self._columns or not views:
            return
        self._columns = columns
        for number, view in enumerate(self.views):
            self._place.removeWidget(view)
            self._place.setColumnStretch(number, int(number < columns))
            self._place.setRowStretch(number, int(number < -(-len(views) // columns)))
        for number, view in enumerate(views):
            self._place.addWidget(view, number // columns, number % columns)

    def _follow(self, view: GridView) -> None:
        """Show in all grids the part that somebody has zoomed or moved to in one of them."""
        if self.link.isChecked():
            rect = view.picture.box.viewRect()
            for other in self.shown:
                if other is not view:
                    other.picture.box.setRange(rect, padding=0)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(SIDES)
        column.setSpacing(6)
        row = QHBoxLayout()
        row.addWidget(Label(self._theme, "Latent grids", role="section"))
        row.addStretch(1)
        row.addWidget(self.link)
        row.addWidget(self.save)
        column.addLayout(row)
        self._place.setSpacing(GAP)
        for number, view in enumerate(self.views):
            view.hide()
            self._place.addWidget(view, 0, number)
        column.addLayout(self._place, 1)
        self.words.hide()
        column.addWidget(self.words)


def best_columns(count: int, width: int, height: int) -> int:
    """Return in how many columns so many squares, each with a line above it, are largest."""

    def side(columns: int) -> float:
        rows = -(-count // columns)
        return min(width / columns, height / rows - NAME_HEIGHT)

    return max(range(1, count + 1), key=side, default=1)
