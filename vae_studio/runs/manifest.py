"""What a run folder says of itself in ``run.json``."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

FORMAT = 1
"""Version of the run folder's layout; raised when an older studio could not read it."""

RunStatus = Literal["created", "training", "stopped", "completed", "failed"]


class PluginSource(BaseModel):
    """Where a plugin of the run came from; its parameters are in the spec, its code is nowhere."""

    model_config = ConfigDict(frozen=True, from_attributes=True)

    distribution: str
    version: str
    name: str


class TableSource(BaseModel):
    """The columns of a table that a run was trained on: what it takes to encode other rows without it.

    Attributes
    ----------
    columns
        Names of the D columns.
    mean, scale
        What is subtracted from each column, and by what it is divided then.
    categories
        Values of each column of text; each of them is one of the D columns, called ``name=value``.
    """

    model_config = ConfigDict(frozen=True)

    columns: tuple[str, ...]
    mean: tuple[float, ...]
    scale: tuple[float, ...]
    categories: Mapping[str, tuple[str, ...]] = Field(default_factory=dict)


class DatasetSource(BaseModel):
    """Which examples the run was trained on.

    Attributes
    ----------
    name, source
        Its name, and the source as the spec gives it.
    fingerprint
        SHA-256 of the examples and the split; empty where unknown.
    data_shape
        Shape of one example.
    counts
        Number of examples in each split.
    class_names
        Names of the labels; empty where there are none.
    table
        The columns of a table; None for images.
    """

    model_config = ConfigDict(frozen=True)

    name: str
    source: str
    fingerprint: str = ""
    data_shape: tuple[int, ...]
    counts: Mapping[str, int] = Field(default_factory=dict)
    class_names: tuple[str, ...] = ()
    table: TableSource | None = None


class FinalFigures(BaseModel):
    """Figures of one split, nats per example, of the true ELBO."""

    model_config = ConfigDict(frozen=True, from_attributes=True, extra="ignore")

    negative_elbo: float | None
    reconstruction: float
    kl: float | None
    kl_per_dimension: tuple[float, ...] | None = None
    unit: str = "nats"


class Manifest(BaseModel):
    """The run in one page: what it is, where it stands, and what came out of it.

    Attributes
    ----------
    id
        Unique for ever; survives renaming and copying.
    created
        When, in UTC, ISO 8601.
    status, message
        Where the run stands, and why it failed if it did.
    plugins
        Provenance of each plugin, by section of the spec.
    parameters
        Number of trainable numbers.
    versions
        Of Python and of the libraries that the figures depend on.
    step, complete_epochs
        How far the training came.
    final
        Figures of each split once training ended, by split.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    format: int = FORMAT
    id: str = Field(default_factory=lambda: uuid.uuid4().hex)
    name: str
    created: str = Field(default_factory=lambda: dt.datetime.now(dt.UTC).isoformat(timespec="seconds"))
    status: RunStatus = "created"
    message: str = ""
    plugins: Mapping[str, PluginSource] = Field(default_factory=dict)
    dataset: DatasetSource | None = None
    parameters: int = 0
    versions: Mapping[str, str] = Field(default_factory=dict)
    step: int = 0
    complete_epochs: int = 0
    final: Mapping[str, FinalFigures] | None = None
