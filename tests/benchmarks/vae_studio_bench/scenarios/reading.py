"""Folders and archives of pictures decoded for the first time, beside a plain loop, and opened again.

The pictures are PNG files of 64×64 pixels. The plain loop opens one after the other with Pillow and puts it
into an array, as most scripts do. What the studio does more is part of its time: it lists the folder, refuses
what is no image, checks every picture for colours, writes the examples to disk and makes sure that they are
there, takes checksums and the fingerprint.
"""

from __future__ import annotations

import os
import shutil
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median

import numpy as np
from PIL import Image

from vae_studio.api import DataSpec
from vae_studio.data import Dataset, load_dataset
from vae_studio.data.cache.places import datasets_folder
from vae_studio_bench.rows import Row, at_most, known
from vae_studio_bench.settings import Settings
from vae_studio_bench.streaming.pictures import write_pictures

TITLE = "Reading pictures: decoded once, and opened again"
ROUNDS = 3
OPTIONS = {"pictures": "how many are decoded (20000)", "reopened": "how many are opened again (200000)"}

MOST_SECONDS_TO_REOPEN, MOONSHOT = 2.0, 1.0


def run(settings: Settings) -> Iterator[Row]:
    """Generate the pictures, decode them in turns with the plain loop, and open many of them again."""
    count = int(settings.number("pictures", 2_000 if settings.quick else 20_000))
    folder = settings.folder / "pictures"
    settings.say(f"generating {count:,} pictures")
    write_pictures(folder, count)
    archive = _packed(folder, settings.folder / "pictures.zip")
    ways: dict[str, Callable[[], object]] = {
        "a plain loop with Pillow": lambda: _plain_loop(folder),
        "the studio, a folder": lambda: _decoded(folder),
        "the studio, a zip archive": lambda: _decoded(archive),
    }
    rates: dict[str, list[float]] = {way: [] for way in ways}
    for number in range(1, settings.rounds + 1):
        settings.say(f"round {number} of {settings.rounds}")
        for way, read in ways.items():
            _forget()
            rates[way].append(count / _seconds(read))
    plain = rates["a plain loop with Pillow"]
    for way, found in rates.items():
        note = f"{min(found):,.0f} to {max(found):,.0f}"
        if found is not plain:
            ratio = median(one / other for one, other in zip(found, plain, strict=True))
            note += f"; {ratio:.2f} × the plain loop"
        yield known(f"{count:,} PNG files of 64×64×3, {way}", median(found), "images/s", note=note, rates=found)
    yield _reopened(settings, folder)


def _reopened(settings: Settings, folder: Path) -> Row:
    count = int(settings.number("reopened", 4_000 if settings.quick else 200_000))
    many = settings.folder / "many"
    settings.say(f"linking {count:,} pictures, and decoding them once")
    _link(folder, many, count)
    _forget()
    size = _decoded(many).examples.nbytes
    seconds = [_seconds(lambda: load_dataset(DataSpec(source=str(many)))) for _ in range(settings.rounds)]
    note = f"{min(seconds):.2f} to {max(seconds):.2f} s; {size / 1e9:.2f} GB of examples"
    what = f"{count:,} pictures opened again"
    return at_most(what, median(seconds), "s", MOST_SECONDS_TO_REOPEN, MOONSHOT, note=note)


def _forget() -> None:
    """Leave nothing in the cache."""
    shutil.rmtree(datasets_folder(), ignore_errors=True)


def _decoded(source: Path) -> Dataset:
    return load_dataset(DataSpec(source=str(source)))


def _plain_loop(folder: Path) -> np.ndarray:
    files = sorted(folder.rglob("*.png"))
    with Image.open(files[0]) as first:
        images = np.empty((len(files), *np.asarray(first).shape), np.uint8)
    for index, path in enumerate(files):
        with Image.open(path) as image:
            images[index] = np.asarray(image)
    return images


def _packed(folder: Path, archive: Path) -> Path:
    with zipfile.ZipFile(archive, "w") as file:
        for path in sorted(folder.rglob("*.png")):
            file.write(path, path.relative_to(folder))
    return archive


def _link(folder: Path, many: Path, count: int) -> None:
    files = sorted(folder.rglob("*.png"))
    for number in range(count):
        part = many / f"{number // 1000:04}"
        if number % 1000 == 0:
            part.mkdir(parents=True)
        os.link(files[number % len(files)], part / f"{number:07}.png")


def _seconds(action: Callable[[], object]) -> float:
    began = time.perf_counter()
    action()
    return time.perf_counter() - began
