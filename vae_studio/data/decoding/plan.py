"""To what the images of a source are to be brought: told by the headers of some of them."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Generator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from vae_studio.api.errors import DataError
from vae_studio.api.run_spec import DataSpec
from vae_studio.data.decoding.batch import Task
from vae_studio.data.decoding.sources import ImageSource
from vae_studio.data.fitting import target_shape
from vae_studio.data.images import ImageHeader, read_header
from vae_studio.data.progress import Reporter
from vae_studio.data.walking import IMAGE_SUFFIXES, Member

SAMPLE = 64
"""Headers that are read before any pixel; what they do not tell, the pixels do."""


@dataclass(frozen=True)
class Plan:
    """What is to be done with the images of a source.

    Attributes
    ----------
    members
        The images.
    task
        To what they are brought.
    usual
        One of the images that have the usual size.
    """

    members: Sequence[Member]
    task: Task
    usual: Member


def make_plan(source: ImageSource, spec: DataSpec, reporter: Reporter) -> Plan:
    """Read some headers, spread over the whole source, and say what is to be done.

    Raises
    ------
    DataError
        No image can be read, or a model cannot take their size and the spec gives none.
    """
    members = source.members(reporter)
    if not members:
        raise _no_image(source)
    known = _some_headers(source, members, reporter)
    size = Counter(header.size for _, header in known).most_common(1)[0][0]
    usual = next(member for member, header in known if header.size == size)
    shape = target_shape(size, any(header.coloured for _, header in known), spec)
    return Plan(members, Task(shape, spec, size if spec.size is None else None), usual)


def none_readable(source: ImageSource, count: int, reason: str) -> DataError:
    """Return the refusal of images of which none can be read; `reason` is that of the first."""
    return DataError(f"None of the {count:,} images of {source.path} can be read; the first: {reason}")


def _no_image(source: ImageSource) -> DataError:
    refused = source.skipped()
    if refused:
        return none_readable(source, len(refused), refused[0].reason)
    known = ", ".join(sorted(IMAGE_SUFFIXES))
    return DataError(f"{source.path} holds no image.", f"Give an archive with image files ({known}).")


def _some_headers(
    source: ImageSource, members: Sequence[Member], reporter: Reporter
) -> list[tuple[Member, ImageHeader]]:
    known: list[tuple[Member, ImageHeader]] = []
    reasons: dict[str, str] = {}
    with closing(_contents(source, members, reporter)) as contents:
        for asked, (member, content) in enumerate(contents, start=1):
            reporter.check()
            try:
                if isinstance(content, DataError):
                    raise content
                known.append((member, read_header(content, source.called(member))))
            except DataError as error:
                reasons[member.name] = str(error)
            if known and asked >= SAMPLE:
                return known
    if not known:
        raise none_readable(source, len(members), reasons[min(reasons)])
    return known


def _contents(
    source: ImageSource, members: Sequence[Member], reporter: Reporter
) -> Generator[tuple[Member, Path | bytes | DataError], None, None]:
    """Yield images and their files or bytes, evenly spread ones first where the source can be read so."""
    ordered = source.in_order(members, reporter)
    if ordered is not None:
        yield from ((members[place], content) for place, content in ordered)
        return
    spread = np.unique(np.linspace(0, len(members) - 1, SAMPLE).astype(np.int64)).tolist()
    chosen = set(spread)
    for number in itertools.chain(spread, (number for number in range(len(members)) if number not in chosen)):
        try:
            yield members[number], source.content(members[number])
        except DataError as error:
            yield members[number], error
