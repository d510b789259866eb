"""The codes of training examples, which say what part of the latent space an autoencoder uses."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

import numpy as np

from vae_studio.data.rows import read_rows

if TYPE_CHECKING:
    from vae_studio.session.live_model import LiveModel

CODES = 2000
"""How many training examples are encoded at most."""


class TrainingCodes:
    """Encodes some training examples once for each state of the encoder's weights.

    Encoding them takes longer than decoding a grid of few tiles, and nothing but training changes them.

    Parameters
    ----------
    model
        Has encoder and dataset.
    """

    def __init__(self, model: LiveModel) -> None:
        self._model = model
        self._known: tuple[bytes, np.ndarray] | None = None

    def now(self) -> np.ndarray:
        """Return the codes of up to :data:`CODES` training examples by the present weights, float32 ``[N, L]``.

        May be called on any thread. Where weights change meanwhile the codes are remembered under nothing.
        """
        weights = _fingerprint(self._model.encoder)
        known = self._known  # another thread may put its own in the place of this one
        if known is not None and known[0] == weights:
            return known[1]
        dataset = self._model.dataset
        chosen = dataset.splits.train
        chosen = chosen[:: max(1, len(chosen) // CODES)][:CODES]
        codes = np.asarray(self._model.posterior_map(read_rows(dataset.examples, chosen))[0])
        if _fingerprint(self._model.encoder) == weights:
            self._known = (weights, codes)
        return codes


def _fingerprint(encoder: Any) -> bytes:
    """Return a digest of all weights of an encoder."""
    from vae_studio.model.weights import weights_of

    digest = hashlib.blake2b(digest_size=16)
    for variable in weights_of(encoder):
        digest.update(np.ascontiguousarray(variable.numpy()).data)
    return digest.digest()
