"""The datasets that go by a name, for pickers and ``vae-studio datasets list``."""

from __future__ import annotations

from dataclasses import dataclass

from vae_studio.api.plugins import DataKind
from vae_studio.data.embedded_tables import EMBEDDED_TABLES
from vae_studio.data.mnist import FILES, locate_mnist


@dataclass(frozen=True)
class DatasetInfo:
    """One named dataset.

    Attributes
    ----------
    name
        The source to give in a spec.
    label
        Words for pickers.
    summary
        One line saying what it is.
    available
        Whether it is on this machine.
    detail
        Where it is, or what has to happen first.
    kind
        ``"image"`` or ``"table"``.
    """

    name: str
    label: str
    summary: str
    available: bool
    detail: str
    kind: DataKind = "image"


def embedded_datasets() -> tuple[DatasetInfo, ...]:
    """Return the named datasets and whether each is on this machine."""
    return (_digits(), _mnist(), *_tables())


def _digits() -> DatasetInfo:
    summary = "1,797 handwritten digits, 8×8 grey, shown at 28×28, with labels"
    return DatasetInfo("digits", "Digits", summary, available=True, detail="comes with the program")


def _mnist() -> DatasetInfo:
    folder = locate_mnist()
    megabytes = sum(file.size for file in FILES) / 1e6
    detail = f"in {folder}" if folder else f"downloaded on first use ({megabytes:.0f} MB)"
    summary = "70,000 handwritten digits, 28×28 grey, with labels and a test set"
    return DatasetInfo("mnist", "MNIST", summary, available=folder is not None, detail=detail)


def _tables() -> tuple[DatasetInfo, ...]:
    return tuple(
        DatasetInfo(
            table.name,
            table.label,
            table.summary,
            available=True,
            detail="comes with the program",
            kind="table",
        )
        for table in EMBEDDED_TABLES.values()
    )
