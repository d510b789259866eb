"""The tray's encodings as files: a table, arrays, and a sheet of pictures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from vae_studio.api import OutputError
from vae_studio.gui.saving.figure import Figure
from vae_studio.gui.tray.cards import Card, Posterior
from vae_studio.latent.encoding import Encoding
from vae_studio.latent.pictures import mosaic
from vae_studio.latent.tables import encoding_csv

SHEET_COLUMNS = 10


def tray_figure(cards: Sequence[Card], file: Path, metadata: Mapping[str, object]) -> Figure:
    """Return what can be saved of the encoded cards: a contact sheet, a table and arrays.

    Parameters
    ----------
    cards
        Of the tray; those that are not encoded are left out.
    file
        Where it is suggested to go, without an ending.
    metadata
        Run and epoch.

    Raises
    ------
    OutputError
        No card is encoded.
    """
    encoded = [card for card in cards if card.posterior is not None]
    posteriors = [card.posterior for card in encoded if card.posterior is not None]
    if not posteriors:
        raise OutputError("No image in the tray is encoded yet.", "Train a model or open a run first.")
    names = [card.name.encode("utf-8", "backslashreplace").decode() for card in encoded]
    encoding = joined(posteriors)
    return Figure(
        title="Encoded images",
        file=file,
        metadata={**metadata, "Images": names},
        pixels=contact_sheet(encoding.x, np.stack([posterior.shown for posterior in posteriors])),
        table=lambda: encoding_csv(names, encoding, _judgements(encoded)),
        arrays=lambda: _arrays(encoded, names, encoding),
    )


def contact_sheet(images: np.ndarray, reconstructions: np.ndarray) -> np.ndarray:
    """Return images ``[N, H, W, C]`` with their reconstructions below them, as one picture.

    Returns
    -------
    uint8 ``[2 R H, columns W, C]`` of R rows of images.
    """
    columns = min(len(images), SHEET_COLUMNS)
    rows = -(-len(images) // columns)
    tiles = np.zeros((rows, 2, columns, *images.shape[1:]), np.float32)
    for line, pictures in enumerate((images, reconstructions)):
        for number, picture in enumerate(pictures):
            tiles[number // columns, line, number % columns] = picture
    return mosaic(tiles.reshape(2 * rows, columns, *images.shape[1:]))


def joined(posteriors: Sequence[Posterior]) -> Encoding:
    """Return the encoding of N examples from their N posteriors."""
    kls = [one.kl for one in posteriors if one.kl is not None]
    covariances = [one.covariance for one in posteriors if one.covariance is not None]
    return Encoding(
        loc=np.stack([one.loc for one in posteriors]),
        scale=np.stack([one.scale for one in posteriors]),
        x=np.stack([one.x for one in posteriors]),
        reconstruction=np.stack([one.reconstruction for one in posteriors]),
        distortion=np.array([one.distortion for one in posteriors], np.float32),
        kl=np.array(kls, np.float32) if len(kls) == len(posteriors) else None,
        unit=posteriors[0].unit,
        covariance=np.stack(covariances) if len(covariances) == len(posteriors) else None,
    )


def _judgements(cards: Sequence[Card]) -> dict[str, list[float | str | None]]:
    """Return −log p̂(x) and the range as columns, where any card has them."""
    columns: dict[str, list[float | str | None]] = {
        "negative_log_likelihood_nats": [_surprise(card) for card in cards],
        "range": [None if card.range is None or card.stale else str(card.range) for card in cards],
    }
    return {name: column for name, column in columns.items() if any(cell is not None for cell in column)}


def _surprise(card: Card) -> float | None:
    """Return −log p̂(x) where it belongs to the same weights as the coordinates."""
    return None if card.stale else card.surprise


def _arrays(cards: Sequence[Card], names: Sequence[str], encoding: Encoding) -> dict[str, np.ndarray]:
    found = [_surprise(card) for card in cards]
    surprises = [np.nan if surprise is None else surprise for surprise in found]
    measured = {} if np.isnan(surprises).all() else {"negative_log_likelihood": np.array(surprises)}
    return {"names": np.array(names, dtype=np.str_), **encoding.to_arrays(), **measured}
