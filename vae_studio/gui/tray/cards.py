"""What the tray holds: one card for each image."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from vae_studio.evaluation.typicality import Range

if TYPE_CHECKING:
    from vae_studio.latent.encoding import Encoding

CardSource: TypeAlias = Path | bytes
"""A file, or an image file's content."""

_identities = itertools.count()


class CardState(StrEnum):
    """How far a card has come."""

    READING = "reading"
    WAITING = "waiting"
    ENCODED = "encoded"
    UNREADABLE = "unreadable"


@dataclass(frozen=True)
class Posterior:
    """What the model makes of one image.

    Attributes
    ----------
    loc, scale
        Mean and standard deviation of q(z|x), float32 ``[L]``.
    x, reconstruction
        The image as the model sees it and the decoded mean, float32 ``[H, W, C]`` in [0, 1].
    negative_elbo, distortion, kl
        Nats; None for what does not exist. The distortion, -log p(x|z), is a mean squared error where `unit`
        says so.
    shown
        What is shown as the reconstruction: its mean, or a draw, float32 ``[H, W, C]``.
    covariance
        Covariance of q(z|x), float32 ``[L, L]``; None where its dimensions are uncorrelated.
    """

    loc: np.ndarray
    scale: np.ndarray
    x: np.ndarray
    reconstruction: np.ndarray
    negative_elbo: float | None
    distortion: float
    kl: float | None
    unit: str
    shown: np.ndarray
    covariance: np.ndarray | None = None


@dataclass(frozen=True)
class Card:
    """One image of the tray.

    Attributes
    ----------
    source
        Where the image comes from.
    name
        Its file name, or what it was called when it was pasted.
    state
        How far it has come.
    picture
        The image made small, uint8 ``[h, w, 3]``; None until it is read.
    example
        The image brought to what the model's dataset is made of, uint8 ``[H, W, C]``; None without a model.
    posterior
        Its encoding; None until there is one.
    reason
        Why it cannot be read, or not be encoded by the run there is.
    measurable
        Whether the run there is has a likelihood at all.
    surprise
        −log p̂(x), nats; None until it is measured.
    stale
        Whether that was measured with weights before those of the posterior, as happens while training.
    range
        Where that lies among the validation images; None until they are measured.
    comparing
        Whether they are being measured.
    identity
        Distinguishes cards, also those of the same file.
    """

    source: CardSource
    name: str
    state: CardState = CardState.READING
    picture: np.ndarray | None = None
    example: np.ndarray | None = None
    posterior: Posterior | None = None
    reason: str = ""
    measurable: bool = True
    surprise: float | None = None
    stale: bool = False
    range: Range | None = None
    comparing: bool = False
    identity: int = field(default_factory=lambda: next(_identities))


def flagged(card: Card) -> bool:
    """Return whether a card, and its pin, stand out: the model finds its image out of range."""
    return card.range is Range.OUT_OF_RANGE


def numbers(cards: tuple[Card, ...]) -> dict[int, int]:
    """Return the number that each readable card bears, by identity: 1, 2, 3, … in the tray's order."""
    readable = [card for card in cards if card.state is not CardState.UNREADABLE]
    return {card.identity: number for number, card in enumerate(readable, start=1)}


def posteriors(encoding: Encoding, shown: np.ndarray | None = None) -> tuple[Posterior, ...]:
    """Split an encoding of N examples into one posterior for each.

    Parameters
    ----------
    encoding
        Of the examples.
    shown
        What is shown as their reconstructions, ``[N, H, W, C]``; None for the decoded means.
    """
    negative_elbo, kl = encoding.negative_elbo, encoding.kl
    return tuple(
        Posterior(
            loc=encoding.loc[i],
            scale=encoding.scale[i],
            x=encoding.x[i],
            reconstruction=encoding.reconstruction[i],
            negative_elbo=None if negative_elbo is None else float(negative_elbo[i]),
            distortion=float(encoding.distortion[i]),
            kl=None if kl is None else float(kl[i]),
            unit=encoding.unit,
            shown=encoding.reconstruction[i] if shown is None else shown[i],
            covariance=None if encoding.covariance is None else encoding.covariance[i],
        )
        for i in range(len(encoding.loc))
    )
