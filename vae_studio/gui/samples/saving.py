"""What is on the Samples tab, as figures that can be taken away."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from vae_studio.gui.samples.feed import ShownSamples
from vae_studio.gui.samples.neighbours import FoundNeighbours
from vae_studio.gui.samples.reconstructions_feed import ShownReconstructions
from vae_studio.gui.saving.figure import Figure, Metadata
from vae_studio.latent.nearest import as_floats
from vae_studio.latent.pictures import mosaic
from vae_studio.latent.rows import rows_arrays, rows_csv
from vae_studio.latent.strips import in_pairs, of_reconstructions, rounded

PAIRS_ACROSS = 6


def samples_figure(
    shown: ShownSamples, found: FoundNeighbours | None, file: Path, provenance: Metadata
) -> Figure:
    """Return samples as a figure: images as a picture and arrays, rows as a table and arrays.

    Parameters
    ----------
    shown
        The samples; there are some.
    found
        The training examples that are nearest to them, where they are shown too.
    file
        Where it is suggested to go, without an ending.
    provenance
        Where the weights come from.
    """
    assert shown.examples is not None
    examples, request, layout = shown.examples, shown.request, shown.layout
    words: dict[str, object] = {
        **provenance,
        **shown.metadata,
        "Sampled": "prior",
        "Sample seed": request.seed,
        "Temperature": request.temperature,
        "Shown": request.show,
    }
    if layout is not None:
        return Figure(
            "Samples",
            file,
            words,
            table=lambda: rows_csv(layout, examples),
            arrays=lambda: rows_arrays(layout, examples),
        )
    arrays = {"x": examples, "seed": np.array(request.seed), "temperature": np.array(request.temperature)}
    if found is None:
        return Figure("Samples", file, words, pixels=mosaic(shown.tiles), arrays=lambda: arrays)
    words["Nearest training examples"] = found.neighbours.indices.tolist()
    words["Distances"] = rounded(found.neighbours.distances)
    arrays = {
        **arrays,
        "nearest": found.examples,
        "nearest_index": found.neighbours.indices,
        "distance": found.neighbours.distances,
    }
    tiles = in_pairs(examples, as_floats(found.examples), request.side)
    return Figure("Samples", file, words, pixels=mosaic(tiles), arrays=lambda: arrays)


def reconstructions_figure(shown: ShownReconstructions, file: Path, provenance: Metadata) -> Figure:
    """Return examples beside their reconstructions as a figure; arguments as for :func:`samples_figure`."""
    strips, layout, found = of_reconstructions(shown.found, PAIRS_ACROSS), shown.layout, shown.found
    words = {**provenance, **shown.metadata, **strips.metadata}
    if layout is None:
        return Figure("Reconstructions", file, words, pixels=strips.pixels(), arrays=lambda: strips.arrays)
    return Figure(
        "Reconstructions",
        file,
        words,
        table=lambda: rows_csv(
            layout,
            np.stack([found.x, found.reconstruction], axis=1).reshape(-1, found.x.shape[1]),
            {"example": np.repeat(found.indices, 2).tolist(), "kind": ["data", "reconstruction"] * len(found)},
        ),
        arrays=lambda: strips.arrays,
    )
