"""What a source hands over before size, colour and splits are settled."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from vae_studio.data.cache.prints import Prints
from vae_studio.data.dataset import Array, Kept, Skipped


@dataclass(frozen=True, eq=False)
class RawExamples:
    """Examples as the source holds them; the values of images already in their final range.

    Attributes
    ----------
    name
        Short name of the dataset.
    examples
        uint8 or float32 in [0, 1] ``[N, H, W, C]``, or finite numbers in their own units ``[N, D]``.
    labels
        int64 ``[N]`` or None.
    class_names
        Names of the classes.
    given_test
        How many examples at the end are the source's own test set.
    default_size
        Height and width taken where the spec gives none; None for the images' own.
    fitted
        Whether the images already have the spec's size, colour and inversion.
    prints
        The fingerprints that are known of kept examples; None for others.
    skipped, columns, categories, notes, kept
        As in :class:`~vae_studio.data.dataset.Dataset`.
    """

    name: str
    examples: Array
    labels: Array | None = None
    class_names: tuple[str, ...] = ()
    given_test: int = 0
    default_size: tuple[int, int] | None = None
    fitted: bool = False
    skipped: tuple[Skipped, ...] = ()
    columns: tuple[str, ...] = ()
    categories: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    kept: Kept | None = None
    prints: Prints | None = None
