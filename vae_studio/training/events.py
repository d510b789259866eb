"""What a training run tells the world: plain, frozen data, one class for each thing that happens.

A run emits any number of events and ends with exactly one :class:`Finished`. Figures are nats per
example and belong to the true ELBO (weight 1), whatever weight the strategy trains with.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from vae_studio.evaluation.figures import Figures


class Event(BaseModel):
    """Base of all events."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)


class PhaseStarted(Event):
    """A part of the work began; evaluating and training alternate where measuring a split takes long."""

    type: Literal["phase"] = "phase"
    phase: Literal["importing", "reading", "building", "compiling", "training", "evaluating"]
    detail: str = ""


class Joining(Event):
    """A process is about to wait for the others that train with it; the message says which one it is."""

    type: Literal["joining"] = "joining"
    message: str


class Started(Event):
    """The first step is about to run."""

    type: Literal["started"] = "started"
    run: str
    parameters: int
    epochs: int
    steps_per_epoch: int
    step: int


class StepMetrics(Event):
    """Progress inside an epoch; `epoch` counts from 1 and `epoch_step` is how many of its steps are done.

    The effective β is as in :class:`EpochMetrics`, over the steps of the epoch so far. `call_seconds` is how
    long the compiled call lasted that ended with this step.
    """

    type: Literal["step"] = "step"
    step: int
    epoch: int
    epoch_step: int
    figures: Figures
    effective_beta: float | None
    images_per_second: float
    seconds_left: float | None
    call_seconds: float | None = None


class EpochMetrics(Event):
    """An epoch is complete; train figures are means over its steps, validation is a full pass.

    The effective β is what the KL strategy added to the loss over the epoch, divided by the exact KL per
    example; None where there is no KL to divide by. `active_dimensions` says of each latent dimension whether
    the variance of its posterior mean over the validation examples exceeds 0.01; None without any. `remarks`
    are sentences on what the figures mean, such as that the posterior has collapsed.
    """

    type: Literal["epoch"] = "epoch"
    epoch: int
    step: int
    train: Figures
    validation: Figures | None
    objective: float
    beta: float
    effective_beta: float | None
    learning_rate: float
    active_units: int | None
    seconds: float
    images_per_second: float
    active_dimensions: tuple[bool, ...] | None = None
    remarks: tuple[str, ...] = ()


class Adjusted(Event):
    """KL weight or learning rate were changed by hand; both are told as they are from now on.

    `epoch` is how many epochs were done by then, fractions included. None is a value that its schedule
    decides.
    """

    type: Literal["adjusted"] = "adjusted"
    step: int
    epoch: float
    kl_weight: float | None
    learning_rate: float | None


class Sample(Event):
    """A picture of the weights as they are now; `payload` is whatever the live view computed."""

    type: Literal["sample"] = "sample"
    step: int
    epoch: int
    complete_epochs: int
    payload: Any


class CheckpointSaved(Event):
    """The state of the run is on disk."""

    type: Literal["checkpoint"] = "checkpoint"
    step: int
    epoch: int
    path: str


class Paused(Event):
    """The loop waits."""

    type: Literal["paused"] = "paused"


class Resumed(Event):
    """The loop goes on."""

    type: Literal["resumed"] = "resumed"


class Warned(Event):
    """Something that the user should know and that does not end the run."""

    type: Literal["warning"] = "warning"
    message: str


class Finished(Event):
    """The last event of every run; its effective β is that of the last complete epoch.

    `smaller_batch` is the batch size to go on with where memory ran out; None where it did not, or where no
    batch is smaller.
    """

    type: Literal["finished"] = "finished"
    status: Literal["completed", "stopped", "failed"]
    message: str = ""
    step: int
    complete_epochs: int
    seconds: float
    images_per_second: float | None = None
    train: Figures | None = None
    validation: Figures | None = None
    test: Figures | None = None
    effective_beta: float | None = None
    smaller_batch: int | None = None


AnyEvent = Annotated[
    PhaseStarted
    | Joining
    | Started
    | StepMetrics
    | EpochMetrics
    | Adjusted
    | Sample
    | CheckpointSaved
    | Paused
    | Resumed
    | Warned
    | Finished,
    Field(discriminator="type"),
]
