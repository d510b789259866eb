"""What happens before the first step, one phase after the other, with the time that each took."""

from __future__ import annotations

from dataclasses import dataclass, replace

PHASES = {
    "importing": "Import TensorFlow",
    "building": "Build the model",
    "reading": "Read the dataset",
    "compiling": "Compile the training step",
}
"""Words of the phases, in the order in which they come; some may be left out."""


@dataclass(frozen=True)
class Phase:
    """One part of the set-up.

    Attributes
    ----------
    name
        As events call it.
    began, ended
        Seconds of a monotonic clock; None for what has not come yet.
    detail
        What exactly is done; may be empty.
    """

    name: str
    began: float | None = None
    ended: float | None = None
    detail: str = ""

    @property
    def words(self) -> str:
        """What is done."""
        return PHASES[self.name]

    @property
    def is_running(self) -> bool:
        """Whether it is being done."""
        return self.began is not None and self.ended is None

    def seconds(self, now: float) -> float | None:
        """Return how long it took, or has taken so far; None before it begins."""
        return None if self.began is None else (now if self.ended is None else self.ended) - self.began


@dataclass(frozen=True)
class SetUp:
    """The phases of a set-up; a phase that was passed over is left out.

    Attributes
    ----------
    phases
        Done, being done and still to come, in this order.
    """

    phases: tuple[Phase, ...] = ()

    @classmethod
    def expected(cls, *, with_import: bool) -> SetUp:
        """Return a set-up that is about to begin; TensorFlow is imported once in a program."""
        return cls(tuple(Phase(name) for name in PHASES if with_import or name != "importing"))

    @property
    def running(self) -> Phase | None:
        """What is being done."""
        return next((phase for phase in self.phases if phase.is_running), None)

    def begin(self, name: str, now: float, detail: str = "") -> SetUp:
        """Return what is known once a phase has begun; the one before has ended.

        A phase that comes a second time goes on from the time that it has taken before.
        """
        if self.running is not None and self.running.name == name:
            return self
        order = list(PHASES)
        ended = [phase for phase in self.end(now).phases if phase.ended is not None]
        done = [phase for phase in ended if phase.name != name]
        before = sum(phase.seconds(now) or 0.0 for phase in ended if phase.name == name)
        later = [Phase(each) for each in order[order.index(name) + 1 :] if each not in {p.name for p in done}]
        return SetUp((*done, Phase(name, now - before, None, detail), *later))

    def end(self, now: float) -> SetUp:
        """Return what is known once the phase that was being done has ended."""
        return SetUp(tuple(replace(phase, ended=now) if phase.is_running else phase for phase in self.phases))
