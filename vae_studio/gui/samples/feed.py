"""Draws from the prior of the run on screen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
from PySide6.QtCore import QObject

from vae_studio.data.table_layout import TableLayout
from vae_studio.gui.core.worker import Core
from vae_studio.gui.live_feed import LiveFeed
from vae_studio.gui.run_desk import RunDesk

if TYPE_CHECKING:
    from vae_studio.session import Run


@dataclass(frozen=True)
class SamplesRequest:
    """Which samples are wanted.

    Attributes
    ----------
    side
        Rows and columns of tiles; of a table, side² rows.
    show
        The decoder's mean, or a draw from p(x|z).
    seed
        Of the draws from the prior, and from p(x|z).
    temperature
        Scales the prior's deviations.
    """

    side: int = 10
    show: Literal["mean", "draw"] = "mean"
    seed: int = 0
    temperature: float = 1.0


@dataclass(frozen=True, eq=False)
class ShownSamples:
    """Samples, or why there are none.

    Attributes
    ----------
    request
        What was asked for.
    examples
        float32 ``[side², *data_shape]``; None where the model is not generative.
    reason
        Why not; empty where it is.
    layout
        The columns of a table; None for images.
    epoch
        Complete epochs behind the weights.
    metadata
        What a picture should say of where it comes from.
    """

    request: SamplesRequest
    examples: np.ndarray | None
    reason: str
    layout: TableLayout | None
    epoch: int
    metadata: dict[str, object]

    @property
    def tiles(self) -> np.ndarray:
        """The examples as tiles, ``[side, side, *data_shape]``."""
        assert self.examples is not None
        return self.examples.reshape(self.request.side, self.request.side, *self.examples.shape[1:])


class SamplesFeed(LiveFeed):
    """Samples with the same seed until another is asked for; :attr:`arrived` brings :class:`ShownSamples`."""

    def __init__(self, core: Core, desk: RunDesk, parent: QObject | None = None) -> None:
        super().__init__(core, desk, "samples", SamplesRequest(), _sampling, parent)

    @property
    def request(self) -> SamplesRequest:
        """What is shown."""
        request: SamplesRequest = self._request
        return request


def _sampling(run: Run, request: SamplesRequest) -> Callable[[], ShownSamples]:
    return lambda: _sample(run, request)


def _sample(run: Run, request: SamplesRequest) -> ShownSamples:
    reason = run.sampling_reason
    examples = None if reason else run.sample(request.side**2, request.seed, request.show, request.temperature)
    return ShownSamples(request, examples, reason, run.layout, run.complete_epochs, run.metadata())
