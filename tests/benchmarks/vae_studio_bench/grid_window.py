"""The real window on 60,000 images, with its latent grid in view: what the grid's figures are taken on."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import numpy as np
from PySide6.QtWidgets import QApplication

from vae_studio.gui.app import SWITCH_INTERVAL, make_window
from vae_studio.gui.studio_state import StudioState
from vae_studio.latent.grid import GridRequest
from vae_studio.session import Session
from vae_studio_bench.dragging import Latencies, Mouse, sweep
from vae_studio_bench.examples import mnist_sized
from vae_studio_bench.paint_watch import PaintWatch, rest, wait
from vae_studio_bench.settings import Settings

PATIENCE = 300.0
ZOOM = 0.6


class GridWindow:
    """A window that trains the reference model, and what is asked of its latent grid.

    Attributes
    ----------
    decoding
        Seconds that each computed grid took by itself, on its thread.
    """

    def __init__(self, window: Any, tiles: int) -> None:
        self._window = window
        self._studio = window.studio
        self._tiles = tiles
        self._steps: list[tuple[float, int]] = []
        self._grids: list[tuple[Any, float]] = []
        self._points: list[tuple[Any, float]] = []
        self.decoding: list[float] = []
        self._studio.training_event.connect(self._on_event)

    def begin(self) -> None:
        """Train until the grid is drawn, with so many tiles."""
        studio = self._studio
        wait(lambda: studio.can_train()[0], PATIENCE, "reading the dataset")
        studio.train()
        wait(lambda: studio.shown_grid is not None and len(self._steps) > 20, PATIENCE, "a first grid")
        self._time_decoding(studio.run)
        plot, preview = self._plot, self._view.options.preview
        PaintWatch(
            plot.viewport(), lambda: plot.grid_shown, lambda grid, when: self._grids.append((grid, when))
        )
        PaintWatch(
            preview.picture,
            lambda: preview.pixels,
            lambda _, when: self._points.append((preview.picture_z, when)),
        )
        self.ask(self._request)

    def stop(self) -> None:
        """End the training; the model stays."""
        self._studio.stop()
        wait(lambda: self._studio.state is StudioState.IDLE, PATIENCE, "the end of the training")
        rest(0.5)

    def ask(self, request: GridRequest) -> float:
        """Ask for a grid and return how long it took until it was painted, s."""
        began = time.perf_counter()
        self._studio.request_grid(request)
        seen = len(self._grids)

        def answered() -> float | None:
            times = (when for grid, when in self._grids[seen:] if _answers(grid, request) and when > began)
            return next(times, None)

        wait(lambda: answered() is not None, PATIENCE, "the grid that was asked for")
        return (answered() or 0.0) - began

    def grids(self, count: int, pause: float) -> tuple[list[float], list[float]]:
        """Ask for full grids of two ranges in turns; return seconds until painted, and of decoding alone."""
        self._studio.request_grid(self._request)
        rest(0.5)
        self.decoding.clear()
        painted = []
        for number in range(count):
            rest(pause * (0.5 + (number * 0.618) % 1))
            painted.append(self.ask(replace(self._request, extent=(2.5, 2.0)[number % 2])))
        return painted, list(self.decoding)

    def drag(self, seconds: float) -> tuple[Latencies, float]:
        """Pan a part of the plane about with the mouse; also return the steps per second trained meanwhile."""
        plot, studio, found = self._plot, self._studio, Latencies()
        self.ask(self._request)
        plot.navigator.zoom(ZOOM)
        rest(0.6)
        self._grids.clear()

        def move() -> None:
            sweep(
                Mouse(plot.viewport()),
                plot.viewport(),
                seconds,
                lambda when: found.asked(when, studio.grid_request.window),
                held=True,
            )

        _, rate = self.rate(move)
        rest(0.6)
        for grid, when in self._grids:
            found.answered(grid.request.window, when)
        plot.reset_view()
        return found, rate

    def point(self, seconds: float) -> Latencies:
        """Move the mouse over the tiles, the point under it decoded and shown beside them."""
        plot, preview, found = self._plot, self._view.options.preview, Latencies()
        self.ask(self._request)
        self._points.clear()
        sweep(
            Mouse(plot.viewport()),
            plot.viewport(),
            seconds,
            lambda when: found.asked(when, preview.z),
            held=False,
        )
        rest(0.6)
        for z, when in self._points:
            found.answered(z, when)
        return found

    def rate(self, act: Callable[[], Any]) -> tuple[Any, float]:
        """Return what `act` returns, and the steps per second that were trained meanwhile."""
        first = self._steps[-1]
        result = act()
        rest(0.05)
        last = self._steps[-1]
        return result, (last[1] - first[1]) / max(last[0] - first[0], 1e-9)

    @property
    def _request(self) -> GridRequest:
        return GridRequest(rows=self._tiles, columns=self._tiles, spacing="linear")

    @property
    def _view(self) -> Any:
        return self._window.findChild(_grid_view())

    @property
    def _plot(self) -> Any:
        return self._view.plot

    def _on_event(self, event: Any) -> None:
        if event.type == "step":
            self._steps.append((time.perf_counter(), event.step))

    def _time_decoding(self, run: Any) -> None:
        """Note how long each grid takes on the thread that computes it."""
        compute = run.latent_grid

        def timed(*asked: Any) -> Any:
            began = time.perf_counter()
            grid = compute(*asked)
            self.decoding.append(time.perf_counter() - began)
            return grid

        run.latent_grid = timed


@contextmanager
def opened(settings: Settings, tiles: int) -> Iterator[GridWindow]:
    """Open the window on MNIST, and close it in the end."""
    source = settings.folder / "train.npy"
    np.save(source, mnist_sized().train)
    session = Session(workspace=settings.folder / "runs")
    keys = {"data.validation": "0.0", "data.test": "0.0", "training.keep_epochs": "0"}
    spec = session.spec_from(dataset=str(source), epochs=100_000, seed=1, settings=keys)
    sys.setswitchinterval(SWITCH_INTERVAL)
    application = QApplication([])
    window = make_window(application, session, settings.folder / "window.ini", "dark", spec)
    window.resize(1440, 900)
    window.show()
    try:
        yield GridWindow(window, tiles)
    finally:
        window.close()
        wait(lambda: window.is_finished, PATIENCE, "closing the window")


def _answers(grid: Any, request: GridRequest) -> bool:
    return bool(grid.request == request)


def _grid_view() -> type:
    from vae_studio.gui.latent.view import GridView

    return GridView
