"""What the live latent grid costs training: the same window with it on and off, turn by turn.

The real window trains the reference model on 60,000 images and draws a grid of 20×20 tiles, which
includes decoding it, sending it to the window and painting it there. A round is one turn with the grid
drawn twice a second and one without, in alternating order; the ratio is taken within the round, so that
what slows the machine for longer than that touches both alike. Shown are the medians over the rounds,
and the quarter on either side. The cost in processor time, images for each second that the cores worked
for this process, is the steadier figure where other programs take turns on the same cores.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from vae_studio_bench.rows import Row, at_most, known
from vae_studio_bench.settings import Settings

TITLE = "Cost of the live latent grid: the window training with it ÷ without it"
ROUNDS = 15
QUICK_ROUNDS = 2
OPTIONS = {"seconds": "length of a turn (6)", "tiles": "tiles on each side of the grid (20)"}

LEAD_IN = 1.0
LARGEST_COST = 3.0


@dataclass(frozen=True)
class Plan:
    """Turns of so many seconds, with a grid of so many tiles on each side."""

    rounds: int
    seconds: float
    tiles: int

    @classmethod
    def of(cls, settings: Settings) -> Plan:
        default = 3.0 if settings.quick else 6.0
        return cls(
            settings.rounds,
            settings.number("seconds", default),
            int(settings.number("tiles", 20)),
        )


def run(settings: Settings) -> Iterator[Row]:
    """Train in a window until all turns are taken."""
    plan = Plan.of(settings)
    turns = _measure(plan, settings)
    on, off = np.array(turns.on), np.array(turns.off)
    yield known("without the grid", float(np.median(off[:, 0])), "images/s", turns=turns.off)
    grids = f"{np.median(turns.pictures):.2f} grids of {plan.tiles}×{plan.tiles} a second"
    yield known("with the grid", float(np.median(on[:, 0])), "images/s", note=grids, turns=turns.on)
    costs = 100 * (1.0 - np.quantile(on / off, [0.5, 0.75, 0.25], axis=0).T)
    for words, (cost, lower, upper) in zip(("time", "processor time"), costs, strict=True):
        spread = f"half of the rounds: {lower:.1f} to {upper:.1f} %"
        yield at_most(f"cost in {words}", float(cost), "%", LARGEST_COST, note=spread)


class Turns:
    """Takes the turns while the window trains, by its events; quits the application after the last.

    Attributes
    ----------
    on, off
        Images per second of each turn, and per second of processor time, ``[turns, 2]``.
    pictures
        Grids drawn per second in each turn with the grid on.
    """

    def __init__(self, studio: Any, plan: Plan, batch_size: int):
        from vae_studio.gui.live_mode import LiveMode

        self._studio, self._plan, self._batch_size = studio, plan, batch_size
        self._modes = {True: LiveMode.ALWAYS, False: LiveMode.OFF}
        self._order = [live for turn in range(plan.rounds) for live in ((True, False), (False, True))[turn % 2]]
        self._turn = -1
        self._began: float | None = None
        self._first: tuple[float, float, int] | None = None
        self._drawn = 0
        self.failure = ""
        self.on: list[tuple[float, float]] = []
        self.off: list[tuple[float, float]] = []
        self.pictures: list[float] = []
        studio.training_event.connect(self._on_event)
        studio.grid_changed.connect(self._on_grid)

    def _on_grid(self) -> None:
        self._drawn += 1

    def _on_event(self, event: Any) -> None:
        from PySide6.QtWidgets import QApplication

        if event.type == "finished":
            self.failure = f"The training ended too early: {event.message or event.status}"
            QApplication.quit()
        if event.type != "step":
            return
        now = time.perf_counter()
        if self._began is None:
            self._next(now)
        elif self._first is None:
            if now - self._began >= LEAD_IN:
                self._first, self._drawn = (now, time.process_time(), event.step), 0
        elif now - self._began >= self._plan.seconds:
            began, worked, step = self._first
            images, used = (event.step - step) * self._batch_size, time.process_time() - worked
            self._note((images / (now - began), images / used), now - began)
            self._next(now)

    def _note(self, rates: tuple[float, float], seconds: float) -> None:
        live = self._order[self._turn]
        (self.on if live else self.off).append(rates)
        if live:
            self.pictures.append(self._drawn / seconds)
        Settings.say(f"turn {self._turn + 1} of {len(self._order)}: {rates[0]:,.0f} images/s")

    def _next(self, now: float) -> None:
        from PySide6.QtWidgets import QApplication

        self._turn += 1
        if self._turn == len(self._order):
            self._studio.training_event.disconnect(self._on_event)
            self._studio.stop()
            self._studio.state_changed.connect(lambda _: QApplication.quit())
            return
        self._began, self._first = now, None
        self._studio.set_live_mode(self._modes[self._order[self._turn]])


def _measure(plan: Plan, settings: Settings) -> Turns:
    from dataclasses import replace

    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    from vae_studio.gui.app import make_window
    from vae_studio.session import Session
    from vae_studio_bench.examples import mnist_sized

    np.save(settings.folder / "train.npy", mnist_sized().train)
    session = Session(workspace=settings.folder / "runs")
    keys = {"data.validation": "0.0", "data.test": "0.0", "training.keep_epochs": "0"}
    spec = session.spec_from(dataset=str(settings.folder / "train.npy"), epochs=100_000, seed=1, settings=keys)
    application = QApplication([])
    window = make_window(application, session, settings.folder / "window.ini", "dark", spec)
    studio = window.studio
    turns = Turns(studio, plan, spec.training.batch_size)
    tiles = {"rows": plan.tiles, "columns": plan.tiles}
    studio.run_changed.connect(lambda _: studio.request_grid(replace(studio.grid_request, **tiles)))

    def begin() -> None:
        if studio.can_train()[0]:
            studio.train()
        else:
            QTimer.singleShot(100, begin)

    window.resize(1440, 900)
    window.show()
    begin()
    application.exec()
    window.finished.connect(application.quit)
    window.close()
    application.exec()
    if turns.failure:
        raise RuntimeError(turns.failure)
    return turns
