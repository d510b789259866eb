"""Whether the window ever stutters: whole sessions in the real window, each in a process of its own.

The window opens as the command line opens it; TensorFlow is imported; a folder of generated PNG files is read,
then an array of images of MNIST's size; the reference model is traced and trained while every tab is looked at
and the mouse moves over the grid; training is paused, resumed and stopped; the window is closed. Gaps are the
longest silences of a 5 ms timer, as View ▸ Performance shows them. Between the sessions TensorFlow Probability
is imported alone in a fresh process, until its distributions are there, for it loads them when they are used.

Processes keep their byte code in a folder of the scenario's own, and the first session, which fills it, does
not count.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from vae_studio_bench.rows import Row, at_most, known
from vae_studio_bench.settings import Settings

TITLE = "The window: start-up, gaps of the event loop, Pause and Stop"
ROUNDS = 3
QUICK_ROUNDS = 1
OPTIONS = {"files": "PNG files to read (60000)", "stacks": "also note what held the window up (no)"}

GAP_TARGETS = {"importing": (60, 30), "tracing": (60, 30), "training": (40, 20), "reading": (60, 30)}
BARE = """
import tensorflow_probability as tfp
tfp.distributions.Normal
from vae_studio_bench.window.age import age
print(age())
"""
SIDE = 32


def run(settings: Settings) -> Iterator[Row]:
    """Play the sessions, with bare imports between them."""
    files = int(settings.options.get("files", 2_000 if settings.quick else 60_000))
    sources = _sources(settings.folder, files)
    environment = {**os.environ, "PYTHONPYCACHEPREFIX": str(settings.folder / "byte code")}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    _bare(environment)
    _session(settings, environment, [], -1)
    seen, bare = [], []
    for number in range(settings.rounds):
        bare.append(_bare(environment))
        seen.append(_session(settings, environment, sources, number))
        settings.say(f"session {number + 1} of {settings.rounds}: {seen[-1]['gaps_ms']}")
    yield from _start_up(seen, bare)
    yield from _gaps(seen, files)
    pauses = [one for session in seen for one in session["pause_ms"]]
    stops = [session["stop_ms"] for session in seen]
    for words, latencies in (("Pause takes effect", pauses), ("Stop takes effect, the run saved", stops)):
        yield at_most(
            words,
            statistics.median(latencies),
            "ms",
            300,
            150,
            note=_worst(latencies),
            figures={"ms": latencies},
        )


def _start_up(seen: list[dict[str, Any]], bare: list[float]) -> Iterator[Row]:
    shown = [session["shown_s"] for session in seen]
    yield at_most(
        "window shown after process start", statistics.median(shown), "s", 0.8, 0.5, note=_worst(shown)
    )
    ready = [session["ready_s"] for session in seen]
    yield known("bare import of TensorFlow Probability", statistics.median(bare), "s", seconds=bare)
    ratios = [one / alone for one, alone in zip(ready, bare, strict=True)]
    note = f"ready after {statistics.median(ready):.2f} s"
    yield at_most("ready to train ÷ bare import", statistics.median(ratios), "×", 1.1, 1.03, note=note)


def _gaps(seen: list[dict[str, Any]], files: int) -> Iterator[Row]:
    for phase, (target, moonshot) in GAP_TARGETS.items():
        found = [session["gaps_ms"].get(phase, 0.0) for session in seen]
        words = f"longest gap while {phase}" + (f" {files:,} files" if phase == "reading" else "")
        worst = [gap for session in seen for gap in session["gaps"] if gap["phase"] == phase]
        yield at_most(
            words, statistics.median(found), "ms", target, moonshot, note=_worst(found), figures={"gaps": worst}
        )
    for phase in ("stopping", "idle"):
        found = [session["gaps_ms"].get(phase, 0.0) for session in seen]
        yield known(f"longest gap while {phase}", statistics.median(found), "ms", note=_worst(found))


def _worst(figures: list[float]) -> str:
    return f"worst {max(figures):.3g}" if figures else ""


def _bare(environment: dict[str, str]) -> float:
    """Return how old a process is that has imported TensorFlow Probability and nothing else, s."""
    command = [sys.executable, "-c", BARE]
    done = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
    return float(done.stdout.splitlines()[-1])


def _session(
    settings: Settings, environment: dict[str, str], sources: list[tuple[str, str]], number: int
) -> dict[str, Any]:
    folder = settings.folder / f"session {number}"
    folder.mkdir()
    request = {
        "folder": str(folder),
        "sources": sources,
        "only_ready": not sources,
        "seconds": 3.0 if settings.quick else 10.0,
        "stacks": settings.options.get("stacks", "no") == "yes",
    }
    own = {
        "VAE_STUDIO_CONFIG": folder / "configuration",
        "VAE_STUDIO_RUNS": folder / "runs",
        "VAE_STUDIO_CACHE": folder / "cache",
        "XDG_CONFIG_HOME": folder / "settings",
    }
    done = subprocess.run(
        [sys.executable, "-m", "vae_studio_bench.window.session", json.dumps(request)],
        env={**environment, **{name: str(path) for name, path in own.items()}},
        check=False,
        capture_output=True,
        text=True,
    )
    if done.returncode != 0:
        raise RuntimeError(f"The session ended with {done.returncode}: {done.stderr[-2000:]}")
    seen: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return seen


def _sources(folder: Path, files: int) -> list[tuple[str, str]]:
    """Write a folder of small PNG files and an array of MNIST's size; return what is read, in order."""
    from PIL import Image

    from vae_studio_bench.examples import mnist_sized

    images = folder / "images"
    images.mkdir()
    noise = np.random.default_rng(0).integers(0, 256, (SIDE, SIDE), np.uint8)
    for number in range(files):
        turned = np.roll(noise, number, axis=(0, 1)[number % 2]) // 2 + np.uint8(number % 128)
        Image.fromarray(turned).save(images / f"{number:06}.png", compress_level=1)
    array = folder / "train.npy"
    np.save(array, mnist_sized().train)
    return [(str(images), f"{files} files"), (str(images), "the same files again"), (str(array), "the array")]
