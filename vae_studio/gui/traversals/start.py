"""Where traversals start from: the prior's mean, a card of the tray, or an example of the dataset."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from vae_studio.gui.figures import count
from vae_studio.gui.tray.cards import Card, numbers

if TYPE_CHECKING:
    from vae_studio.data.dataset import Dataset
    from vae_studio.session import Run

StartKind = Literal["prior", "card", "example"]


@dataclass(frozen=True)
class Start:
    """Where traversals start from.

    Attributes
    ----------
    kind
        What it is.
    number
        Identity of the card, or index of the example in the dataset, from 0.
    """

    kind: StartKind = "prior"
    number: int = 0


def card_words(cards: tuple[Card, ...]) -> dict[int, str]:
    """Return what each card that can be a start is called, by identity."""
    numbered = numbers(cards)
    return {
        card.identity: f"{numbered[card.identity]} {card.name}" for card in cards if card.example is not None
    }


def start_words(start: Start, cards: tuple[Card, ...]) -> str:
    """Return what a start is called in a sentence."""
    if start.kind == "card":
        return f"card {card_words(cards).get(start.number, '')}".rstrip()
    return "the prior's mean" if start.kind == "prior" else f"example {count(start.number)}"


def start_code(run: Run, start: Start, example: np.ndarray | None, dataset: Dataset) -> np.ndarray | None:
    """Return the start's point of the latent space by the run's present weights, ``[L]``; on the core thread.

    Parameters
    ----------
    run
        The model.
    start
        Where to start.
    example
        The card's image as the model's dataset has them, uint8 ``[H, W, C]``; None for other starts.
    dataset
        The run's dataset.

    Returns
    -------
    None for the prior's mean.

    Raises
    ------
    SpecError
        The dataset has no such example.
    """
    if start.kind == "example":
        example = run.example(start.number, dataset)
    if start.kind == "prior" or example is None:
        return None
    return np.asarray(run.posterior_map(example[np.newaxis])[0][0])
