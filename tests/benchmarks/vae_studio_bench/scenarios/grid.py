"""How soon the latent grid is on screen, idle and while training, and how closely it follows the mouse.

The real window trains the reference model on 60,000 images. A grid of 20×20 tiles is asked for again and
again; the time runs from the request until it is painted, and for its decoding alone on the thread that
computes it. Then the mouse pans a part of the plane about, and moves over the tiles, by sixty events a second
through the real widgets; each move waits for the first picture of what it, or a later one, asked for. The
cost of dragging for the training is the rate of steps meanwhile, set against those just before and after.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from vae_studio_bench.rows import Row, at_most, known
from vae_studio_bench.settings import Settings

TITLE = "Latent grid of the reference model: request → painted, and mouse move → picture"
ROUNDS = 3
QUICK_ROUNDS = 1
OPTIONS = {
    "tiles": "tiles on each side of the grid (20)",
    "grids": "grids asked for in a round (40)",
    "seconds": "length of each drag (8)",
}

IDLE, TRAINING, DRAG = (25.0, 16.0), (60.0, 30.0), (50.0, 33.0)


def run(settings: Settings) -> Iterator[Row]:
    """Measure while a window trains, then with its training stopped."""
    from vae_studio_bench.grid_window import opened

    tiles = int(settings.options.get("tiles", 20))
    count = int(settings.options.get("grids", 10 if settings.quick else 40))
    seconds = float(settings.options.get("seconds", 3.0 if settings.quick else 8.0))
    size = f"{tiles}×{tiles} grid"
    with opened(settings, tiles) as window:
        window.begin()
        painted, decoded, dragged, pointed, costs = [], [], [], [], []
        for number in range(settings.rounds):
            settings.say(f"round {number + 1} of {settings.rounds}, while training")
            for all_times, times in zip((painted, decoded), window.grids(count, 0.15), strict=True):
                all_times += times
            _, before = window.rate(lambda: _rest(seconds / 2))
            found, meanwhile = window.drag(seconds)
            _, after = window.rate(lambda: _rest(seconds / 2))
            costs.append(100 * (1 - meanwhile / np.mean([before, after])))
            dragged.append(found)
            pointed.append(window.point(seconds))
        yield _median(f"{size} while training, request → painted", painted, *TRAINING)
        yield known(
            f"{size} while training, decoding alone", 1e3 * float(np.median(decoded)), "ms", times=decoded
        )
        moves = [latency for found in dragged for latency in found.seconds]
        rate = sum(found.pictures for found in dragged) / (seconds * len(dragged))
        yield _p95(
            "dragging the plane while training, move → picture, p95", moves, *DRAG, f"{rate:.0f} pictures/s"
        )
        moves = [latency for found in pointed for latency in found.seconds]
        rate = sum(found.pictures for found in pointed) / (seconds * len(pointed))
        yield _p95("point under the mouse while training, p95", moves, *DRAG, f"{rate:.0f} pictures/s")
        yield known(
            "cost of dragging for the training, while it lasts", float(np.median(costs)), "%", costs=costs
        )
        window.stop()
        painted, decoded, dragged = [], [], []
        for number in range(settings.rounds):
            settings.say(f"round {number + 1} of {settings.rounds}, idle")
            for all_times, times in zip((painted, decoded), window.grids(count, 0.05), strict=True):
                all_times += times
            dragged += window.drag(seconds / 2)[0].seconds
        yield _median(f"{size} idle, request → painted", painted, *IDLE)
        yield known(f"{size} idle, decoding alone", 1e3 * float(np.median(decoded)), "ms", times=decoded)
        yield _p95("dragging the plane, idle, p95", dragged, *DRAG, "")


def _median(what: str, seconds: Sequence[float], target: float, moonshot: float) -> Row:
    middle, high = (1e3 * float(np.quantile(seconds, share)) for share in (0.5, 0.95))
    return at_most(
        what, middle, "ms", target, moonshot, note=f"p95 {high:.0f} ms", figures={"s": list(seconds)}
    )


def _p95(what: str, seconds: Sequence[float], target: float, moonshot: float, note: str) -> Row:
    middle, high, most = (1e3 * float(np.quantile(seconds, share)) for share in (0.5, 0.95, 1.0))
    words = f"median {middle:.0f} ms, longest {most:.0f} ms{', ' + note if note else ''}"
    return at_most(what, high, "ms", target, moonshot, note=words, figures={"s": list(seconds)})


def _rest(seconds: float) -> None:
    from vae_studio_bench.paint_watch import rest

    rest(seconds)
