"""A source by name or path becomes a dataset."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from vae_studio.api.errors import DataError
from vae_studio.api.run_spec import DataSpec
from vae_studio.data.archive_names import archive_kind
from vae_studio.data.arrays import read_npy, read_npz
from vae_studio.data.cache.places import datasets_folder
from vae_studio.data.chunks import fingerprint
from vae_studio.data.dataset import Array, Dataset, Splits
from vae_studio.data.decoding.open_source import source_of
from vae_studio.data.digits import read_digits
from vae_studio.data.embedded_tables import EMBEDDED_TABLES, read_embedded_table
from vae_studio.data.fitting import fit_examples, target_shape
from vae_studio.data.idx import looks_like_idx
from vae_studio.data.idx_folder import find_idx_files, read_idx_folder, read_single_idx
from vae_studio.data.image_files import read_images
from vae_studio.data.image_folder import read_image_folder
from vae_studio.data.images import read_for
from vae_studio.data.kept_files import file_key, kept, reopened
from vae_studio.data.mnist import read_mnist
from vae_studio.data.numpy_files import NPY_MAGIC
from vae_studio.data.progress import Progress, Reporter
from vae_studio.data.raw import RawExamples
from vae_studio.data.splits import split_examples
from vae_studio.data.standardising import to_model
from vae_studio.data.table_columns import asked_for, roles_for, to_examples
from vae_studio.data.table_files import is_table_file, read_table
from vae_studio.data.walking import is_image_name
from vae_studio.data.without_effect import without_effect

NAMED = ("digits", "mnist")
_SOURCES = (
    "Give digits, mnist, wine, breast-cancer, or the path of a folder of images, of an archive of them (.zip, "
    ".tar, .tar.gz, .tar.xz), or of an .npy, .npz, IDX, image, .csv or .parquet file."
)
_KEPT = (
    "It was kept so that the dataset opens at once. 'vae-studio cache clear' removes what is kept, and the "
    "dataset is read from its source again."
)


def load_dataset(
    spec: DataSpec,
    progress: Callable[[Progress], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Dataset:
    """Read a source, bring its examples to what the model sees, and split them.

    Parameters
    ----------
    spec
        The source (an embedded dataset by its name, or a path) and its preprocessing.
    progress
        Called with each report, in the calling thread, at most every 50 ms.
    cancelled
        Asked between pieces of work whether to stop.

    Returns
    -------
    Dataset
        Images that need no scaling stay uint8. Examples that take more than
        :data:`~vae_studio.data.dataset.IN_MEMORY_BYTES` lie in a mapped file.

    Raises
    ------
    DataError
        The source is missing or bad; the message names the file. A
        :class:`~vae_studio.data.progress.ReadingCancelledError` when ``cancelled`` said so.
    """
    reporter = Reporter(progress, cancelled)
    try:
        return _loaded(spec, reporter)
    except OSError as error:
        where = error.filename or spec.source
        remedy = _KEPT if datasets_folder() in Path(where).parents else _SOURCES
        raise DataError(f"{where} cannot be read: {error.strerror or error}.", remedy) from error
    except MemoryError as error:
        raise DataError(
            f"{spec.source} does not fit into memory.", "Set a smaller size (data.size), or use fewer examples."
        ) from error


def _loaded(spec: DataSpec, reporter: Reporter) -> Dataset:
    path = _single_file(spec)
    known, remarks = (None, ()) if path is None else reopened(spec, path, reporter)
    if known is not None:
        return known
    key = "" if path is None else file_key(spec, path)
    raw = _read(spec, reporter)
    dataset = _assembled(spec, raw, reporter)
    if path is not None:
        dataset = kept(dataset, path, key, raw.given_test, reporter)
    return replace(dataset, notes=dataset.notes + remarks)


def _single_file(spec: DataSpec) -> Path | None:
    """Return the file that a dataset is made of; None for folders, archives and what goes by a name."""
    if spec.source in (*NAMED, *EMBEDDED_TABLES):
        return None
    path = _existing(spec.source)
    return path if path.is_file() and archive_kind(path) is None else None


def _read(spec: DataSpec, reporter: Reporter) -> RawExamples:
    if spec.source == "digits":
        return read_digits()
    if spec.source == "mnist":
        return read_mnist(reporter)
    if spec.source in EMBEDDED_TABLES:
        return read_embedded_table(EMBEDDED_TABLES[spec.source], spec, reporter)
    path = _existing(spec.source)
    if path.is_dir():
        return _read_folder(path, spec, reporter)
    if not path.is_file():
        raise DataError(f"{path} is neither a file nor a folder.", _SOURCES)
    return _read_file(path, spec, reporter)


def _existing(source: str) -> Path:
    if not source.strip():
        raise DataError("No dataset is given.", _SOURCES)
    path = Path(os.path.expanduser(source))  # noqa: PTH111  (pathlib's raises where there is no such user)
    if not path.exists():
        raise DataError(f"There is no file, folder or embedded dataset {source}.", _SOURCES)
    return path


def _read_folder(folder: Path, spec: DataSpec, reporter: Reporter) -> RawExamples:
    files = find_idx_files(folder)
    if files is not None:
        return read_idx_folder(folder, files, folder.resolve().name, reporter, spec)
    return read_image_folder(folder, spec, reporter)


def _read_file(path: Path, spec: DataSpec, reporter: Reporter) -> RawExamples:
    with path.open("rb") as file:
        start = file.read(8)
    ending = path.suffix.lower()
    if ending == ".npy" or start.startswith(NPY_MAGIC):
        return read_npy(path, spec, reporter)
    if ending == ".npz":
        return read_npz(path, spec, reporter)
    if is_table_file(path, start):
        table = read_table(path, roles_for(spec, str(path)), reporter, asked_for(spec))
        return to_examples(table, path.stem, spec)
    archive = archive_kind(path)
    if archive is not None:
        return read_images(source_of(archive, path), spec, reporter)
    if is_image_name(path):
        return RawExamples(path.stem, read_for(spec, path)[None])
    if looks_like_idx(path, start):
        return read_single_idx(path, spec, reporter)
    raise DataError(f"{path} is not a file that can become a dataset.", _SOURCES)


def _assembled(spec: DataSpec, raw: RawExamples, reporter: Reporter) -> Dataset:
    examples, scaling, treatment, notes = raw.examples, None, "", raw.notes
    splits = split_examples(len(examples), spec.split_seed, spec.validation, spec.test, raw.given_test)
    if examples.ndim == 2:
        treatment = spec.scaling
        examples, scaling, found = to_model(examples, splits.train, raw.columns, spec.scaling, reporter)
        notes += found
    else:
        _require_no_columns(spec)
        examples = _fitted(spec, raw, reporter)
    notes += without_effect(spec, "table" if examples.ndim == 2 else "image")
    original = raw.examples if treatment else examples
    return Dataset(
        name=raw.name,
        source=spec.source,
        examples=examples,
        labels=raw.labels,
        class_names=raw.class_names,
        splits=splits,
        skipped=raw.skipped,
        columns=raw.columns,
        fingerprint=_fingerprint(raw, original, splits, spec, reporter, treatment),
        notes=notes,
        spec=spec,
        scaling=scaling,
        categories=raw.categories,
        kept=raw.kept,
    )


def _fingerprint(
    raw: RawExamples, examples: Array, splits: Splits, spec: DataSpec, reporter: Reporter, treatment: str
) -> str:
    known = None if raw.prints is None else raw.prints.known(spec)
    if known is not None:
        return known
    computed = fingerprint(examples, splits, reporter, treatment)
    if raw.prints is not None:
        raw.prints.remember(spec, computed)
    return computed


def _require_no_columns(spec: DataSpec) -> None:
    for key, value in (("label", spec.label), ("leave_out", ", ".join(spec.leave_out))):
        if value:
            raise DataError(
                f"data.{key} names {value!r}, but {spec.source} is made of images and has no columns.",
                f"Set data.{key} for a table only.",
            )


def _fitted(spec: DataSpec, raw: RawExamples, reporter: Reporter) -> Array:
    if raw.fitted:
        return raw.examples
    height, width, channels = raw.examples.shape[1:]
    shape = target_shape((height, width), channels == 3, spec, raw.default_size)
    return fit_examples(raw.examples, shape, spec, reporter)
