"""What a trained run is worth, as plain data."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from vae_studio.evaluation.figures import Figures


class SplitEvaluation(BaseModel):
    """One split.

    Attributes
    ----------
    examples
        How many there are.
    figures
        Their means, nats per example.
    active_units
        Latent units whose posterior mean has a variance over 0.01.
    """

    model_config = ConfigDict(frozen=True)

    examples: int
    figures: Figures
    active_units: int


class Evaluation(BaseModel):
    """All splits that a dataset has, by the weights of the latest checkpoint.

    Attributes
    ----------
    epoch
        Complete epochs behind these weights.
    train, validation, test
        The splits; None where one is empty.
    """

    model_config = ConfigDict(frozen=True)

    epoch: int
    train: SplitEvaluation | None
    validation: SplitEvaluation | None
    test: SplitEvaluation | None
