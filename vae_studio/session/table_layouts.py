"""A table's layout on its way into a manifest and back. Imports no TensorFlow."""

from __future__ import annotations

import numpy as np

from vae_studio.data.scaling import ColumnScaling
from vae_studio.data.table_layout import TableLayout
from vae_studio.runs.manifest import TableSource


def to_source(layout: TableLayout | None) -> TableSource | None:
    """Return what a manifest says of a layout; None for None."""
    if layout is None:
        return None
    return TableSource(
        columns=layout.columns,
        mean=tuple(layout.scaling.mean.tolist()),
        scale=tuple(layout.scaling.scale.tolist()),
        categories=layout.categories,
    )


def from_source(source: TableSource) -> TableLayout:
    """Return the layout of which a manifest tells."""
    scaling = ColumnScaling(np.array(source.mean), np.array(source.scale))
    return TableLayout(source.columns, scaling, source.categories)
