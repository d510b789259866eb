"""What the live latent grid costs training: the same window with it on and off, turn by turn.

Run it on an otherwise idle machine, with a screen or QT_QPA_PLATFORM=offscreen::

    python tests/benchmarks/live_grid_cost.py [--rounds 15] [--seconds 6] [--tiles 20] [--json FILE]

The real window trains the reference model on 60,000 images and draws a grid of 20×20 tiles, which
includes decoding it, sending it to the window and painting it there. A round is one turn with the grid
drawn twice a second and one without, in alternating order; the ratio is taken within the round, so that
what slows the machine for longer than that touches both alike. Shown are the medians over the rounds,
and the quarter on either side. The cost in processor time, images for each second that the cores worked
for this process, is the steadier figure where other programs take turns on the same cores.

The exit status is 1 where the grid costs more than 3 % of the images per second.
"""

import argparse
import json
import os
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

LEAD_IN = 1.0
LARGEST_COST = 0.03


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=15, help="turns with the grid, and without (15)")
    parser.add_argument("--seconds", type=float, default=6.0, help="length of a turn (6)")
    parser.add_argument("--tiles", type=int, default=20, help="tiles per side of the grid (20)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write all figures to this file")
    arguments = parser.parse_args()
    if min(arguments.rounds, arguments.tiles) < 1 or arguments.seconds <= LEAD_IN:
        parser.error(f"rounds and tiles must be positive, seconds above {LEAD_IN:g}")
    return arguments


class Turns:
    """Takes the turns while the window trains, by its events; quits the application after the last.

    Attributes
    ----------
    on, off
        Images per second of each turn, and per second of processor time, ``[turns, 2]``.
    pictures
        Grids drawn in each turn with the grid on.
    """

    def __init__(self, studio, arguments, batch_size):
        from vae_studio.gui.live_mode import LiveMode

        self._studio, self._arguments, self._batch_size = studio, arguments, batch_size
        self._modes = {True: LiveMode.ALWAYS, False: LiveMode.OFF}
        self._order = [
            live for number in range(arguments.rounds) for live in ((True, False), (False, True))[number % 2]
        ]
        self._turn = -1
        self._began = self._first = None
        self._drawn = 0
        self.on, self.off, self.pictures = [], [], []
        studio.training_event.connect(self._on_event)
        studio.grid_changed.connect(self._on_grid)

    def _on_grid(self):
        self._drawn += 1

    def _on_event(self, event):
        if event.type == "finished":
            print(f"The training ended too early: {event.message or event.status}", file=sys.stderr)
            sys.exit(2)
        if event.type != "step":
            return
        now = time.perf_counter()
        if self._began is None:
            self._next(now)
        elif self._first is None:
            if now - self._began >= LEAD_IN:
                self._first, self._drawn = (now, time.process_time(), event.step), 0
        elif now - self._began >= self._arguments.seconds:
            began, worked, step = self._first
            images, used = (event.step - step) * self._batch_size, time.process_time() - worked
            self._note((images / (now - began), images / used), now - began)
            self._next(now)

    def _note(self, rates, seconds):
        live = self._order[self._turn]
        (self.on if live else self.off).append(rates)
        if live:
            self.pictures.append(self._drawn / seconds)

    def _next(self, now):
        from PySide6.QtWidgets import QApplication

        self._turn += 1
        if self._turn == len(self._order):
            self._studio.training_event.disconnect(self._on_event)
            self._studio.stop()
            self._studio.state_changed.connect(lambda _: QApplication.quit())
            return
        self._began, self._first = now, None
        self._studio.set_live_mode(self._modes[self._order[self._turn]])


def measure(arguments: argparse.Namespace, folder: Path) -> Turns:
    """Train in a window until all turns are taken."""
    from dataclasses import replace

    from mnist_sized import load_examples
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    from vae_studio.gui.app import make_window
    from vae_studio.session import Session

    np.save(folder / "train.npy", load_examples().train)
    session = Session(workspace=folder / "runs")
    settings = {"data.validation": "0.0", "data.test": "0.0", "training.keep_epochs": "0"}
    spec = session.spec_from(dataset=str(folder / "train.npy"), epochs=100_000, seed=1, settings=settings)
    application = QApplication([])
    window = make_window(application, session, folder / "window.ini", "dark", spec)
    turns = Turns(window.studio, arguments, spec.training.batch_size)
    studio = window.studio
    tiles = {"rows": arguments.tiles, "columns": arguments.tiles}
    studio.run_changed.connect(lambda _: studio.request_grid(replace(studio.grid_request, **tiles)))

    def begin():
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
    return turns


def main() -> int:
    arguments = parse_arguments()
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
    with tempfile.TemporaryDirectory() as folder:
        os.environ["VAE_STUDIO_CONFIG"] = folder
        turns = measure(arguments, Path(folder))
    ratios = np.array(turns.on) / np.array(turns.off)
    (off, _), (on, _) = (np.median(rates, axis=0) for rates in (turns.off, turns.on))
    print(
        f"Grid of {arguments.tiles}×{arguments.tiles} tiles, medians of {arguments.rounds} rounds of "
        f"{arguments.seconds:g} s\n"
        f"without it  {off:10,.0f} images/s\n"
        f"with it     {on:10,.0f} images/s, {np.median(turns.pictures):.2f} grids/s"
    )
    costs = 100 * (1.0 - np.quantile(ratios, [0.5, 0.75, 0.25], axis=0).T)
    for words, (cost, lower, upper) in zip(("time", "processor time"), costs, strict=True):
        print(f"cost in {words:14} {cost:6.1f} % (half of the rounds: {lower:.1f} to {upper:.1f} %)")
    if arguments.json is not None:
        result = {
            "tiles": arguments.tiles,
            "on": turns.on,
            "off": turns.off,
            "grids_per_second": turns.pictures,
        }
        arguments.json.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
    return 1 if costs[0, 0] > 100 * LARGEST_COST else 0


if __name__ == "__main__":
    sys.exit(main())
