"""What comes up on the pages while somebody works on them: overlays, a selection, a dialog, the tour."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from vae_studio.gui.saving.dialog import SaveDialog
from vae_studio.gui.screens.camera import Camera, settled
from vae_studio.gui.screens.director import Scene

if TYPE_CHECKING:
    from vae_studio.gui.main_window import MainWindow

OVERLAY_SECONDS = 6.0
"""How long the density of the encoded examples may take to be drawn."""
LASSOED = 0.08
"""Part of the points that the lasso takes: those about the first card of the tray."""


def tour(window: MainWindow, camera: Camera) -> Scene:
    """Go through the tour, and leave it as if it had never been begun."""
    window.tour.begin()
    number = 0
    while window.tour.bubble is not None:
        number += 1
        yield settled()
        yield from camera.take(window, f"tour-{number}")
        if window.tour.bubble.next.text() == "Done":
            window.tour.leave()
        else:
            window.tour.bubble.next.click()


def grid_with_examples(window: MainWindow, camera: Camera) -> Scene:
    """Show encoded examples and their density over the latent grid, and take them away again."""
    options = window.latent.view.options
    for choice in (options.examples, options.density):
        choice.setChecked(True)
    yield settled(OVERLAY_SECONDS)
    yield from camera.take(window, "latent-grid-density")
    for choice in (options.examples, options.density):
        choice.setChecked(False)


def save_dialog(window: MainWindow, camera: Camera) -> Scene:
    """Ask where to save the figure of the page, and save nothing."""
    window.menus.save_grid.trigger()
    dialog = window.findChild(SaveDialog)
    if dialog is not None:
        yield from camera.take(dialog, "save")
        dialog.reject()


def lasso(window: MainWindow, camera: Camera) -> Scene:
    """Draw a lasso around what lies nearest to the first card of the tray."""
    view, cards = window.scatter.view, window.studio.tray.cards
    shown = view.shown
    if shown is None or not cards or cards[0].posterior is None:
        return
    away = np.linalg.norm(shown.points.loc - cards[0].posterior.loc, axis=1)
    inside = np.flatnonzero(away <= np.quantile(away, LASSOED))
    view.plot.lassoed.emit(inside, False)
    yield settled(1.0)
    yield from camera.take(window, "scatter-lasso")
    view.plot.none_wanted.emit()


def reconstructions(window: MainWindow, camera: Camera) -> Scene:
    """Show what the model reconstructs worst."""
    page = window.samples
    page.mode.button("reconstructions").click()
    yield (
        "reconstructions are measured",
        lambda: page.current is page.reconstructions and page.current.has_figure,
    )
    yield from camera.take(window, "reconstructions")
    page.mode.button("prior").click()
