"""How fast four models train: the studio's engine beside the usual ways to write them.

Every contestant trains the same network with the same batch size, Adam and float32, on the same binary
images, in a process of its own, on the processor. Each first trains the same number of steps from its
initial weights, which compiles it and shows by the negative ELBO that all do the same work; then they take
turns, round by round, while the others wait. A turn during which other processes were busy is taken again,
a few times; what remains doubtful is said in the note.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from vae_studio_bench.rows import Row
from vae_studio_bench.settings import Settings
from vae_studio_bench.throughput import step_profile
from vae_studio_bench.throughput.contest import Contest, Rules, written
from vae_studio_bench.throughput.contestants import PEER_NAMES, PEERS, STUDIO, ContestantProcess
from vae_studio_bench.throughput.models import MODEL_NAMES, Model, model_named
from vae_studio_bench.throughput.standings import Standing, problems, rows

TITLE = "Training throughput: the studio's engine ÷ each peer"
ROUNDS = 7
OPTIONS = {
    "models": f"which ones: {', '.join(MODEL_NAMES)}",
    "peers": f"who takes part besides the studio: {', '.join(PEER_NAMES)}",
    "seconds": "length of a turn (5)",
}
QUICK_STEPS = 10


def run(settings: Settings) -> Iterator[Row]:
    """Play one contest for each model."""
    wrong = []
    for name in settings.listed("models", MODEL_NAMES):
        model = model_named(name)
        standings = play(model, settings)
        yield from rows(model, standings)
        if settings.profile:
            yield from step_profile.rows(_profile(model, settings))
        # A few steps from random weights say nothing of who does the same work.
        wrong += problems(standings, float("inf") if settings.quick else model.spread)
    if wrong:
        raise SystemExit("The comparison is unfair or incomplete:\n" + "\n".join(wrong))


def play(model: Model, settings: Settings) -> list[Standing]:
    """Return the standings of the contest of one model."""
    wanted = settings.listed("peers", PEER_NAMES)
    contestants = [STUDIO, *(peer for peer in PEERS if peer.name in wanted)]
    with Contest(contestants, model, _rules(model, settings), *written(model, settings)) as contest:
        return contest.play()


def _rules(model: Model, settings: Settings) -> Rules:
    return Rules(
        steps=QUICK_STEPS if settings.quick else model.steps,
        rounds=settings.rounds,
        seconds=settings.number("seconds", 2 if settings.quick else 5),
        repeats=0 if settings.quick else 3,
    )


def _profile(model: Model, settings: Settings) -> dict[str, Any]:
    Settings.say(f"{model.name}: where the time of the studio's step goes")
    rules = _rules(model, settings)
    with ContestantProcess(STUDIO.name, model.name, *written(model, settings), rules.training) as process:
        process.introduction()
        process.ask("train_steps", steps=QUICK_STEPS)
        return process.ask("profile", seconds=rules.seconds)
