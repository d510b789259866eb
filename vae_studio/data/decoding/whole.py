"""All images of a source decoded into one array or file."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, replace
from functools import partial

from vae_studio.api.errors import DataError
from vae_studio.data.decoding.batch import Batch, Failure, Task, decode
from vae_studio.data.decoding.plan import Plan, none_readable
from vae_studio.data.decoding.pool import Decoder, DecodingProcesses, each, workers
from vae_studio.data.decoding.sinks import FileSink, MemorySink
from vae_studio.data.decoding.sources import ImageSource
from vae_studio.data.progress import Reporter
from vae_studio.data.walking import Member

FEW_IMAGES = 3000
"""Up to so many are decoded on threads: processes of their own would take longer to start."""

_MOST_FILES, _MOST_BYTES = 256, 2 * 2**20
_ROWS_BYTES = 4 * 2**20

MakeSink = Callable[[int, tuple[int, int, int]], FileSink | MemorySink]
"""From the number of examples and their shape to what takes them; called again where that was wrong."""


@dataclass(frozen=True)
class Decoded:
    """What became of the images of a source.

    Attributes
    ----------
    members
        Those that are examples now, in their order.
    failures
        Names of the others, with reasons, and whether they could not even be opened.
    shape
        Of all examples, ``(N, H, W, C)``.
    """

    members: tuple[Member, ...]
    failures: tuple[tuple[str, str, bool], ...]
    shape: tuple[int, int, int, int]


def decode_all(source: ImageSource, plan: Plan, make_sink: MakeSink, reporter: Reporter) -> Decoded:
    """Decode all images of a source.

    Parameters
    ----------
    source, plan
        Which, and to what.
    make_sink
        Makes what takes the examples.
    reporter
        Told how many are done.

    Raises
    ------
    DataError
        No image can be read, or they differ in size and the spec gives none.
    OSError
        The examples cannot be written.
    """
    try:
        return _decode_all(source, plan, plan.task, make_sink, reporter)
    except _ColoursError:
        shape = (*plan.task.shape[:2], 3)
        return _decode_all(source, plan, replace(plan.task, shape=shape), make_sink, reporter)


class _ColoursError(Exception):
    """The headers that were looked at promised grey images, and one has colours."""


def _decode_all(
    source: ImageSource, plan: Plan, task: Task, make_sink: MakeSink, reporter: Reporter
) -> Decoded:
    members = plan.members
    sink = make_sink(len(members), task.shape)
    channels = task.shape[2]
    coloured = task.spec.colour != "keep"
    failures: dict[int, Failure] = {}
    done = 0
    with ExitStack() as stack:
        decoder, at_once = _decoder(source, task, sink, len(members), stack)
        results = stack.enter_context(
            closing(each(decoder, _batches(source, members, task, reporter), at_once))
        )
        for batch, outcome in results:
            if outcome.odd is not None:
                raise _differ_in_size(source, plan, members[outcome.odd[0]], outcome.odd[1])
            if outcome.coloured and channels == 1 and not coloured:
                raise _ColoursError
            coloured = coloured or (outcome.coloured and channels == 3)
            failures.update((failure.row, failure) for failure in outcome.failures)
            done += len(batch.rows)
            reporter.report("reading", done, len(members))
    if done != len(members):
        raise DataError(
            f"{source.path} was changed while it was read: {done:,} of {len(members):,} images are left.",
            "Load the dataset again.",
        )
    kept = [row for row in range(len(members)) if row not in failures]
    if not kept:
        raise none_readable(source, len(members), failures[0].reason)
    # Headers may promise colours that no image has.
    channels = channels if coloured else 1
    if failures or channels < task.shape[2]:
        sink.settle(kept, channels, reporter)
    failed = tuple((members[row].name, one.reason, one.unopened) for row, one in sorted(failures.items()))
    shape = (len(kept), *task.shape[:2], channels)
    return Decoded(tuple(members[row] for row in kept), failed, shape)


def _decoder(
    source: ImageSource, task: Task, sink: FileSink | MemorySink, count: int, stack: ExitStack
) -> tuple[Decoder, int]:
    if isinstance(sink, FileSink) and count > FEW_IMAGES:
        processes = DecodingProcesses(workers(), task, source.kind, source.path, sink.path)
        return stack.enter_context(processes), workers()
    return partial(decode, task=task, content=source.content, called=source.called, sink=sink), workers()


def _batches(source: ImageSource, members: Sequence[Member], task: Task, reporter: Reporter) -> Iterator[Batch]:
    height, width, channels = task.shape
    most = max(1, min(_MOST_FILES, _ROWS_BYTES // (height * width * channels)))
    ordered = source.in_order(members, reporter)
    found: Iterator[tuple[int, bytes | None]] = (
        iter((row, None) for row in range(len(members))) if ordered is None else ordered
    )
    waiting: list[tuple[int, bytes | None]] = []
    size = 0
    for row, content in found:
        waiting.append((row, content))
        size += members[row].size
        if len(waiting) >= most or size >= _MOST_BYTES:
            yield _batch(waiting, members)
            waiting, size = [], 0
    if waiting:
        yield _batch(waiting, members)


def _batch(waiting: list[tuple[int, bytes | None]], members: Sequence[Member]) -> Batch:
    waiting.sort(key=lambda one: one[0])
    rows = tuple(row for row, _ in waiting)
    contents = tuple(content for _, content in waiting if content is not None)
    return Batch(rows, tuple(members[row] for row in rows), contents)


def _differ_in_size(source: ImageSource, plan: Plan, other: Member, size: tuple[int, int]) -> DataError:
    usual = plan.task.own_size
    assert usual is not None, "only where the images' own size is taken can one differ"
    first, second = (
        f"{source.called(member)} is {height:,}×{width:,} px"
        for member, (height, width) in ((plan.usual, usual), (other, size))
    )
    return DataError(
        f"The images of {source.path} differ in size: {first}, {second}.",
        "Set a size (data.size), to which all of them are brought.",
    )
