"""What is done in the window for its pictures: a dataset, two short trainings, and every page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from PySide6.QtWidgets import QWidget

from vae_studio.api import Kind, StudioError
from vae_studio.gui.drops import ImageSource, titled
from vae_studio.gui.pixels import to_image
from vae_studio.gui.screens import details
from vae_studio.gui.screens.camera import Camera, settled
from vae_studio.gui.screens.director import Scene, Wait
from vae_studio.gui.sections import RUNS, WORKSPACE
from vae_studio.gui.studio_state import StudioState
from vae_studio.gui.tray.cards import CardState
from vae_studio.training.events import EpochMetrics, Event

if TYPE_CHECKING:
    from vae_studio.gui.main_window import MainWindow

Detail: TypeAlias = "Callable[[MainWindow, Camera], Scene]"
OWN_IMAGES = 5
OTHER_BETA = 4.0
COMPARING_SECONDS = 8.0
"""How long the second run's grid may take to be decoded beside the first."""


@dataclass
class Screens:
    """The scenes of one window.

    Attributes
    ----------
    window
        Shown already.
    camera
        Takes the pictures.
    epochs
        How long each of the two runs is trained.
    """

    window: MainWindow
    camera: Camera
    epochs: int = 30
    _epoch: int = field(init=False, default=0)
    _failure: StudioError | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        self.window.studio.training_event.connect(self._on_event)
        self.window.studio.dataset_failed.connect(self._fail)

    def play(self) -> Scene:
        """Go through every page, and take its picture."""
        yield from self._begin()
        yield from self._train_with_own_images()
        yield from self._latent_pages()
        yield from self._other_run()
        yield from self._dialogs()

    def _begin(self) -> Scene:
        yield "TensorFlow and the dataset are loaded", self._described
        yield settled()
        yield from self.camera.take(self.window, "start")
        yield from details.tour(self.window, self.camera)

    def _train_with_own_images(self) -> Scene:
        studio = self.window.studio
        studio.set_section("training", epochs=self.epochs)
        studio.add_images(self._own_images())
        studio.train()
        yield "half of the training is done", lambda: self._epoch >= max(1, self.epochs // 2)
        yield "the images are encoded", self._all_encoded
        yield from self.camera.take(self.window, "training")
        yield self._idle()
        yield "the images are encoded", self._all_encoded

    def _latent_pages(self) -> Scene:
        window = self.window
        for page, name in (
            (window.latent, "latent-grid"),
            (window.scatter, "scatter"),
            (window.traversals, "traversals"),
            (window.samples, "samples"),
            (window.kl_lab, "kl-lab"),
        ):
            window.centre.show_page(page)
            yield f"{name} can be saved", self._savable
            if page is window.latent:
                yield "the images are compared with the validation split", self._all_compared
            if page is window.scatter:
                window.studio.selection.choose([card.identity for card in window.studio.tray.cards[:2]])
                yield settled(1.0)
            yield from self.camera.take(window, name)
            for detail in self._details(page):
                yield from detail(window, self.camera)
        window.studio.selection.clear()
        window.centre.show_page(window.latent)

    def _details(self, page: QWidget) -> Sequence[Detail]:
        """Return what else is shown on a page."""
        window = self.window
        found: dict[QWidget, Sequence[Detail]] = {
            window.latent: (details.grid_with_examples, details.save_dialog),
            window.scatter: (details.lasso,),
            window.samples: (details.reconstructions,),
        }
        return found.get(page, ())

    def _other_run(self) -> Scene:
        studio = self.window.studio
        studio.choose_plugin(Kind.KL_STRATEGY, "beta")
        studio.set_parameters(Kind.KL_STRATEGY, {"beta": OTHER_BETA, "warm_up": float(self.epochs) / 2})
        yield "the model is described", lambda: studio.can_train()[0]
        self._epoch = 0
        studio.train()
        yield "the other run has begun", lambda: self._epoch >= 1
        yield self._idle()
        window = self.window
        window.sections.show(RUNS)
        table = window.runs.table
        yield "both runs are listed", lambda: len(table.shown_runs) == 2
        table.select([run.entry.identity for run in table.shown_runs])
        yield "the runs are compared", lambda: window.runs.comparison is not None
        yield settled(COMPARING_SECONDS)
        yield from self.camera.take(window, "runs")
        window.sections.show(WORKSPACE)

    def _dialogs(self) -> Scene:
        window = self.window
        window.dialogs.show_plugins()
        yield settled(1.0)
        dialog = window.dialogs.plugins
        if dialog is not None:
            yield from self.camera.take(dialog, "plugins")
            dialog.close()
        window.help.explain("latent-grid")
        if window.help.dialog is not None:
            yield from self.camera.take(window.help.dialog, "help")
            window.help.dialog.close()

    def _own_images(self) -> list[ImageSource]:
        """Return images of the test split as if they came from outside, and a negative of one."""
        dataset = self.window.studio.dataset
        assert dataset is not None
        chosen = dataset.splits.test[:OWN_IMAGES]
        pictures = [np.asarray(dataset.examples[int(index)]) for index in chosen]
        names = [f"image_{number + 1}" for number in range(len(pictures))]
        negative = 255 - pictures[0] if pictures[0].dtype == np.uint8 else 1.0 - pictures[0]
        return [
            titled(to_image(picture), name)
            for picture, name in zip([*pictures, negative], [*names, "negative_1"], strict=True)
        ]

    def _described(self) -> bool:
        if self._failure is not None:
            raise self._failure
        return self.window.studio.description is not None

    def _fail(self, error: StudioError) -> None:
        self._failure = error

    def _all_encoded(self) -> bool:
        cards = self.window.studio.tray.cards
        return bool(cards) and all(card.state is CardState.ENCODED for card in cards)

    def _all_compared(self) -> bool:
        return not any(card.comparing for card in self.window.studio.tray.cards)

    def _savable(self) -> bool:
        return self.window.menus.save_grid.isEnabled()

    def _idle(self) -> Wait:
        studio = self.window.studio
        return "the training has ended", lambda: studio.state is StudioState.IDLE

    def _on_event(self, event: Event) -> None:
        if isinstance(event, EpochMetrics):
            self._epoch = event.epoch
