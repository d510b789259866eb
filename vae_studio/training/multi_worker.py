"""Training steps that several machines take together: the chief orders them, the others follow.

The chief alone runs the training loop. Before each compiled call it tells the others which steps come, with
their weights β and learning rates, and hears whether one of them was asked to stop; so nothing but the chief's
loop needs to know that there are others.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from vae_studio.training.control import Control
from vae_studio.training.distributed_engine import DistributedEngine
from vae_studio.training.material import AnyEngine
from vae_studio.training.orders import Order, Orders
from vae_studio.training.step_figures import CallResult


class MultiWorkerEngine(DistributedEngine):
    """Training steps that the devices of several machines take together.

    Parameters
    ----------
    orders
        Between the chief and the others.
    options
        As for :class:`~.distributed_engine.DistributedEngine`.

    Attributes
    ----------
    when_asked_to_stop
        Called on the chief when another worker was asked to stop.
    """

    def __init__(self, *arguments: Any, orders: Orders, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.when_asked_to_stop: Callable[[], None] = lambda: None
        self._orders = orders
        self._agreement = orders.agreement
        self._shared = False

    def run(
        self, first_step: int, betas: Sequence[float], rates: Sequence[float], totals: np.ndarray
    ) -> CallResult:
        """Have all workers run as many steps as there are weights β and learning rates.

        Raises
        ------
        TrainingError
            A worker is gone.
        """
        if self._orders.steps(first_step, len(betas)):
            self.when_asked_to_stop()
        return self._together(first_step, np.array([betas, rates], np.float64), totals)

    def follow(self, first_step: int, count: int) -> None:
        """Run the steps that the chief ordered.

        Raises
        ------
        TrainingError
            The chief, or another worker, is gone.
        """
        self._together(first_step, np.zeros([2, count]), np.zeros(self.figure_count))

    def _together(self, first_step: int, course: np.ndarray, totals: np.ndarray) -> CallResult:
        if not self._shared:
            self._share_state()
            self._shared = True
        betas, rates = self._agreement.from_chief(course)
        run = super().run
        return self._agreement.watched(lambda: run(first_step, betas, rates, totals))

    def _share_state(self) -> None:
        """Give every worker the chief's weights and optimiser, which may come from a checkpoint."""
        scale = () if self.loss_scale is None else (self.loss_scale.scale, self.loss_scale.good)
        for variable in (*self.vae.named_weights().values(), *scale):
            variable.assign(self._agreement.from_chief(variable.numpy()))
        slots = self.optimiser.state()
        self.optimiser.restore({name: self._agreement.from_chief(slots[name]) for name in slots})


def follow(orders: Orders, make_engine: Callable[[int], AnyEngine], control: Control) -> str:
    """Do what the chief says until the run ends, and return how it ended, as ``Finished.status`` has it.

    Parameters
    ----------
    orders
        What the chief says.
    make_engine
        Makes this worker's engine, given the number of parts of a batch.
    control
        Whether this worker was asked to stop, which the chief then does for all.

    Raises
    ------
    TrainingError
        The chief, or another worker, is gone.
    """
    engine: MultiWorkerEngine | None = None
    try:
        while True:
            order, first, second = orders.take(stop=control.stopping)
            if order.ending:
                return order.ending
            if order is Order.BEGIN:
                made = make_engine(first)
                assert isinstance(made, MultiWorkerEngine), "several machines have an engine for several"
                engine = made
            else:
                assert engine is not None, "steps are ordered of an engine that was begun"
                engine.follow(first, second)
    finally:
        if engine is not None:
            engine.close()
