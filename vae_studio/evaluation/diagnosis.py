"""What the figures of a run mean, in plain words: pure functions of its history. Imports no TensorFlow.

A remark holds for the epoch for which it is made; most explain what would otherwise look like a fault.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from vae_studio.evaluation.figures import Figures

PATIENCE = 5
"""Epochs for which the validation figure must have been above its best to speak of memorising."""

_RISE, _LEAST_RISE = 0.001, 0.02
_MEMORISED = 0.005


@dataclass(frozen=True)
class EpochFacts:
    """What is known of one complete epoch.

    Attributes
    ----------
    epoch
        Its number, from 1.
    train, validation
        Its figures; validation None without such a split.
    weight, by_hand
        Weight of the KL strategy's penalty at its end, and whether a person set it.
    learning_rate
        Of its last step.
    active
        For each latent dimension whether it is active; None where that was not measured.
    """

    epoch: int
    train: Figures
    validation: Figures | None
    weight: float
    by_hand: bool
    learning_rate: float
    active: tuple[bool, ...] | None

    @classmethod
    def of_record(cls, record: Mapping[str, Any], *, by_hand: bool = False) -> EpochFacts:
        """Return the facts in one record of a run's history."""
        validation, active = record.get("validation"), record.get("active_dimensions")
        return cls(
            epoch=int(record["epoch"]),
            train=Figures.model_validate(record["train"]),
            validation=None if validation is None else Figures.model_validate(validation),
            weight=float(record["beta"]),
            by_hand=by_hand,
            learning_rate=float(record["learning_rate"]),
            active=None if active is None else tuple(map(bool, active)),
        )

    @property
    def figures(self) -> Figures:
        """The figures by which the epoch is judged: those of validation, where there are any."""
        return self.validation or self.train


@dataclass(frozen=True)
class Remark:
    """One thing that there is to say.

    Attributes
    ----------
    key
        What it is about; the same for all remarks that say the same with other figures.
    words
        One or two sentences.
    """

    key: str
    words: str


def diagnose(epochs: Sequence[EpochFacts]) -> tuple[Remark, ...]:
    """Return what there is to say of the last of these epochs, the gravest first.

    Parameters
    ----------
    epochs
        The complete epochs of a run, oldest first.
    """
    if not epochs:
        return ()
    found = (_collapse(epochs), _following_weight(epochs), _raised_rate(epochs), _memorising(epochs))
    return tuple(remark for remark in found if remark is not None)


def _collapse(epochs: Sequence[EpochFacts]) -> Remark | None:
    """All dimensions inactive, or some, for two epochs: the first one says little.

    Nothing of a model without a KL, whose codes are points, nor of one in whose objective it has no weight:
    there is none to lower.
    """
    kl = epochs[-1].figures.kl
    if kl is None or epochs[-1].weight == 0.0:
        return None
    last, before = epochs[-1].active, epochs[-2].active if len(epochs) > 1 else None
    if last is None or before is None or len(last) != len(before):
        return None
    idle = [number for number, (now, then) in enumerate(zip(last, before, strict=True), 1) if not (now or then)]
    if len(idle) == len(last):
        return Remark(
            "collapse",
            f"The posterior has collapsed: no latent dimension is active and the KL is {kl:.2f} nats, so that "
            "the decoder ignores z. A lower KL weight, a longer warm-up or free bits may help.",
        )
    if not idle:
        return None
    names = ", ".join(f"z{number}" for number in idle[:8]) + (", …" if len(idle) > 8 else "")
    verb = "is" if len(idle) == 1 else "are"
    return Remark(
        "inactive",
        f"{len(idle)} of {len(last)} latent dimensions {verb} inactive ({names}): the mean of q(z|x) hardly "
        "varies there (variance at most 0.01), and the decoder does without.",
    )


def _following_weight(epochs: Sequence[EpochFacts]) -> Remark | None:
    """Figures that rise because the weight of the KL changed."""
    if len(epochs) < 2:
        return None
    before, last = epochs[-2], epochs[-1]
    if last.weight == before.weight:
        return None
    more = last.weight > before.weight
    rising = _rising(before, last)
    risen = (
        [words for words in rising if words != "KL"] if more else [words for words in rising if words == "KL"]
    )
    if not risen:
        return None
    verb = "rise" if len(risen) > 1 else "rises"
    moved = "rises" if more else "falls"
    why = "as it was set by hand" if last.by_hand or before.by_hand else "by its schedule"
    meaning = (
        "the model gives up detail for a posterior closer to the prior"
        if more
        else "the posterior may move away from the prior again"
    )
    return Remark(
        f"weight-{moved}",
        f"The {' and the '.join(risen)} {verb} because the KL weight {moved} {why} ({before.weight:.3g} → "
        f"{last.weight:.3g}): {meaning}.",
    )


def _raised_rate(epochs: Sequence[EpochFacts]) -> Remark | None:
    """Figures that rise because the learning rate was raised."""
    if len(epochs) < 2 or epochs[-1].learning_rate < 1.5 * epochs[-2].learning_rate:
        return None
    before, last = epochs[-2], epochs[-1]
    if not _rises(before.figures.score, last.figures.score, last.figures.unit):
        return None
    return Remark(
        "learning-rate",
        f"The {_score_words(last)} rises since the learning rate was raised ({before.learning_rate:.3g} → "
        f"{last.learning_rate:.3g}): larger steps overshoot at first.",
    )


def _memorising(epochs: Sequence[EpochFacts]) -> Remark | None:
    """The validation figure has passed its best while that of the training examples still falls."""
    scored = [(one.validation.score, one) for one in epochs if one.validation is not None]
    if len(scored) != len(epochs):
        return None
    best, at = min(scored, key=lambda pair: pair[0])
    last, now = epochs[-1], scored[-1][0]
    risen = now > best + _MEMORISED * abs(best) and all(
        score > best for score, one in scored if one.epoch > last.epoch - PATIENCE
    )
    if last.epoch - at.epoch < PATIENCE or not risen or last.train.score >= at.train.score:
        return None
    if any(one.weight != last.weight for one in epochs if one.epoch >= at.epoch):
        return None
    return Remark(
        "memorising",
        f"The {_score_words(last)} of the validation split was best after epoch {at.epoch} ({best:.4g}) and is "
        f"{now:.4g} now, while that of the training examples still falls: the model begins to memorise them.",
    )


def _rising(before: EpochFacts, last: EpochFacts) -> list[str]:
    """Return the names of the figures that rose from one epoch to the next."""
    if (before.validation is None) != (last.validation is None):
        return []
    one, two = before.figures, last.figures
    pairs = {
        "reconstruction": (one.reconstruction, two.reconstruction),
        "negative ELBO": (one.negative_elbo, two.negative_elbo),
        "KL": (one.kl, two.kl),
    }
    return [
        words
        for words, (then, now) in pairs.items()
        if then is not None and now is not None and _rises(then, now, two.unit)
    ]


def _rises(then: float, now: float, unit: str) -> bool:
    return now > then + max(_RISE * abs(then), _LEAST_RISE if unit == "nats" else 0.0)


def _score_words(epoch: EpochFacts) -> str:
    return "reconstruction" if epoch.figures.negative_elbo is None else "negative ELBO"
