"""The images of a folder or an archive become a dataset: decoded once, and opened at once after that."""

from __future__ import annotations

import errno
import os
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from vae_studio.api.errors import DataError
from vae_studio.api.run_spec import DataSpec
from vae_studio.data import dataset as limits
from vae_studio.data.cache import upkeep
from vae_studio.data.cache.places import CACHE_VARIABLE, datasets_folder, free_bytes
from vae_studio.data.cache.record import DamagedError
from vae_studio.data.cache.store import Building, KeptExamples, key_of, open_kept
from vae_studio.data.dataset import Array, Skipped
from vae_studio.data.decoding.batch import PIXEL_KEYS
from vae_studio.data.decoding.plan import Plan, make_plan
from vae_studio.data.decoding.sinks import FileSink, MemorySink
from vae_studio.data.decoding.sources import ImageSource
from vae_studio.data.decoding.whole import Decoded, decode_all
from vae_studio.data.progress import Reporter
from vae_studio.data.raw import RawExamples

TOP_FOLDER = "(top folder)"


def read_images(source: ImageSource, spec: DataSpec, reporter: Reporter) -> RawExamples:
    """Return the images of a source as examples, from the cache where they were decoded before.

    The folders of the first level are the labels; in an archive, of the first level at which there is more than
    one. Images that cannot be read are listed as skipped.

    Parameters
    ----------
    source
        The folder or archive.
    spec
        Size, fit, colour and inversion of the examples.
    reporter
        Told of the progress.

    Raises
    ------
    DataError
        No image can be read, they differ in size and the spec gives none, or there is no room for what they
        become.
    """
    treatment = {key: _plain(getattr(spec, key)) for key in PIXEL_KEYS}
    key = key_of(source.path, source.identity(reporter), treatment)
    notes: tuple[str, ...] = ()
    wrong = False
    try:
        found = open_kept(key, reporter)
        wrong = found is not None and _was_mended(source, found)
        if found is not None and not wrong:
            return _raw(source, found)
    except DamagedError as error:
        wrong = True
        notes = (f"the images were decoded again, since what was kept of them was damaged: {error}",)
    plan = make_plan(source, spec, reporter)
    try:
        if wrong:
            upkeep.discard(key)
        return _raw(source, _built(source, plan, key, treatment, reporter), notes)
    except (OSError, DamagedError) as error:
        if _size(plan) > limits.IN_MEMORY_BYTES:
            raise _not_kept(source, _size(plan), error) from error
        why = f"{_reason(error)}: {datasets_folder()}"
        notes += (f"the decoded images could not be kept, and are decoded again the next time ({why})",)
        return _in_memory(source, plan, reporter, notes)


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def _size(plan: Plan) -> int:
    height, width, channels = plan.task.shape
    return len(plan.members) * height * width * channels


def _was_mended(source: ImageSource, found: KeptExamples) -> bool:
    """Say whether a file that could not be opened can be now: neither its size nor its time tells of that."""
    unopened = [name for name, _, unopened in found.record.more["failures"] if unopened]
    return source.kind == "folder" and any(os.access(source.path / name, os.R_OK) for name in unopened)


def _built(
    source: ImageSource, plan: Plan, key: str, treatment: Mapping[str, Any], reporter: Reporter
) -> KeptExamples:
    """Decode the images into the cache.

    Raises
    ------
    OSError
        The cache cannot be written, or has no room.
    DamagedError
        What was put there is not there any more as it was.
    """
    store = datasets_folder()
    if _size(plan) > free_bytes(store):
        upkeep.keep_within_bound(store / key, _size(plan))
    if _size(plan) > free_bytes(store):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(store))
    with Building(key) as building:

        def make_sink(_count: int, shape: tuple[int, int, int]) -> FileSink:
            os.truncate(building.examples, 0)
            return FileSink(building.examples, shape)

        decoded = decode_all(source, plan, make_sink, reporter)
        labels, class_names = _labels(source, decoded)
        more = {"class_names": class_names, "failures": decoded.failures, "skipped": _refused(source)}
        building.commit(source.path, treatment, source.title, decoded.shape, labels, more, reporter)
    found = open_kept(key, reporter)
    if found is None:
        raise DamagedError("they were removed as soon as they were there")
    return found


def _refused(source: ImageSource) -> list[tuple[str, str]]:
    """Return what an archive would not give; what a folder would not show is looked at each time."""
    return [] if source.kind == "folder" else [(one.path, one.reason) for one in source.skipped()]


def _in_memory(source: ImageSource, plan: Plan, reporter: Reporter, notes: tuple[str, ...]) -> RawExamples:
    sinks: list[MemorySink] = []

    def make_sink(count: int, shape: tuple[int, int, int]) -> MemorySink:
        sinks.append(MemorySink(count, shape))
        return sinks[-1]

    decoded = decode_all(source, plan, make_sink, reporter)
    labels, class_names = _labels(source, decoded)
    skipped = _skipped(source, decoded.failures, source.skipped())
    return RawExamples(
        source.title, sinks[-1].examples, labels, class_names, fitted=True, skipped=skipped, notes=notes
    )


def _raw(source: ImageSource, found: KeptExamples, notes: tuple[str, ...] = ()) -> RawExamples:
    more = found.record.more
    others = source.skipped() if source.kind == "folder" else [Skipped(*one) for one in more["skipped"]]
    return RawExamples(
        found.record.title,
        found.examples,
        found.labels,
        tuple(more["class_names"]),
        fitted=True,
        skipped=_skipped(source, more["failures"], others),
        notes=notes,
        kept=found.kept,
        prints=found.prints,
    )


def _skipped(
    source: ImageSource, failures: Sequence[Sequence[Any]], others: Sequence[Skipped]
) -> tuple[Skipped, ...]:
    failed = [Skipped(f"{source.path}{os.sep}{name}", reason) for name, reason, _ in failures]
    return tuple(sorted([*failed, *others], key=lambda item: item.path))


def _labels(source: ImageSource, decoded: Decoded) -> tuple[Array | None, tuple[str, ...]]:
    names = [member.name for member in decoded.members]
    if source.kind != "folder":
        names = _without_common_folders(names)
    tops = [name.partition("/")[0] if "/" in name else TOP_FOLDER for name in names]
    classes = sorted(set(tops))
    if classes == [TOP_FOLDER]:
        return None, ()
    index = {name: number for number, name in enumerate(classes)}
    return np.array([index[top] for top in tops], np.int64), tuple(classes)


def _without_common_folders(names: list[str]) -> list[str]:
    """Leave out the folders in which everything lies, as archives are often made of one folder."""
    while len({name.partition("/")[0] for name in names}) == 1 and all("/" in name for name in names):
        names = [name.partition("/")[2] for name in names]
    return names


def _reason(error: OSError | DamagedError) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error)


def _not_kept(source: ImageSource, size: int, error: OSError | DamagedError) -> DataError:
    store = datasets_folder()
    if isinstance(error, DamagedError):
        return DataError(
            f"The decoded images of {source.path} were put into {store}, and cannot be read there: {error}.",
            f"Load the dataset again; if this comes again, set ${CACHE_VARIABLE} to a folder on another disk.",
        )
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return DataError(
            f"The decoded images of {source.path} take {size / 1e9:,.1f} GB, for which the disk of {store} has "
            f"no room ({free_bytes(store) / 1e9:,.1f} GB are free).",
            f"Free some space ('vae-studio cache clear' empties the cache), set ${CACHE_VARIABLE} to a folder "
            "on another disk, or set a smaller size (data.size).",
        )
    return DataError(
        f"The decoded images of {source.path} cannot be written to {store}: {_reason(error)}.",
        f"Set ${CACHE_VARIABLE} to a folder that can be written.",
    )
