"""Folders of IDX files as MNIST and its relatives come: images and labels, train and test."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path

from vae_studio.api.errors import DataError
from vae_studio.api.run_spec import DataSpec
from vae_studio.data.array_tables import array_examples
from vae_studio.data.chunks import joined
from vae_studio.data.dataset import Array
from vae_studio.data.idx import read_idx
from vae_studio.data.labels import encode_labels
from vae_studio.data.progress import Reporter
from vae_studio.data.raw import RawExamples
from vae_studio.data.values import to_images

_NAME = re.compile(
    r"(?P<family>.*?)(?P<part>train|t10k|test)[-_.](?P<what>images|labels)[-_.]idx\d[-_.]ubyte(?:\.gz)?",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class IdxFiles:
    """The IDX files of one dataset; None for what is not there."""

    train_images: Path | None = None
    train_labels: Path | None = None
    test_images: Path | None = None
    test_labels: Path | None = None

    @property
    def complete(self) -> bool:
        """Whether all four files are there."""
        return None not in (self.train_images, self.train_labels, self.test_images, self.test_labels)


def find_idx_files(folder: Path) -> IdxFiles | None:
    """Return the IDX files that lie in a folder, plain ones before compressed ones; None if there are none.

    Raises
    ------
    DataError
        The folder holds several datasets, as EMNIST's does.
    """
    families: dict[str, dict[str, Path]] = {}
    for path in sorted(folder.iterdir(), reverse=True):
        match = _NAME.fullmatch(path.name)
        if match and path.is_file():
            role = _role(match)
            known = families.setdefault(match["family"].lower(), {})
            if role not in known or known[role].suffix == ".gz":
                known[role] = path
    if len(families) > 1:
        listing = ", ".join(f"{family}train" for family in sorted(families))
        raise DataError(
            f"{folder} holds several datasets of IDX files: {listing}.",
            "Put each into a folder of its own, or give the path of one file of images.",
        )
    return IdxFiles(**next(iter(families.values()))) if families else None


def read_idx_folder(
    folder: Path, files: IdxFiles, name: str, reporter: Reporter, spec: DataSpec | None = None
) -> RawExamples:
    """Read images (or rows of numbers) and labels; the test files become the given test set.

    Parameters
    ----------
    folder, files
        Where they are.
    name
        Short name of the dataset.
    reporter
        Told of the progress.
    spec
        Names columns of numbers that are left out, and one that is the label.

    Raises
    ------
    DataError
        A file is damaged or is not what its name says, or counts or shapes disagree.
    """
    if files.train_images is None:
        raise DataError(
            f"{folder} holds IDX files, but no training images.",
            "Add the file train-images-idx3-ubyte or train-images-idx3-ubyte.gz.",
        )
    images, labels = _read_pair(files.train_images, files.train_labels, reporter)
    given_test = 0
    if files.test_images is not None:
        test_images, test_labels = _read_pair(files.test_images, files.test_labels, reporter)
        _require_same_shape(files.train_images, images, files.test_images, test_images)
        given_test = len(test_images)
        images = joined(images, test_images, reporter)
        labels = None if labels is None or test_labels is None else joined(labels, test_labels, reporter)
    raw = _examples(files.train_images, name, images, labels, spec or DataSpec(), reporter)
    return replace(raw, given_test=given_test)


def read_single_idx(path: Path, spec: DataSpec, reporter: Reporter) -> RawExamples:
    """Read one file of images (or of rows of numbers), with the labels that lie beside it, if any.

    Raises
    ------
    DataError
        As for :func:`read_idx_folder`.
    """
    images, labels = _read_pair(path, _labels_beside(path), reporter)
    return _examples(path, re.sub(r"[-_.]idx.*$", "", path.name), images, labels, spec, reporter)


def _role(match: re.Match[str]) -> str:
    part = "train" if match["part"].lower() == "train" else "test"
    return f"{part}_{match['what'].lower()}"


def _labels_beside(path: Path) -> Path | None:
    match = _NAME.fullmatch(path.name)
    if match is None:
        return None
    for other in sorted(path.parent.iterdir()):
        label = _NAME.fullmatch(other.name)
        if label and label["what"].lower() == "labels" and other.is_file():
            same = all(label[key].lower() == match[key].lower() for key in ("family", "part"))
            if same:
                return other
    return None


def _read_pair(images_path: Path, labels_path: Path | None, reporter: Reporter) -> tuple[Array, Array | None]:
    images = read_idx(images_path, reporter)
    if images.ndim == 1:
        raise DataError(
            f"{images_path} should hold images, but holds {len(images):,} single numbers, as labels are.",
            "Check whether the files of images and labels were exchanged.",
        )
    if labels_path is None:
        return images, None
    labels = read_idx(labels_path, reporter)
    if labels.ndim != 1:
        raise DataError(
            f"{labels_path} should hold labels, but holds an array of shape {labels.shape}.",
            "Check whether the files of images and labels were exchanged.",
        )
    if len(labels) != len(images):
        raise DataError(
            f"{labels_path} holds {len(labels):,} labels for the {len(images):,} images of {images_path.name}.",
            "Use the labels that belong to these images.",
        )
    return images, labels


def _require_same_shape(path: Path, images: Array, test_path: Path, test_images: Array) -> None:
    if images.shape[1:] != test_images.shape[1:]:
        raise DataError(
            f"{path} holds images of shape {images.shape[1:]}, {test_path.name} of {test_images.shape[1:]}.",
            "Training and test images must have one shape.",
        )


def _examples(
    path: Path, name: str, numbers: Array, labels: Array | None, spec: DataSpec, reporter: Reporter
) -> RawExamples:
    if numbers.ndim == 2:
        raw = array_examples(numbers, (), str(path), name, spec, reporter)
    else:
        images = to_images(numbers, str(path), reporter)
        raw = RawExamples(name, images.examples, notes=images.notes)
    if labels is None or raw.labels is not None:
        return raw
    indices, class_names = encode_labels(labels, len(numbers), str(path)) or (None, ())
    return replace(raw, labels=indices, class_names=class_names)
