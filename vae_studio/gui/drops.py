"""What a drag, the clipboard or a file dialog holds: images, folders, dataset files, runs, specs, pixels."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData
from PySide6.QtGui import QImage, QImageWriter

from vae_studio.data.archive_names import archive_kind
from vae_studio.data.table_files import TABLE_SUFFIXES, is_table_file
from vae_studio.data.walking import is_image_name
from vae_studio.runs.folder import is_run

ARRAY_SUFFIXES = frozenset({".npy", ".npz"})
DATASET_SUFFIXES = ARRAY_SUFFIXES | TABLE_SUFFIXES
SPEC_SUFFIX = ".toml"
TITLE_KEY = "Title"
OWN_CARDS = "application/x-vae-studio-cards"
"""Kind of data that a drag of the tray's own cards bears, so that they are not added to it again."""

ImageSource: TypeAlias = Path | QImage
"""An image on its way into the tray: a file, or pixels that carry their name as text under ``Title``."""


@dataclass(frozen=True)
class DropContents:
    """What was dropped, sorted by what can be done with it.

    Attributes
    ----------
    images
        Files to encode, in the order given; a file of unknown kind is among them, so that the tray
        can say that it cannot be read.
    folders
        Folders, whose images can be encoded and which may be datasets.
    arrays
        Dataset files: ``.npy``, ``.npz``, IDX, tables and archives.
    pixels
        Images without a file, copied from another program.
    runs
        Folders of runs.
    specs
        Spec files, ``.toml``.
    """

    images: tuple[Path, ...] = ()
    folders: tuple[Path, ...] = ()
    arrays: tuple[Path, ...] = ()
    pixels: tuple[QImage, ...] = ()
    runs: tuple[Path, ...] = ()
    specs: tuple[Path, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.images or self.folders or self.arrays or self.pixels or self.runs or self.specs)

    @property
    def readable_images(self) -> tuple[Path, ...]:
        """The files whose names say that they are images."""
        return tuple(path for path in self.images if is_image_name(path))

    @property
    def dataset(self) -> Path | None:
        """The one folder, array file or table that could be used as a dataset, or None."""
        candidates = (*self.arrays, *self.folders)
        return candidates[0] if len(candidates) == 1 else None

    @property
    def rows(self) -> tuple[Path, ...]:
        """The files that may hold rows for a model of tables."""
        return tuple(
            path for path in self.arrays if is_table_file(path) or path.suffix.lower() in ARRAY_SUFFIXES
        )

    @property
    def sources(self) -> tuple[ImageSource, ...]:
        """Everything that can go to the tray: files, folders and pixels."""
        return (*self.images, *self.folders, *self.pixels)


def is_idx_file(path: Path) -> bool:
    """Tell whether a file name is that of an IDX file, such as ``train-images-idx3-ubyte.gz``."""
    name = path.name.lower().removesuffix(".gz")
    return name.endswith(".idx") or "idx1-ubyte" in name or "idx3-ubyte" in name


def sort_paths(paths: Iterable[Path]) -> DropContents:
    """Sort files and folders by what can be done with them."""
    images: list[Path] = []
    folders: list[Path] = []
    arrays: list[Path] = []
    runs: list[Path] = []
    specs: list[Path] = []
    for path in paths:
        if path.is_dir():
            (runs if is_run(path) else folders).append(path)
        elif path.suffix.lower() == SPEC_SUFFIX:
            specs.append(path)
        elif path.suffix.lower() in DATASET_SUFFIXES or is_idx_file(path) or archive_kind(path) is not None:
            arrays.append(path)
        else:
            images.append(path)
    return DropContents(tuple(images), tuple(folders), tuple(arrays), runs=tuple(runs), specs=tuple(specs))


def read_mime(mime: QMimeData) -> DropContents:
    """Return what a drag or the clipboard holds.

    Local files come first; pixels count only where there is no local file, because a program that
    offers a file often offers its picture as well.
    """
    paths = [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]
    if paths:
        return sort_paths(paths)
    if mime.hasImage():
        image = mime.imageData()
        if isinstance(image, QImage) and not image.isNull():
            return DropContents(pixels=(image,))
    return DropContents()


def holds_something(mime: QMimeData) -> bool:
    """Tell cheaply, without decoding pixels or touching the disk, whether a drag is of interest."""
    if mime.hasFormat(OWN_CARDS):
        return False
    return any(url.isLocalFile() for url in mime.urls()) or mime.hasImage()


def titled(image: QImage, title: str) -> QImage:
    """Return a copy of an image that carries its name."""
    copy = image.copy()
    copy.setText(TITLE_KEY, title)
    return copy


def png_bytes(image: QImage) -> bytes:
    """Encode pixels as PNG, so that they are read exactly as a file is."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"PNG")).write(image)
    return bytes(buffer.data().data())
