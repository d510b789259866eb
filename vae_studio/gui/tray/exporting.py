"""Writing the tray's encodings."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from vae_studio.api import OutputError
from vae_studio.gui.tray.cards import Card, Posterior
from vae_studio.latent.encoding import Encoding
from vae_studio.latent.tables import save_encoding_csv, save_encoding_npz


def export(path: Path, cards: Sequence[Card]) -> Path:
    """Write the encoded cards, one line each, as ``.csv``, or with their images as ``.npz``.

    Returns
    -------
    The path written.

    Raises
    ------
    OutputError
        No card is encoded, the name ends otherwise, or the file cannot be written.
    """
    encoded = [(card.name, card.posterior) for card in cards if card.posterior is not None]
    if not encoded:
        raise OutputError("No image in the tray is encoded yet.", "Train a model or open a run first.")
    names = [name for name, _ in encoded]
    encoding = joined([posterior for _, posterior in encoded])
    if path.suffix.lower() == ".csv":
        save_encoding_csv(path, names, encoding)
    elif path.suffix.lower() == ".npz":
        save_encoding_npz(path, names, encoding)
    else:
        raise OutputError(f"{path.name} is neither .csv nor .npz.", "Give the name one of these endings.")
    return path


def joined(posteriors: Sequence[Posterior]) -> Encoding:
    """Return the encoding of N examples from their N posteriors."""
    return Encoding(
        loc=np.stack([one.loc for one in posteriors]),
        scale=np.stack([one.scale for one in posteriors]),
        x=np.stack([one.x for one in posteriors]),
        reconstruction=np.stack([one.reconstruction for one in posteriors]),
        distortion=np.array([one.distortion for one in posteriors], np.float32),
        kl=None
        if any(one.kl is None for one in posteriors)
        else np.array([one.kl for one in posteriors], np.float32),
        unit=posteriors[0].unit,
    )
