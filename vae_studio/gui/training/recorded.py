"""What a run's folder records of its course, read for the curves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from vae_studio.gui.training.history import epoch_events
from vae_studio.training.events import Adjusted, EpochMetrics

if TYPE_CHECKING:
    from vae_studio.session import Run


@dataclass(frozen=True)
class Recorded:
    """The complete epochs and the changes by hand, oldest first."""

    epochs: tuple[EpochMetrics, ...] = ()
    adjustments: tuple[Adjusted, ...] = ()


def recorded(run: Run) -> Recorded:
    """Read what a run records; takes a while for thousands of epochs.

    Raises
    ------
    RunError
        The records are damaged.
    """
    folder = run.folder
    if folder is None:
        return Recorded()
    changes = (Adjusted.model_validate(record) for record in folder.adjustments())
    return Recorded(epoch_events(folder.history()), tuple(changes))
