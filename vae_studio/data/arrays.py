"""Datasets in .npy and .npz files."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from vae_studio.api.errors import DataError
from vae_studio.api.run_spec import DataSpec
from vae_studio.data.array_tables import array_examples
from vae_studio.data.chunks import joined
from vae_studio.data.dataset import Array
from vae_studio.data.labels import encode_labels
from vae_studio.data.numpy_files import NpzFile, load_npy
from vae_studio.data.progress import Reporter
from vae_studio.data.raw import RawExamples
from vae_studio.data.values import to_images

_EXAMPLES = ("x", "images", "data", "x_train")
_LABELS = ("y", "labels")
_COLUMNS = "columns"
_TRAIN, _TEST = "_train", "_test"


def read_npy(path: Path, spec: DataSpec, reporter: Reporter) -> RawExamples:
    """Read examples from an .npy file.

    Raises
    ------
    DataError
        The file is damaged or its array cannot be examples.
    """
    array = load_npy(path)
    if array.ndim == 2:
        return array_examples(array, (), str(path), path.stem, spec, reporter)
    images = to_images(array, str(path), reporter)
    return RawExamples(path.stem, images.examples, notes=images.notes)


def read_npz(path: Path, spec: DataSpec, reporter: Reporter) -> RawExamples:
    """Read examples, and labels and a given test set where there are any, from an .npz file.

    Parameters
    ----------
    path
        The file.
    spec
        Its ``array`` is the name of the array of examples; else it is ``x``, ``images``, ``data``,
        ``x_train`` or the only array. ``x_train`` takes ``x_test`` as the test set, and ``y_train`` and
        ``y_test`` as labels. Of a table, it names the columns to leave out, and a label that goes before
        an array of labels.
    reporter
        Told of the progress.

    Raises
    ------
    DataError
        The file is damaged, there is no such array or more than one could be meant, shapes or
        counts disagree, or an array holds Python objects.
    """
    archive = NpzFile(path)
    name = _choose(archive, spec.array)
    examples, given_test = _with_test(archive, name, reporter)
    raw = _examples(archive, name, examples, spec, reporter)
    raw = replace(raw, given_test=given_test)
    if raw.labels is not None:
        return raw
    labels, class_names, note = _labels(archive, name, len(examples), given_test, reporter)
    return replace(raw, labels=labels, class_names=class_names, notes=raw.notes + note)


def _examples(archive: NpzFile, name: str, examples: Array, spec: DataSpec, reporter: Reporter) -> RawExamples:
    where, stem = archive.where(name), archive.path.stem
    if examples.ndim == 2:
        return array_examples(examples, _columns(archive), where, stem, spec, reporter)
    images = to_images(examples, where, reporter)
    return RawExamples(stem, images.examples, notes=images.notes)


def find_array(path: Path, wanted: str | None) -> tuple[Array, tuple[str, ...], str]:
    """Return the array of examples of an .npy or .npz file, its names of columns, and its place in words.

    Raises
    ------
    DataError
        As for :func:`read_npy` and :func:`read_npz`.
    """
    if path.suffix.lower() == ".npy":
        return load_npy(path), (), str(path)
    archive = NpzFile(path)
    name = _choose(archive, wanted)
    return archive.read(name), _columns(archive), archive.where(name)


def _columns(archive: NpzFile) -> tuple[str, ...]:
    names = archive.read(_COLUMNS).reshape(-1) if _COLUMNS in archive else ()
    return tuple(str(name) for name in names)


def _choose(archive: NpzFile, wanted: str | None) -> str:
    listing = ", ".join(archive.names) or "none"
    if wanted is not None:
        if wanted in archive:
            return wanted
        raise DataError(
            f"{archive.path} has no array {wanted!r}; it has: {listing}.", "Set data.array to one of them."
        )
    usual = [name for name in _EXAMPLES if name in archive]
    others = [name for name in archive.names if name not in (*_LABELS, _COLUMNS)]
    if usual or len(others) == 1:
        return (usual or others)[0]
    raise DataError(
        f"{archive.path} does not say which array holds the examples; it has: {listing}.",
        "Set data.array to one of them." if others else "Save the examples under the name x.",
    )


def _with_test(archive: NpzFile, name: str, reporter: Reporter) -> tuple[Array, int]:
    examples = archive.read(name)
    partner = name.removesuffix(_TRAIN) + _TEST
    if not name.endswith(_TRAIN) or partner not in archive:
        return examples, 0
    tests = archive.read(partner)
    if examples.ndim == 0 or examples.shape[1:] != tests.shape[1:]:
        raise DataError(
            f"In {archive.path}, {name} has the shape {examples.shape} and {partner} {tests.shape}.",
            "Training and test examples must have one shape.",
        )
    return _joined(archive, (name, examples), (partner, tests), reporter), len(tests)


def _labels(
    archive: NpzFile, name: str, count: int, given_test: int, reporter: Reporter
) -> tuple[Array | None, tuple[str, ...], tuple[str, ...]]:
    for label in _LABELS:
        whole = label + _TRAIN if name.endswith(_TRAIN) else label
        if whole not in archive:
            continue
        values = archive.read(whole)
        where = archive.where(whole)
        if given_test:
            partner = label + _TEST
            if partner not in archive:
                return None, (), (f"the labels {whole} were left out, since there is no {partner}",)
            values = _joined_labels(archive, whole, values, partner, count - given_test, given_test, reporter)
        encoded = encode_labels(values, count, where)
        if encoded is None:
            return None, (), (f"{whole} holds fractions and was not taken as labels",)
        return *encoded, ()
    return None, (), ()


def _joined_labels(
    archive: NpzFile, name: str, values: Array, partner: str, count: int, given_test: int, reporter: Reporter
) -> Array:
    tests = archive.read(partner)
    for part, label, wanted in ((values, name, count), (tests, partner, given_test)):
        if part.size != wanted or part.ndim not in (1, 2):
            raise DataError(
                f"{archive.where(label)} holds labels of shape {part.shape} for {wanted:,} examples.",
                "Give exactly one label for each example.",
            )
    return _joined(archive, (name, values.reshape(-1)), (partner, tests.reshape(-1)), reporter)


def _joined(archive: NpzFile, first: tuple[str, Array], second: tuple[str, Array], reporter: Reporter) -> Array:
    try:
        return joined(first[1], second[1], reporter)
    except TypeError as error:
        raise DataError(
            f"In {archive.path}, {first[0]} holds {first[1].dtype} values and {second[0]} {second[1].dtype}.",
            "Training and test arrays must hold values of one kind.",
        ) from error
