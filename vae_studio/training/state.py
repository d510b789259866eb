"""Where a training run stands, and how that becomes a checkpoint and comes back from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from vae_studio.api import RunError
from vae_studio.training.adjustments import Adjustments
from vae_studio.training.material import AnyEngine
from vae_studio.training.position import EpochSteps, converted_step, converted_totals


@dataclass
class TrainingState:
    """What changes from step to step besides weights and optimiser.

    Attributes
    ----------
    step
        Optimiser steps done since the beginning of the run.
    totals
        Sums of the figures over the steps done of the present epoch, float64.
    seconds
        Time spent in training steps, all sessions together.
    epoch_seconds
        The part of it that belongs to the present epoch.
    adjustments
        What was changed by hand and holds now.
    adjusted
        How many changes there were.
    """

    step: int
    totals: np.ndarray
    seconds: float = 0.0
    epoch_seconds: float = 0.0
    adjustments: Adjustments = field(default_factory=Adjustments)
    adjusted: int = 0

    @classmethod
    def initial(cls, engine: AnyEngine) -> TrainingState:
        """Return the state before the first step."""
        return cls(0, np.zeros(engine.figure_count))

    def begin_epoch(self) -> None:
        """Forget the sums of the epoch that is complete."""
        self.totals = np.zeros_like(self.totals)
        self.epoch_seconds = 0.0


def capture(engine: AnyEngine, state: TrainingState) -> tuple[dict[str, np.ndarray], dict[str, Any]]:
    """Return the arrays and the JSON of a checkpoint."""
    arrays = {f"model/{name}": weight.numpy() for name, weight in engine.vae.named_weights().items()}
    arrays |= {f"optimiser/{name}": slot for name, slot in engine.optimiser.state().items()}
    arrays["totals"] = state.totals
    if engine.loss_scale is not None:
        arrays["loss_scale"] = engine.loss_scale.state()
    return arrays, {
        "step": state.step,
        "complete_epochs": state.step // engine.steps_per_epoch,
        "shards": engine.shards,
        "batch_size": engine.batch_size,
        "steps_per_epoch": engine.steps_per_epoch,
        "seconds": state.seconds,
        "epoch_seconds": state.epoch_seconds,
        "adjustments": state.adjustments.as_json(),
        "adjusted": state.adjusted,
    }


def restore(engine: AnyEngine, arrays: Mapping[str, np.ndarray], state: Mapping[str, Any]) -> TrainingState:
    """Set weights and optimiser to a checkpoint, and return where the run stood, counted in the engine's steps.

    Raises
    ------
    RunError
        The checkpoint belongs to another model or another optimiser.
    """
    restore_weights(engine.vae, arrays)
    slots = {name: arrays.get(f"optimiser/{name}") for name in engine.optimiser.slots}
    found = {name: slot for name, slot in slots.items() if slot is not None}
    if found.keys() != engine.optimiser.slots.keys():
        raise RunError("The checkpoint was made with another optimiser.", "Start a new run.")
    engine.optimiser.restore(found)
    if engine.loss_scale is not None:
        engine.loss_scale.restore(arrays)
    step = int(state["step"])
    totals = _present_totals(np.array(arrays["totals"]), engine.figure_count)
    now = EpochSteps(engine.batch_size, engine.steps_per_epoch)
    before = epoch_steps(state) or now
    if before != now:
        step, totals = converted_step(step, before, now), converted_totals(totals, step, before, now)
    return TrainingState(
        step,
        totals,
        float(state["seconds"]),
        float(state["epoch_seconds"]),
        Adjustments.from_json(state.get("adjustments")),
        int(state.get("adjusted", 0)),
    )


def epoch_steps(state: Mapping[str, Any]) -> EpochSteps | None:
    """Return how the epochs of a checkpoint are divided; None where it is too old to say."""
    if "batch_size" not in state:
        return None
    return EpochSteps(int(state["batch_size"]), int(state["steps_per_epoch"]))


def _present_totals(totals: np.ndarray, figure_count: int) -> np.ndarray:
    """Return the totals of a checkpoint in today's order.

    The first checkpoints did not keep what the KL strategy had added: the objective less the reconstruction.
    """
    if len(totals) == figure_count - 1:
        totals = np.insert(totals, 2, totals[0] - totals[1])
    if len(totals) != figure_count:
        raise RunError("The checkpoint was made by another version of the studio.", "Start a new run.")
    return totals


def restore_weights(vae: Any, arrays: Mapping[str, np.ndarray]) -> None:
    """Set the weights of a model to those of a checkpoint.

    Raises
    ------
    RunError
        A weight is missing or has another shape.
    """
    for name, weight in vae.named_weights().items():
        saved = arrays.get(f"model/{name}")
        if saved is None or tuple(saved.shape) != tuple(weight.shape):
            found = "nothing" if saved is None else f"the shape {tuple(saved.shape)}"
            raise RunError(
                f"The checkpoint has {found} where the model's weight {name} "
                f"has the shape {tuple(weight.shape)}.",
                "Its plugins may have changed since; install the versions that the run names.",
            )
        weight.assign(saved)
