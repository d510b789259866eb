"""Where a run stands in terms of another batch size.

Steps are counted as if the whole run had been trained with the present batch size: the epochs that are complete
stay complete, and of the one that was begun the same share of the examples is done.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class EpochSteps:
    """How an epoch is divided.

    Attributes
    ----------
    batch_size
        Examples per step.
    count
        Steps per epoch.
    """

    batch_size: int
    count: int


def converted_step(step: int, before: EpochSteps, now: EpochSteps) -> int:
    """Return the number of steps done, counted with other batches.

    Of an epoch that was begun no example is left out: where the new batches do not end at the same example,
    those since the last end are trained on again. One step of it is left to do in any case.

    Parameters
    ----------
    step
        Steps done, counted in `before`.
    before, now
        How an epoch was divided then, and is now.
    """
    complete, position = divmod(step, before.count)
    return complete * now.count + min(position * before.batch_size // now.batch_size, now.count - 1)


def converted_totals(totals: np.ndarray, step: int, before: EpochSteps, now: EpochSteps) -> np.ndarray:
    """Return the sums over an epoch's steps so far for as many steps as are done of it now, at the same means.

    Parameters
    ----------
    totals
        Sums over the steps done of the present epoch.
    step, before, now
        As for :func:`converted_step`.
    """
    position = step % before.count
    if position == 0:
        return np.zeros_like(totals)
    return totals * (converted_step(step, before, now) % now.count / position)
