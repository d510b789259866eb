"""Runs the real window on a real X server and plays a person: keys, mouse, files dragged from elsewhere.

Started by the tests as a process of its own: ``driver.py SCENARIO FOLDER FILE…``. A scenario is a
generator that yields conditions; the driver's timer goes on with it once a condition holds. What was
seen is printed as one JSON object at the end; a condition that never holds ends the process with 3.
"""

import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QProcess, QTimer
from PySide6.QtWidgets import QApplication

from vae_studio.gui.app import make_window
from vae_studio.gui.gap_meter import GapMeter
from vae_studio.gui.main_window import MainWindow
from vae_studio.gui.saving.dialog import SaveDialog
from vae_studio.gui.studio_state import StudioState
from vae_studio.gui.tray.cards import CardState
from vae_studio.session import Session
from vae_studio.training.events import EpochMetrics, Finished

Condition = tuple[str, Callable[[], bool]]
LONGEST_WAIT = float(os.environ.get("LONGEST_WAIT", "120"))


class Person:
    """What a person can do to the window, and what they see of it."""

    def __init__(self, window: MainWindow, folder: Path, files: list[str]) -> None:
        self.window = window
        self.studio = window._studio
        self.folder = folder
        self.files = files
        self.seen: dict[str, object] = {"notices": [], "finished": []}
        self.gaps = GapMeter(window)
        self.epochs = 0
        self.studio.training_event.connect(self._on_event)
        self.studio.notice.connect(lambda notice: self.seen["notices"].append(notice.text))

    def _on_event(self, event: object) -> None:
        if isinstance(event, EpochMetrics):
            self.epochs = event.epoch
        if isinstance(event, Finished):
            self.seen["finished"].append([event.status, event.complete_epochs])

    def run(self, program: str, *arguments: str) -> Condition:
        """Start another program; the condition holds once it has ended well."""
        process = QProcess(self.window)
        process.start(program, list(arguments))
        return (
            f"{program} {' '.join(arguments)}",
            lambda: process.state() is QProcess.ProcessState.NotRunning and process.exitCode() == 0,
        )

    def keys(self, *keys: str) -> Condition:
        """Press keys in the window."""
        window = str(
            int(QApplication.activeWindow().winId() if QApplication.activeWindow() else self.window.winId())
        )
        return self.run("xdotool", "windowfocus", "--sync", window, "key", "--clearmodifiers", *keys)

    def resize(self, width: int, height: int) -> Condition:
        """Give the window another size."""
        return self.run("xdotool", "windowsize", str(int(self.window.winId())), str(width), str(height))

    def is_wide(self, width: int) -> bool:
        return self.window.width() == width

    def is_past(self, epoch: int) -> bool:
        return self.epochs > epoch

    def drag(self, target: tuple[int, int], before: Callable[[], None] | None = None) -> Iterator[Condition]:
        """Drag the files from another program, do what is to be done before, and let go of them at a point."""
        process = QProcess(self.window)
        here = Path(__file__).parent
        process.start(sys.executable, [str(here / "drag_source.py"), "1460", "100", *self.files])
        output = bytearray()

        def has_said(word: bytes) -> bool:
            output.extend(process.readAllStandardOutput().data())
            return word in output

        yield "the other program is ready", lambda: has_said(b"ready")
        x, y = target
        moves = [
            f"mousemove {1500 + (x - 1500) * i // 12} {150 + (y - 150) * i // 12} sleep 0.05" for i in range(13)
        ]
        script = f"mousemove 1500 150 mousedown 1 sleep 0.1 {' '.join(moves)} sleep 0.3"
        yield self.run("xdotool", *script.split())
        self.seen["overlay shown"] = self.window.overlay.isVisible()
        self.picture("dragging")
        if before is not None:
            before()
        count = len(self.studio.tray.cards)
        yield self.run("xdotool", "mouseup", "1")
        yield "the other program was told of the drop", lambda: has_said(b"dropped") or has_said(b"refused")
        self.seen["drop"] = "dropped" if b"dropped" in output else "refused"
        yield "the drop has arrived", lambda: len(self.studio.tray.cards) > count
        process.kill()
        yield "the other program has ended", lambda: process.state() is QProcess.ProcessState.NotRunning

    def drag_out(self, row: int) -> Iterator[Condition]:
        """Drag a card out of the window and let go of it over another program, which copies its files."""
        folder = self.folder / "dragged out"
        folder.mkdir()
        process = QProcess(self.window)
        process.start(
            sys.executable, [str(Path(__file__).with_name("drop_target.py")), "1460", "400", str(folder)]
        )
        output = bytearray()

        def has_said(word: bytes) -> bool:
            output.extend(process.readAllStandardOutput().data())
            return word in output

        yield "the other program is ready", lambda: has_said(b"ready")
        view = self.window.tray.view
        place = view.visualRect(view.model().index(row, 0)).center()
        start = view.viewport().mapToGlobal(place)
        x, y = start.x(), start.y()
        moves = [
            f"mousemove {x + (1560 - x) * i // 12} {y + (500 - y) * i // 12} sleep 0.05" for i in range(1, 13)
        ]
        script = f"mousemove {x} {y} mousedown 1 sleep 0.1 {' '.join(moves)} sleep 0.3"
        yield self.run("xdotool", *script.split())
        self.picture("dragging out")
        yield self.run("xdotool", "mouseup", "1")
        yield "the other program has taken the files", lambda: has_said(b"taken")
        self.seen["dragged out"] = sorted(path.name for path in folder.iterdir())
        process.kill()
        yield "the other program has ended", lambda: process.state() is QProcess.ProcessState.NotRunning

    def picture(self, name: str) -> None:
        """Keep what is on the screen."""
        self.window.screen().grabWindow(0).save(str(self.folder / f"{name}.png"))

    def is_state(self, state: StudioState) -> Callable[[], bool]:
        return lambda: self.studio.state is state

    def all_encoded(self, count: int) -> Callable[[], bool]:
        def check() -> bool:
            cards = self.studio.tray.cards
            return len(cards) == count and all(card.state is CardState.ENCODED for card in cards)

        return check


def begin(person: Person) -> Iterator[Condition]:
    """Wait until the program is ready and start training with the keyboard."""
    yield "the window is painted", lambda: "shown after" in person.seen
    person.gaps.start("importing")
    yield "the model is described", lambda: person.studio.description is not None
    person.picture("ready")
    yield person.keys("ctrl+Return")
    person.gaps.start("tracing")
    yield "the first epoch is complete", lambda: person.epochs >= 1
    person.gaps.start("training")


def drop_train_and_save(person: Person) -> Iterator[Condition]:
    """Drop files before there is a model, train, drop them again, save the grid, quit."""
    yield from person.drag((700, 300))
    count = len(person.files)
    yield "the files wait in the tray", lambda: len(person.studio.tray.cards) == count
    person.seen["states before training"] = sorted({str(card.state) for card in person.studio.tray.cards})
    yield from begin(person)
    yield "the files that waited are encoded", person.all_encoded(count)
    # However fast this machine trains, it is not through before the mouse has arrived.
    person.studio.pause()
    yield from person.drag((700, 700), before=person.studio.resume)
    yield "all files are encoded", person.all_encoded(2 * count)
    person.seen["encoded while"] = str(person.studio.state)
    person.picture("training")
    yield "training has ended", person.is_state(StudioState.IDLE)
    person.gaps.stop()
    person.picture("trained")
    yield from person.drag_out(0)
    person.seen["cards"] = [card.name for card in person.studio.tray.cards]
    yield person.keys("ctrl+s")
    yield "the dialog is open", lambda: person.window.findChild(SaveDialog) is not None
    dialog = person.window.findChild(SaveDialog)
    window = str(int(dialog.winId()))
    press_in_the_name = ["mousemove", "--window", window, "200", "32", "click", "1", "key", "ctrl+a"]
    yield person.run("xdotool", "windowfocus", "--sync", window, *press_in_the_name)
    yield person.run("xdotool", "type", "--delay", "5", str(person.folder / "grid.png"))
    yield person.run("xdotool", "key", "Return")
    yield "the grid is saved", lambda: (person.folder / "grid.png").exists()
    yield from leave(person)


def close_while_training(person: Person) -> Iterator[Condition]:
    """Make the window smaller and larger in the middle of training, then close it."""
    person.studio.set_section("training", epochs=100_000)
    yield from begin(person)
    sizes = []
    for width, height in ((1120, 720), (1380, 860)):
        before = person.epochs
        yield person.resize(width, height)
        yield f"the window is {width} wide", partial(person.is_wide, width)
        yield "another epoch is complete", partial(person.is_past, before)
        sizes.append([person.window.width(), person.window.height()])
        person.picture(f"resized-{width}")
    person.seen["sizes"] = sizes
    yield from leave(person)


def measure(person: Person) -> Iterator[Condition]:
    """Train for some seconds and report the longest silences of the event loop by phase."""
    person.studio.set_section("training", epochs=100_000)
    yield from begin(person)
    until = time.monotonic() + 15.0
    yield "the training has been watched for a while", lambda: time.monotonic() > until
    yield from leave(person)


def leave(person: Person) -> Iterator[Condition]:
    """Quit by the keyboard."""
    person.gaps.stop()
    person.seen["gaps"] = person.gaps.longest_ms()
    yield person.keys("ctrl+q")
    yield "the window is closed", lambda: False


class FirstPaint(QObject):
    """Notes how long after the start of the process the window was first painted."""

    def __init__(self, person: Person) -> None:
        super().__init__(person.window)
        self._person = person
        person.window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Paint and "shown after" not in self._person.seen:
            self._person.seen["shown after"] = seconds_since_start()
        return False


def seconds_since_start() -> float:
    """Return the age of this process (Linux)."""
    ticks = int(Path("/proc/self/stat").read_text().rpartition(")")[2].split()[19])
    return time.clock_gettime(time.CLOCK_BOOTTIME) - ticks / os.sysconf("SC_CLK_TCK")


class Play:
    """Goes on with a scenario whenever its present condition holds; ends the program if it never does."""

    def __init__(self, person: Person, scenario: Iterator[Condition]) -> None:
        self._person = person
        self._scenario = scenario
        self.failed = False
        self._next()
        self._timer = QTimer()
        self._timer.timeout.connect(self._look)
        self._timer.start(20)

    def _next(self) -> None:
        self._words, self._holds = next(self._scenario)
        self._deadline = time.monotonic() + LONGEST_WAIT

    def _look(self) -> None:
        if self._holds():
            self._next()
        elif time.monotonic() > self._deadline:
            print(f"never came true: {self._words}", file=sys.stderr)
            self._timer.stop()
            self.failed = True
            self._person.seen["cards"] = [str(card)[:300] for card in self._person.studio.tray.cards]
            self._person.picture("failed")
            self._person.window.close()


def main() -> int:
    scenario, folder, files = sys.argv[1], Path(sys.argv[2]), sys.argv[3:]
    sys.setswitchinterval(0.001)
    app = QApplication(sys.argv[:1])
    app.setQuitOnLastWindowClosed(False)
    session = Session(workspace=folder / "runs")
    window = make_window(app, session, folder / "settings.ini", "dark")
    window.finished.connect(app.quit)
    window.setGeometry(0, 0, 1440, 900)
    person = Person(window, folder, files)
    FirstPaint(person)
    window._studio.set_section("training", epochs=12)
    window.show()
    play = Play(person, globals()[scenario](person))
    status = app.exec()
    for process in window.findChildren(QProcess):
        process.waitForFinished()
    print(json.dumps(person.seen))
    return 3 if play.failed else status


if __name__ == "__main__":
    sys.exit(main())
