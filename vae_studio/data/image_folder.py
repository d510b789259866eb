"""A folder of images becomes a dataset: headers first, then pixels, on a few threads."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import numpy as np

from vae_studio.api.errors import DataError
from vae_studio.api.run_spec import DataSpec
from vae_studio.data.chunks import converted
from vae_studio.data.dataset import Array, Skipped
from vae_studio.data.fitting import fit_image, target_shape
from vae_studio.data.images import ImageHeader, read_for, read_header, read_image
from vae_studio.data.progress import Reporter
from vae_studio.data.raw import RawExamples
from vae_studio.data.walking import IMAGE_SUFFIXES, walk_images

TOP_FOLDER = "(top folder)"
_FILES_PER_ROUND = 256
_MOST_THREADS = 8
Result = TypeVar("Result")


@dataclass(frozen=True)
class _Known:
    path: Path
    header: ImageHeader


def read_image_folder(folder: Path, spec: DataSpec, reporter: Reporter) -> RawExamples:
    """Read all images of a folder, at any depth; its sub-folders of the first level are the labels.

    Images that cannot be read are listed as skipped.

    Parameters
    ----------
    folder
        The folder.
    spec
        Size, fit, colour and inversion of the examples.
    reporter
        Told of the progress; without a total while headers are read.

    Raises
    ------
    DataError
        There is no image, none can be read, or they differ in size and the spec gives none.
    """
    files, skipped = walk_images(folder)
    if not files:
        raise _no_image(folder)
    known = _headers(files, skipped, reporter)
    shape = _common_shape(folder, known, skipped, spec)
    examples, kept = _decoded([item.path for item in known], shape, spec, skipped, reporter)
    if not kept:
        raise _none_readable(folder, skipped)
    labels, class_names = _labels(folder, kept)
    skipped.sort(key=lambda item: item.path)
    return RawExamples(
        folder.resolve().name, examples, labels, class_names, fitted=True, skipped=tuple(skipped)
    )


def _each(
    read: Callable[[Path], Result], files: Sequence[Path]
) -> Generator[tuple[Path, Result | DataError], None, None]:
    """Yield each file with what reading it gave or the error that it met, in order, read ahead on threads."""

    def attempt(path: Path) -> Result | DataError:
        try:
            return read(path)
        except DataError as error:
            return error

    with ThreadPoolExecutor(min(_MOST_THREADS, os.cpu_count() or 1), "images") as pool:
        for start in range(0, len(files), _FILES_PER_ROUND):
            part = files[start : start + _FILES_PER_ROUND]
            yield from zip(part, pool.map(attempt, part), strict=True)


def _headers(files: Sequence[Path], skipped: list[Skipped], reporter: Reporter) -> list[_Known]:
    known: list[_Known] = []
    with closing(_each(read_header, files)) as headers:
        for done, (path, header) in enumerate(headers, start=1):
            if isinstance(header, DataError):
                skipped.append(Skipped(str(path), str(header)))
            else:
                known.append(_Known(path, header))
            reporter.report("reading", done, None)
    return known


def _common_shape(
    folder: Path, known: Sequence[_Known], skipped: Sequence[Skipped], spec: DataSpec
) -> tuple[int, int, int]:
    if not known:
        raise _none_readable(folder, skipped)
    size = Counter(item.header.size for item in known).most_common(1)[0][0]
    if spec.size is None:
        _require_one_size(folder, known, size)
    return target_shape(size, any(item.header.coloured for item in known), spec)


def _require_one_size(folder: Path, known: Sequence[_Known], size: tuple[int, int]) -> None:
    """Refuse images of other sizes than the usual one, unless they cannot be read anyway."""
    usual = next(item for item in known if item.header.size == size)
    for other in known:
        if other.header.size != size and _is_readable(other.path):
            first, second = (_words(item) for item in (usual, other))
            raise DataError(
                f"The images of {folder} differ in size: {first}, {second}.",
                "Set a size (data.size), to which all of them are brought.",
            )


def _is_readable(path: Path) -> bool:
    try:
        read_image(path)
    except DataError:
        return False
    return True


def _words(item: _Known) -> str:
    height, width = item.header.size
    return f"{item.path} is {height:,}×{width:,} px"


def _decoded(
    files: Sequence[Path],
    shape: tuple[int, int, int],
    spec: DataSpec,
    skipped: list[Skipped],
    reporter: Reporter,
) -> tuple[Array, list[Path]]:
    examples = np.empty((len(files), *shape), np.uint8)
    kept: list[Path] = []
    coloured = spec.colour != "keep"

    def decode(path: Path) -> tuple[Array, bool]:
        image = read_for(spec, path)
        return fit_image(image, shape, spec), image.shape[2] == 3

    with closing(_each(decode, files)) as images:
        for done, (path, image) in enumerate(images, start=1):
            if isinstance(image, DataError):
                skipped.append(Skipped(str(path), str(image)))
            else:
                examples[len(kept)] = image[0]
                coloured = coloured or image[1]
                kept.append(path)
            reporter.report("reading", done, len(files))
    examples = examples[: len(kept)]
    return (examples if coloured else _one_channel(examples, reporter)), kept


def _one_channel(examples: Array, reporter: Reporter) -> Array:
    """Keep one of equal channels: headers promise colours, but no image that could be read has any."""
    return converted(examples[..., :1], np.uint8, lambda part: part, reporter)


def _labels(folder: Path, files: Sequence[Path]) -> tuple[Array | None, tuple[str, ...]]:
    parts = [path.relative_to(folder).parts for path in files]
    names = [part[0] if len(part) > 1 else TOP_FOLDER for part in parts]
    classes = sorted(set(names))
    if classes == [TOP_FOLDER]:
        return None, ()
    index = {name: number for number, name in enumerate(classes)}
    return np.array([index[name] for name in names], np.int64), tuple(classes)


def _no_image(folder: Path) -> DataError:
    known = ", ".join(sorted(IMAGE_SUFFIXES))
    arrays = sorted(path.name for path in folder.iterdir() if path.suffix.lower() in (".npy", ".npz"))
    if arrays:
        remedy = f"For its array file, give the path {folder / arrays[0]}."
    else:
        remedy = f"Give a folder with image files ({known}) or with the IDX files of MNIST."
    return DataError(f"{folder} holds no image.", remedy)


def _none_readable(folder: Path, skipped: Sequence[Skipped]) -> DataError:
    return DataError(
        f"None of the {len(skipped):,} images of {folder} can be read; the first: {skipped[0].reason}"
    )
