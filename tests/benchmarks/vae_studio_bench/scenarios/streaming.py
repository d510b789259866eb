"""Training from many pictures, which stay in a file, beside training from few, which are in memory.

Pictures of 64×64 pixels are generated as PNG files, decoded once into the studio's cache, and trained on by
whole runs, each in a process of its own, in turns. Memory is the peak of what is resident from the first turn
on, which takes in the measuring of the validation split; of what is mapped from files only the part counts that
is resident, as Linux counts it. A small network spends the least time on computing, so that reading shows the
most; the other one is that of the throughput's table.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from vae_studio_bench.processor_use import ProcessorUse, is_disturbing
from vae_studio_bench.rows import Row, at_least, at_most, known
from vae_studio_bench.settings import Settings
from vae_studio_bench.streaming.pictures import write_pictures
from vae_studio_bench.streaming.training import Task, TrainingProcess
from vae_studio_bench.throughput.models import CONV28, CONV64

TITLE = "Training from pictures in a file ÷ training from few in memory"
OPTIONS = {
    "networks": "which ones: small, reference (both)",
    "pictures": "folder in which the generated pictures are kept for another time",
    "seconds": "length of a turn (8)",
}
FEW, MANY, MANY_IF_QUICK = 2_000, 200_000, 24_000
MOST_MORE_MEMORY = 200.0
LEAST_SHARE = 0.9
REPEATS = 3
BATCH = 64
COMMON = {"data.binarise": "none", "training.batch_size": str(BATCH), "training.keep_epochs": "0"}
NETWORKS: Mapping[str, Mapping[str, str]] = {
    "small": {**CONV28, "decoder.likelihood": "normal", **COMMON},
    "reference": {**CONV64, "decoder.likelihood": "normal", **COMMON},
}


@dataclass
class Trained:
    """What a process has shown of itself."""

    process: TrainingProcess
    paces: list[float] = field(default_factory=list)
    used_by_others: list[float | None] = field(default_factory=list)


def run(settings: Settings) -> Iterator[Row]:
    """Generate the pictures, and train on them with each network."""
    kept = Path(settings.options.get("pictures", settings.folder / "pictures"))
    folders = {count: kept / f"{count}" for count in (FEW, MANY_IF_QUICK if settings.quick else MANY)}
    for count, folder in folders.items():
        settings.say(f"generating {count:,} pictures in {folder}")
        began = time.perf_counter()
        write_pictures(folder, count)
        seconds = time.perf_counter() - began
        yield known(f"generating {count:,} pictures, where there were none", seconds, "s")
    for network in settings.listed("networks", tuple(NETWORKS)):
        yield from _contest(settings, network, folders)


def _contest(settings: Settings, network: str, folders: Mapping[int, Path]) -> Iterator[Row]:
    seconds = float(settings.options.get("seconds", 2 if settings.quick else 8))
    with ExitStack() as open_processes:
        trained = {}
        for count, folder in folders.items():
            settings.say(f"{network}: opening {count:,} pictures, and building the model")
            task = Task(folder, settings.folder / f"runs-{network}-{count}", NETWORKS[network])
            process = open_processes.enter_context(TrainingProcess(task))
            built = process.built()
            trained[count] = Trained(process)
            where = "in a file" if built["streamed"] else "in memory"
            note = f"{where}; {built['memory']['now']:,.0f} MB resident before the first turn"
            yield known(f"{network} network, {count:,} pictures: opened in", built["opened"], "s", note=note)
        for number in range(1, settings.rounds + 1):
            for count, one in trained.items():
                _take_turn(one, seconds)
                settings.say(f"{network}, round {number}: {count:,} pictures, {one.paces[-1]:,.0f} images/s")
        memory = {count: one.process.measured() for count, one in trained.items()}
    yield from _rows(network, trained, memory)


def _take_turn(one: Trained, seconds: float) -> None:
    for _ in range(1 + REPEATS):
        use = ProcessorUse()
        done = one.process.turn(seconds)
        others = use.by_others(done["cpu_seconds"])
        if not is_disturbing(others):
            break
    one.used_by_others.append(others)
    one.paces.append(done["steps"] * BATCH / done["seconds"])


def _rows(
    network: str, trained: Mapping[int, Trained], memory: Mapping[int, Mapping[str, float]]
) -> Iterator[Row]:
    for count, one in trained.items():
        yield known(
            f"{network} network, {count:,} pictures",
            median(one.paces),
            "images/s",
            note=f"{min(one.paces):,.0f}–{max(one.paces):,.0f}",
            paces=one.paces,
            used_by_others=one.used_by_others,
        )
    few, many = trained.values()
    ratio = median(mine / theirs for mine, theirs in zip(many.paces, few.paces, strict=True))
    yield at_least(f"  {network}: images/s from the file ÷ from memory", ratio, "×", LEAST_SHARE)
    little, much = memory.values()
    note = "; ".join(
        f"{count:,} pictures: peak {found['peak']:,.0f} MB, at the end {found['own']:,.0f} MB of its own "
        f"and {found['files']:,.0f} MB of files"
        for count, found in memory.items()
    )
    more = much["peak"] - little["peak"]
    figures = {str(count): dict(found) for count, found in memory.items()}
    yield at_most(
        f"  {network}: more memory at its peak", more, "MB", MOST_MORE_MEMORY, note=note, figures=figures
    )
