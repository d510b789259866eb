"""What the explanations and the tour say of which part of the main window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vae_studio.gui.help.asking import Help
from vae_studio.gui.tour.tour import Step, Tour

if TYPE_CHECKING:
    from vae_studio.gui.main_window import MainWindow


def window_help(window: MainWindow) -> Help:
    """Return the explanations of a window, by its panels and first page; the others come as they are made."""
    places = {
        window.dataset: "dataset",
        window.model: "model",
        window.training: "training",
        window.tray: "tray",
        window.latent: "latent-grid",
    }
    # What is asked without a focus is about the page; the panels beside it come after.
    ordered = sorted(places.items(), key=lambda place: place[0] is not window.latent)
    return Help(window.theme, window, dict(ordered))


def window_tour(window: MainWindow) -> Tour:
    """Return the tour of a window: data, training, latent space, own images."""
    docks = window.docks
    steps = (
        Step(
            docks.dataset,
            "Begin with data",
            "A dataset is loaded already. Choose another one here, or drop a folder of images, a table or an "
            "array file.",
            lambda: docks.show_left.setChecked(True),
        ),
        Step(
            docks.training,
            "Train",
            "Press Train (Ctrl+Return). The curves show what the model gets wrong and what its codes cost. You "
            "can pause, stop, and go on later: every epoch is kept.",
            lambda: docks.show_right.setChecked(True),
        ),
        Step(
            window.centre,
            "Watch the latent space",
            "Each tile is what the decoder makes of one point. The map is redrawn while the model learns; the "
            "tabs show the same space in other ways.",
        ),
        Step(
            docks.tray,
            "Bring your own images",
            "Drop pictures anywhere in the middle. The model encodes them, shows where they lie, and says how "
            "unlikely it finds them. F1 explains whatever you are looking at.",
            lambda: docks.show_tray.setChecked(True),
        ),
    )
    tour = Tour(window.theme, window, steps, window.studio.preferences)
    window.studio.run_changed.connect(tour.leave)  # whoever trains or opens a run needs no tour
    return tour
