"""The KL weight and the learning rate of each step: by their schedules, or as they were set by hand."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from vae_studio.api import OutputError
from vae_studio.training.adjustments import Adjustments, Change
from vae_studio.training.events import Adjusted, Event, Warned
from vae_studio.training.material import Material
from vae_studio.training.schedules import learning_rate
from vae_studio.training.state import TrainingState


class Course:
    """What a run's steps are taken with.

    Parameters
    ----------
    material
        Where the schedules and the run's folder are.
    state
        Where the run stands; holds what was set by hand.
    emit
        Receives an ``Adjusted`` for each change, and a warning for one that is not made.
    """

    def __init__(self, material: Material, state: TrainingState, emit: Callable[[Event], None]) -> None:
        self._material = material
        self._state = state
        self._emit = emit

    @property
    def weight_is_by_hand(self) -> bool:
        """Whether the KL weight was set by hand."""
        return self._state.adjustments.kl_weight is not None

    def kl_weight(self, step: int) -> float:
        """Return the weight of the KL strategy's penalty in a step, counted from 0."""
        if self._state.adjustments.kl_weight is not None:
            return self._state.adjustments.kl_weight
        engine = self._material.engine
        return float(engine.vae.kl.weight(step / engine.steps_per_epoch))

    def learning_rate(self, step: int) -> float:
        """Return the learning rate of a step, counted from 0."""
        if self._state.adjustments.learning_rate is not None:
            return self._state.adjustments.learning_rate
        spec = self._material.spec
        return learning_rate(spec, step, spec.epochs * self._material.engine.steps_per_epoch)

    def change(self, changes: Iterable[tuple[Change, Change]]) -> bool:
        """Take changes of weight and rate, which hold from the next step on; return whether any is one.

        A change that cannot be recorded in the run's folder is not made: the run could not be told again.
        """
        before = self._state.adjusted
        for kl_weight, rate in changes:
            allowed: Change = kl_weight
            if kl_weight is not None and not self._material.engine.vae.ties_prior:
                words = "The KL weight stays as it is: this model is trained without a KL."
                self._emit(Warned(message=words))
                allowed = None
            self._adjust(self._state.adjustments.changed(allowed, rate))
        return self._state.adjusted > before

    def _adjust(self, adjustments: Adjustments) -> None:
        if adjustments == self._state.adjustments:
            return
        event = Adjusted(
            step=self._state.step,
            epoch=self._state.step / self._material.engine.steps_per_epoch,
            **adjustments.as_json(),
        )
        try:
            self._material.folder.append_adjustment(event.model_dump(mode="json"))
        except OutputError as error:
            self._emit(Warned(message=f"KL weight and learning rate stay as they are: {error}"))
            return
        self._state.adjustments = adjustments
        self._state.adjusted += 1
        self._emit(event)
