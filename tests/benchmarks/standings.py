"""The figures of a throughput benchmark: medians, ratios, whether the comparison is fair, and the table."""

from dataclasses import dataclass, field
from statistics import median

from processor_use import is_disturbing

REFERENCE_PARAMETERS = 22_133
LARGEST_SPREAD = 0.05


@dataclass
class Standing:
    """What one contestant achieved.

    Attributes
    ----------
    name, label
        As :class:`contestants.Contestant`.
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

    def ratio_to(self, other: "Standing") -> float:
        """Return how many times the other's pace this is: the median of the rounds' own ratios."""
        return median(
            mine / theirs for mine, theirs in zip(self.images_per_second, other.images_per_second, strict=True)
        )

    def fail(self, reason: str) -> None:
        self.status, self.detail = "failed", reason


def problems(standings: list[Standing], largest_spread: float = LARGEST_SPREAD) -> list[str]:
    """Return what makes the comparison unfair or incomplete; nothing when all is well."""
    found = [f"{one.label}: {one.detail}" for one in standings if one.status == "failed"]
    found += [
        f"{one.label} has {one.parameters:,} parameters, not {REFERENCE_PARAMETERS:,}."
        for one in standings
        if one.parameters not in (None, REFERENCE_PARAMETERS)
    ]
    known = [one for one in standings if one.negative_elbo is not None]
    middle = median(one.negative_elbo for one in known) if known else 0.0
    found += [
        f"{one.label} reaches a negative ELBO of {one.negative_elbo:.1f} nats, the others about {middle:.1f}."
        for one in known
        if not abs(one.negative_elbo - middle) <= largest_spread * middle
    ]
    return found


def disturbances(standings: list[Standing]) -> list[str]:
    """Return a line for each contestant with figures taken while other processes were busy."""
    shares = {one.label: [share for share in one.used_by_others if is_disturbing(share)] for one in standings}
    return [
        f"{label}: other processes used up to {max(found):.0%} of the cores in {len(found)} of its rounds."
        for label, found in shares.items()
        if found
    ]


def table(standings: list[Standing], steps: int) -> str:
    """Return the table, one line for each contestant; ratios are the first one's pace over the line's."""
    head = ("", "images/s", "lowest–highest", "studio ÷ this", "parameters", f"−ELBO, {steps} steps")
    rows = [head, *(_row(one, standings[0]) for one in standings)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(head))]
    lines = [
        "  ".join(
            [
                row[0].ljust(widths[0]),
                *(cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True)),
            ]
        ).rstrip()
        for row in rows
    ]
    return "\n".join([lines[0], "─" * len(lines[0]), *lines[1:]])


def _row(one: Standing, first: Standing) -> tuple[str, ...]:
    if not one.is_measured:
        return (one.label, one.status, "", "", "", "")
    return (
        one.label,
        f"{one.median:,.0f}",
        f"{min(one.images_per_second):,.0f}–{max(one.images_per_second):,.0f}",
        f"{first.ratio_to(one):.2f} ×" if first.is_measured else "",
        f"{one.parameters:,}",
        f"{one.negative_elbo:.1f}",
    )


def as_json(standings: list[Standing]) -> list[dict]:
    """Return the standings as plain data, with medians and ratios."""
    first = standings[0]
    return [
        {
            **vars(one),
            "median": one.median if one.is_measured else None,
            "studio_ratio": first.ratio_to(one) if first.is_measured and one.is_measured else None,
        }
        for one in standings
    ]
