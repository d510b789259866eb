"""One session in a process of its own: ``python -m vae_studio_bench.window.session REQUEST``.

The window opens, TensorFlow is imported, a folder of images is read, and again from the cache, a model is
traced and trained while every tab is looked at and the mouse moves over the latent grid, training is paused,
resumed and stopped, and the window is closed. What was seen is printed as one JSON object.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from vae_studio_bench.window.age import age

Condition = tuple[str, Callable[[], bool]]
LONGEST_WAIT = 300.0
LOOK_MS = 5
FRAME_MS = 16
PAUSES = 3


class Person:
    """What a person does with the window, and what they see.

    Attributes
    ----------
    seen
        The figures, for the answer.
    """

    def __init__(self, window: Any, request: dict[str, Any]) -> None:
        from PySide6.QtCore import QTimer

        from vae_studio.gui.gap_meter import GapMeter
        from vae_studio.gui.performance.phases import PhaseFollower
        from vae_studio.gui.performance.stack_watch import StackWatch

        self.window = window
        self.studio = window.studio
        self.request = request
        self.seen: dict[str, Any] = {"pause_ms": [], "stop_ms": None, "notices": []}
        self.meter = GapMeter(window)
        self.phases = PhaseFollower(window.studio, window)
        self.phases.changed.connect(self.meter.start)
        self.watch = StackWatch(self.meter) if request["stacks"] else None
        self.loaded = 0
        self.epochs = 0
        self._finished = False
        self._moves = 0
        self._mouse = QTimer(window)
        self._mouse.setInterval(FRAME_MS)
        self._mouse.timeout.connect(self._move_mouse)
        self.studio.dataset_changed.connect(self._on_dataset)
        self.studio.training_event.connect(self._on_event)
        self.studio.notice.connect(lambda notice: self.seen["notices"].append(notice.text))

    def _on_dataset(self) -> None:
        self.loaded += 1

    def _on_event(self, event: Any) -> None:
        if event.type == "epoch":
            self.epochs = event.epoch
            self.seen["images/s"] = event.images_per_second
        self._finished = event.type == "finished"

    def first_frame(self) -> None:
        """Take note that the first frame is on screen."""
        self.seen["shown_s"] = age()
        self.meter.start(self.phases.phase)

    def is_ready(self) -> bool:
        """Return whether Train can be pressed and would begin at once."""
        return self.studio.description is not None and self.studio.can_train()[0]

    def script(self) -> Iterator[Condition]:
        """Do what a person does; yield what is waited for."""
        yield "the window is shown", lambda: "shown_s" in self.seen
        yield "training can begin", self.is_ready
        self.seen["ready_s"] = age()
        if self.request["only_ready"]:
            yield from self._leave()
            return
        yield from self._read()
        yield from self._train()
        yield from self._wait()
        yield from self._leave()

    def _read(self) -> Iterator[Condition]:
        for source, name in self.request["sources"]:
            count, began = self.loaded, time.perf_counter()
            self.window.opening.dataset(source)
            yield f"{name} is read", partial(self._has_loaded, count)
            self.seen.setdefault("read_s", {})[name] = time.perf_counter() - began
            yield f"{name} is described", self.is_ready

    def _has_loaded(self, count: int) -> bool:
        return self.loaded > count

    def _train(self) -> Iterator[Condition]:
        from PySide6.QtWidgets import QTabBar

        self.studio.set_section("training", epochs=100_000)
        yield "the settings are checked", self.is_ready
        self.window.menus.train.trigger()
        yield "the training step is compiled", lambda: self.phases.phase == "training"
        seconds = self.request["seconds"]
        yield from self._rest(seconds)
        tabs: QTabBar = self.window.centre.tabs
        for index in [*range(1, tabs.count()), 0]:
            tabs.setCurrentIndex(index)
            yield from self._rest(seconds / 4)
        self._mouse.start()
        yield from self._rest(seconds)
        self._mouse.stop()
        yield "an epoch is complete", lambda: self.epochs > 0

    def _wait(self) -> Iterator[Condition]:
        menus, state = self.window.menus, self.studio
        for number in range(PAUSES):
            yield from self._rest(0.31 + 0.17 * number)
            began = time.perf_counter()
            menus.pause.trigger()
            yield "training waits", lambda: state.state == "paused"
            self.seen["pause_ms"].append(1000 * (time.perf_counter() - began))
            yield from self._rest(0.2)
            menus.train.trigger()
            yield "training goes on", lambda: state.state == "training"
        yield from self._rest(1.0)
        began = time.perf_counter()
        menus.stop.trigger()
        yield "training has ended", lambda: self._finished
        self.seen["stop_ms"] = 1000 * (time.perf_counter() - began)
        yield from self._rest(3.0)

    def _leave(self) -> Iterator[Condition]:
        self.meter.stop()
        self.seen["gaps_ms"] = self.meter.longest_ms()
        self.seen["gaps"] = [
            {"phase": gap.phase, "at_s": gap.ended, "ms": 1000 * gap.seconds, "cause": gap.cause}
            for gap in self.meter.gaps
        ]
        if self.watch is not None:
            self.watch.close()
        self.window.close()
        yield "the window is closed", lambda: False

    def _rest(self, seconds: float) -> Iterator[Condition]:
        until = time.perf_counter() + seconds
        yield f"{seconds:g} s are over", lambda: time.perf_counter() > until

    def _move_mouse(self) -> None:
        """Move the mouse over the grid along a curve that comes everywhere."""
        import math

        from PySide6.QtCore import QPoint
        from PySide6.QtTest import QTest

        self._moves += 1
        target = self.window.latent.view.plot.viewport()
        turn = self._moves / 40
        x = 0.5 + 0.35 * math.sin(turn)
        y = 0.5 + 0.35 * math.cos(1.37 * turn)
        QTest.mouseMove(target, QPoint(round(x * target.width()), round(y * target.height())))


class Play:
    """Goes on with the script whenever its present condition holds."""

    def __init__(self, person: Person) -> None:
        from PySide6.QtCore import QTimer

        self.person = person
        self._script = person.script()
        self.failure = ""
        self._next()
        self._timer = QTimer()
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self._look)
        self._timer.start()

    def _next(self) -> None:
        self._words, self._holds = next(self._script)
        self._deadline = time.monotonic() + LONGEST_WAIT

    def _look(self) -> None:
        if self._holds():
            self._next()
        elif time.monotonic() > self._deadline:
            self.failure = f"It never came true that {self._words}; notices: {self.person.seen['notices']}"
            self._timer.stop()
            self.person.window.close()


def main(request: dict[str, Any]) -> int:
    """Open the window as the program does, play the session, and print what was seen."""
    from vae_studio.gui.launch import launch

    plays: list[Play] = []

    def prepare(window: Any) -> None:
        person = Person(window, request)
        window.painted.connect(person.first_frame)
        plays.append(Play(person))

    status = launch(prepare=prepare)
    (play,) = plays
    if play.failure:
        print(play.failure, file=sys.stderr)
        return 3
    print(json.dumps(play.person.seen))
    return status


if __name__ == "__main__":
    sys.exit(main(json.loads(sys.argv[1])))
