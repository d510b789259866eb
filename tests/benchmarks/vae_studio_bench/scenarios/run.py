"""What a whole run keeps of the bare engine's speed: with figures, checkpoints, live grid and window on.

The engine alone, a run without a window and a run in the real window train the same model in turns, each in
a process of its own. A run trains on nine tenths of the images, measures the others after each epoch, and
writes figures, checkpoint and weights, as it does by default; its turn goes from the end of one epoch to
that of another, so that all of this counts in full.
"""

from __future__ import annotations

from collections.abc import Iterator
from statistics import median

from vae_studio_bench.rows import Row, at_least, known
from vae_studio_bench.settings import Settings
from vae_studio_bench.throughput.contest import Contest, Rules, written
from vae_studio_bench.throughput.contestants import STUDIO, Contestant
from vae_studio_bench.throughput.models import MODEL_NAMES, Model, model_named
from vae_studio_bench.throughput.standings import Standing

TITLE = "A whole run ÷ the bare engine"
OPTIONS = {"models": f"which ones: {', '.join(MODEL_NAMES)} (the first)", "seconds": "length of a turn (10)"}
LEAST = 0.95
RUNS = (
    Contestant("studio_run", "a run without a window", ("vae_studio",)),
    Contestant("studio_window_grid_off", "a run in the window, live grid off", ("vae_studio",)),
    Contestant("studio_window", "a run in the window, live grid on", ("vae_studio",)),
)
AIMED_AT = "studio_window"


def run(settings: Settings) -> Iterator[Row]:
    """Play one contest for each model."""
    for name in settings.listed("models", MODEL_NAMES) if "models" in settings.options else MODEL_NAMES[:1]:
        model = model_named(name)
        engine, *runs = play(model, settings)
        yield known(model.label, _median(engine), "images/s", note=engine.in_words, **vars(engine))
        for one in runs:
            ratio = one.ratio_to(engine) if one.is_measured and engine.is_measured else None
            what = f"  {one.label} ÷ engine"
            if one.name == AIMED_AT:
                yield at_least(what, ratio, "×", LEAST, note=one.in_words, figures=vars(one))
            else:
                yield known(what, ratio, "×", note=one.in_words, **vars(one))
        failures = [f"{one.label}: {one.detail}" for one in (engine, *runs) if one.detail]
        if failures:
            raise SystemExit("\n".join(failures))


def play(model: Model, settings: Settings) -> list[Standing]:
    """Return the standings of the engine and the runs."""
    rules = Rules(
        steps=1,
        rounds=settings.rounds,
        seconds=settings.number("seconds", 2 if settings.quick else 10),
        repeats=0 if settings.quick else 3,
    )
    with Contest((STUDIO, *RUNS), model, rules, *written(model, settings)) as contest:
        return contest.play()


def _median(one: Standing) -> float | None:
    return median(one.images_per_second) if one.is_measured else None
