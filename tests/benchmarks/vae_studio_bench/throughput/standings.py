"""The figures of a contest: medians, ratios, and whether the comparison is fair."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from statistics import median

from vae_studio_bench.processor_use import is_disturbing
from vae_studio_bench.rows import Row, at_least, known
from vae_studio_bench.throughput.models import Model


@dataclass
class Standing:
    """What one contestant achieved.

    Attributes
    ----------
    name, label
        As :class:`~vae_studio_bench.throughput.contestants.Contestant`.
    status
        ``measured``, ``not installed`` or ``failed``.
    detail
        Why it failed.
    parameters
        Numbers that training changes.
    negative_elbo
        Nats per held-out example after the first steps, the same number for everyone.
    images_per_second
        One figure for each round.
    used_by_others
        Share of the cores' time that other processes used in each round, 0 to 1; None where unknown.
    disturbed_turns
        Turns beside which other processes were busy; all but a round's last try are not counted.
    """

    name: str
    label: str
    status: str = "measured"
    detail: str = ""
    parameters: int | None = None
    negative_elbo: float | None = None
    images_per_second: list[float] = field(default_factory=list)
    used_by_others: list[float | None] = field(default_factory=list)
    disturbed_turns: int = 0

    @property
    def is_measured(self) -> bool:
        return self.status == "measured" and bool(self.images_per_second)

    @property
    def median(self) -> float:
        return median(self.images_per_second)

    @property
    def last_words(self) -> str:
        """How the last turn went, in one line."""
        if not self.is_measured:
            return f"{self.label}: {self.status}"
        return f"{self.label}: {self.images_per_second[-1]:,.0f} images/s"

    @property
    def in_words(self) -> str:
        """Pace with its range, or why there is none, and what is doubtful about it."""
        if not self.is_measured:
            return self.status + (f": {self.detail.splitlines()[-1]}" if self.detail else "")
        lowest, highest = min(self.images_per_second), max(self.images_per_second)
        words = f"{self.median:,.0f} images/s, {lowest:,.0f}–{highest:,.0f}"
        disturbed = [share for share in self.used_by_others if is_disturbing(share)]
        if disturbed:
            words += f"; others used up to {max(disturbed):.0%} of the cores in {len(disturbed)} rounds"
        return words

    def ratio_to(self, other: Standing) -> float:
        """Return how many times the other's pace this is: the median of the rounds' own ratios."""
        return median(
            mine / theirs for mine, theirs in zip(self.images_per_second, other.images_per_second, strict=True)
        )

    def fail(self, reason: str) -> None:
        self.status, self.detail = "failed", reason


def problems(standings: list[Standing], spread: float) -> list[str]:
    """Return what makes the comparison unfair or incomplete; nothing when all is well.

    Everyone must have as many parameters as the first, about the negative ELBO of the middle one.
    """
    found = [f"{one.label}: {one.detail}" for one in standings if one.status == "failed"]
    expected = next((one.parameters for one in standings if one.parameters is not None), None)
    found += [
        f"{one.label} has {one.parameters:,} parameters, not {expected:,}"
        for one in standings
        if one.parameters not in (None, expected)
    ]
    known_ones = [one for one in standings if one.negative_elbo is not None]
    middle = median(one.negative_elbo for one in known_ones) if known_ones else 0.0
    found += [
        f"{one.label} reaches a negative ELBO of {one.negative_elbo:.1f} nats, the others about {middle:.1f}"
        for one in known_ones
        if not abs(one.negative_elbo - middle) <= spread * middle
    ]
    return found


def rows(model: Model, standings: list[Standing]) -> Iterator[Row]:
    """Yield one row for the first contestant's pace, and one for its ratio to each of the others."""
    first = standings[0]
    found = vars(first)
    pace = first.median if first.is_measured else None
    size = f"{first.parameters:,} parameters, " if first.parameters else ""
    yield known(model.label, pace, "images/s", note=size + first.in_words, **found)
    for one in standings[1:]:
        ratio = first.ratio_to(one) if first.is_measured and one.is_measured else None
        goal = model.goals.get(one.name)
        what = f"  ÷ {one.label}"
        if goal is None:
            yield known(what, ratio, "×", note=one.in_words, **vars(one))
        else:
            yield at_least(what, ratio, "×", goal.target, goal.moonshot, note=one.in_words, figures=vars(one))
