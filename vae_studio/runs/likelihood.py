"""The importance-weighted log-likelihood of a run, as it is kept in the run's folder."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from pydantic import BaseModel, ConfigDict, ValidationError, computed_field

from vae_studio.api.errors import RunError
from vae_studio.runs.files import write_text

FILE = "likelihood.json"


class SplitLikelihood(BaseModel):
    """What importance sampling says of the examples of a split.

    The file holds ``count``, ``mean`` and ``standard_error`` too, for whoever reads nothing but them.

    Attributes
    ----------
    split
        ``train``, ``validation`` or ``test``.
    epoch
        Complete epochs behind the weights.
    samples
        Importance samples for each example, K.
    seed
        Added to the run's seed.
    fingerprint
        Of the dataset: figures of two runs are paired only where the examples are the same.
    indices
        Of the examples in the dataset, n of them.
    per_example
        log p̂(x) of each, nats.
    """

    model_config = ConfigDict(frozen=True)

    split: str
    epoch: int
    samples: int
    seed: int
    fingerprint: str
    indices: tuple[int, ...]
    per_example: tuple[float, ...]

    @computed_field  # type: ignore[prop-decorator]
    @property
    def count(self) -> int:
        """How many examples were measured, n."""
        return len(self.per_example)

    @computed_field  # type: ignore[prop-decorator]
    @property
    def mean(self) -> float:
        """Average of log p̂(x), nats per example."""
        return float(np.mean(self.per_example))

    @computed_field  # type: ignore[prop-decorator]
    @property
    def standard_error(self) -> float | None:
        """Standard error of the mean over the examples, nats; None for a single one."""
        if self.count < 2:
            return None
        return float(np.std(self.per_example, ddof=1) / np.sqrt(self.count))


def keep_likelihood(folder: Path, found: SplitLikelihood) -> Path:
    """Write a measurement into a run's folder, in place of the one before, and return the file.

    Raises
    ------
    OutputError
        It cannot be written.
    """
    path = folder / FILE
    write_text(path, found.model_dump_json(indent=2) + "\n")
    return path


def kept_likelihood(folder: Path) -> SplitLikelihood | None:
    """Return the measurement that a run's folder holds, or None.

    Raises
    ------
    RunError
        The file is damaged.
    """
    path = folder / FILE
    try:
        return SplitLikelihood.model_validate_json(path.read_bytes())
    except FileNotFoundError:
        return None
    except (ValidationError, OSError) as error:
        raise RunError(f"{path} is damaged.", "Remove it and measure again.") from error
