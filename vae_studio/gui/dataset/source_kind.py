"""Whether a source is made of images or of rows, before and after it is read."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from vae_studio.api import DataSpec
from vae_studio.api.plugins import DataKind
from vae_studio.data.catalogue import embedded_datasets
from vae_studio.data.table_files import is_table_file

if TYPE_CHECKING:
    from vae_studio.data.dataset import Dataset


OF_ONE_SOURCE = ("source", "array", "label", "leave_out")
"""What a data spec says of one source alone."""


def of_source(data: DataSpec, source: str) -> DataSpec:
    """Return a data spec with another source, without what named parts of the old one."""
    return data.model_copy(update={"source": source, "array": None, "label": None, "leave_out": ()})


def source_kind(data: DataSpec, dataset: Dataset | None) -> DataKind:
    """Return what a source holds: known of the dataset that is loaded, else told by its name."""
    if dataset is not None and dataset.spec.source == data.source:
        return dataset.kind
    for info in embedded_datasets():
        if info.name == data.source:
            return info.kind
    return "table" if is_table_file(Path(data.source)) else "image"
