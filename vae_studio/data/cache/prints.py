"""Fingerprints of kept examples: a large dataset is read through once for each way of splitting it."""

from __future__ import annotations

import json
from pathlib import Path

from vae_studio.api.run_spec import DataSpec
from vae_studio.data.cache.record import write_json

_NAME = "fingerprints.json"
_MOST = 100


class Prints:
    """The known fingerprints of the examples in a folder of the cache.

    Parameters
    ----------
    folder
        The folder.
    """

    def __init__(self, folder: Path) -> None:
        self._path = folder / _NAME

    def known(self, spec: DataSpec) -> str | None:
        """Return the fingerprint of the examples, split as the spec says; None where it is not known."""
        return self._read().get(_splitting(spec))

    def remember(self, spec: DataSpec, fingerprint: str) -> None:
        """Keep a fingerprint, where the cache can be written."""
        newest = list(self._read().items())[1 - _MOST :]
        try:
            write_json(self._path, {**dict(newest), _splitting(spec): fingerprint})
        except OSError:  # it is computed again the next time
            return

    def _read(self) -> dict[str, str]:
        try:
            found = json.loads(self._path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        if not isinstance(found, dict):
            return {}
        return {key: value for key, value in found.items() if isinstance(value, str)}


def _splitting(spec: DataSpec) -> str:
    return f"{spec.validation!r} {spec.test!r} {spec.split_seed}"
