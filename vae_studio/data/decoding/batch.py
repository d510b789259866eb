"""Some image files become rows of examples: what threads and processes do, each with a part of the files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from vae_studio.api.errors import DataError
from vae_studio.api.run_spec import DataSpec
from vae_studio.data.dataset import Array
from vae_studio.data.fitting import fit_image
from vae_studio.data.images import read_for
from vae_studio.data.walking import Member

PIXEL_KEYS = ("size", "fit", "colour", "invert")
"""Keys of a data spec on which the pixels of an image's example depend."""


@dataclass(frozen=True)
class Task:
    """What is the same for all images of one source.

    Attributes
    ----------
    shape
        Of one example, ``(H, W, C)``.
    spec
        How to fit the images to it, and whether to invert them.
    own_size
        Height and width that every image must have; None where all are brought to the shape.
    """

    shape: tuple[int, int, int]
    spec: DataSpec
    own_size: tuple[int, int] | None

    def to_plain(self) -> dict[str, Any]:
        """Return the task as values of JSON."""
        values = {key: getattr(self.spec, key) for key in PIXEL_KEYS}
        return {"shape": self.shape, "spec": values, "own_size": self.own_size}

    @classmethod
    def from_plain(cls, plain: dict[str, Any]) -> Task:
        """Return the task that :meth:`to_plain` described."""
        own = plain["own_size"]
        return cls(tuple(plain["shape"]), DataSpec(**plain["spec"]), None if own is None else tuple(own))


@dataclass(frozen=True)
class Batch:
    """Some of the images: the row that each will have, and what it is.

    Attributes
    ----------
    rows
        Rows of the examples, ascending.
    members
        The images.
    contents
        Their bytes, where the source can only be read from its beginning to its end; else empty.
    """

    rows: tuple[int, ...]
    members: tuple[Member, ...]
    contents: tuple[bytes, ...] = ()


@dataclass(frozen=True)
class Failure:
    """An image that cannot be an example.

    Attributes
    ----------
    row
        The row that it would have had.
    reason
        One sentence saying why.
    unopened
        Whether the file could not even be opened, which may change without a trace on the file.
    """

    row: int
    reason: str
    unopened: bool = False


@dataclass(frozen=True)
class Outcome:
    """What became of a batch.

    Attributes
    ----------
    failures
        Images without an example.
    coloured
        Whether there are colours among the others.
    odd
        The row and the size ``(H, W)`` of the first image that has not the size it must have.
    """

    failures: tuple[Failure, ...] = ()
    coloured: bool = False
    odd: tuple[int, tuple[int, int]] | None = None

    def to_plain(self) -> dict[str, Any]:
        """Return the outcome as values of JSON."""
        return asdict(self)

    @classmethod
    def from_plain(cls, plain: dict[str, Any]) -> Outcome:
        """Return the outcome that :meth:`to_plain` described."""
        odd = plain["odd"]
        failures = tuple(Failure(**failure) for failure in plain["failures"])
        return cls(failures, plain["coloured"], None if odd is None else (odd[0], tuple(odd[1])))


class Sink(Protocol):
    """Where rows of examples go."""

    def write(self, row: int, examples: Array) -> None:
        """Put examples, one after the other, in their place from a row on."""


Content = Callable[[Member], Path | bytes]
"""From an image of a source to the file, or its bytes; a :class:`DataError` where there is none."""


def decode(batch: Batch, task: Task, content: Content, called: Callable[[Member], str], sink: Sink) -> Outcome:
    """Decode the images of a batch and write them as rows of examples.

    Parameters
    ----------
    batch, task
        What to decode, and to what.
    content
        Gives the images of a batch that has not their bytes.
    called
        From an image to its name in messages.
    sink
        Takes the rows; the row of an image that fails is left as it is.
    """
    examples = np.empty((len(batch.rows), *task.shape), np.uint8)
    failures: list[Failure] = []
    good: list[int] = []
    coloured = False
    odd = None
    for place, (row, member) in enumerate(zip(batch.rows, batch.members, strict=True)):
        try:
            source = batch.contents[place] if batch.contents else content(member)
            image = read_for(task.spec, source, called(member))
            size = (int(image.shape[0]), int(image.shape[1]))
            if task.own_size is not None and size != task.own_size:
                odd = odd or (row, size)
                continue
            examples[place] = fit_image(image, task.shape, task.spec)
        except DataError as error:
            # Pillow's own errors are OSErrors too, but of no cause in the system.
            failures.append(Failure(row, str(error), bool(getattr(error.__cause__, "strerror", None))))
            continue
        coloured = coloured or image.shape[2] == 3
        good.append(place)
    for first, last in _runs(batch.rows, good):
        sink.write(batch.rows[first], examples[first : last + 1])
    return Outcome(tuple(failures), coloured, odd)


def _runs(rows: Sequence[int], places: Sequence[int]) -> list[tuple[int, int]]:
    """Return the first and last places of stretches whose rows follow each other."""
    runs: list[tuple[int, int]] = []
    for place in places:
        if runs and runs[-1][1] == place - 1 and rows[place] == rows[place - 1] + 1:
            runs[-1] = (runs[-1][0], place)
        else:
            runs.append((place, place))
    return runs
