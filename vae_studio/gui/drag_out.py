"""Dragging pictures out of the window: what is dragged is a PNG file, and a picture for who wants no file."""

from __future__ import annotations

import atexit
import re
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import numpy as np
from PySide6.QtCore import QByteArray, QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDrag, QImage, QPixmap
from PySide6.QtWidgets import QWidget

from vae_studio.api import OutputError
from vae_studio.gui.drops import OWN_CARDS
from vae_studio.gui.notice import Notice, notice_from_error
from vae_studio.gui.pixels import to_image
from vae_studio.latent.pictures import save_picture
from vae_studio.runs.files import output_error

THUMBNAIL = 56
MOST_NAME = 200
"""Bytes of a file's name; file systems take 255, with its ending and a number."""


@dataclass(frozen=True)
class DraggedPicture:
    """One picture on its way out.

    Attributes
    ----------
    name
        What its file is called, without an ending; what no file may be called is left out.
    pixels
        uint8, or floats in [0, 1], ``[H, W, C]`` with C = 1 or 3.
    metadata
        What the file says of where it comes from: run, epoch, coordinates.
    """

    name: str
    pixels: np.ndarray
    metadata: Mapping[str, object] = field(default_factory=dict)


def start_tile_drag(source: QWidget, picture: DraggedPicture) -> Notice | None:
    """Let one decoded tile be dragged out, or into the tray; returns when it is let go.

    Parameters
    ----------
    source
        Where the drag begins.
    picture
        The tile.

    Returns
    -------
    What went wrong, or None.
    """
    return _drag(source, [picture])


def start_card_drag(source: QWidget, pictures: Sequence[DraggedPicture]) -> Notice | None:
    """Let cards of the tray be dragged out; the window itself does not take them again.

    Parameters and the returned notice are as for :func:`start_tile_drag`.
    """
    return _drag(source, pictures, own=True)


def _drag(source: QWidget, pictures: Sequence[DraggedPicture], own: bool = False) -> Notice | None:
    try:
        mime = mime_of(pictures)
    except OutputError as error:
        return notice_from_error(error)
    if own:
        mime.setData(OWN_CARDS, QByteArray(b"1"))
    drag = QDrag(source)
    drag.setMimeData(mime)
    thumbnail = QPixmap.fromImage(_scaled(to_image(pictures[0].pixels)))
    drag.setPixmap(thumbnail)
    drag.setHotSpot(QPoint(-10, -8))
    drag.exec(Qt.DropAction.CopyAction)
    return None


def mime_of(pictures: Sequence[DraggedPicture]) -> QMimeData:
    """Write pictures to temporary files, and return them as what a drag bears.

    The files stay until the program ends: the other program may fetch them long after the drop.

    Raises
    ------
    OutputError
        A file cannot be written.
    """
    try:
        folder = Path(tempfile.mkdtemp(dir=_place()))
        paths = [_free(folder, file_name(picture.name)) for picture in pictures]
    except OSError as error:
        raise output_error(error, Path(tempfile.gettempdir()) / "picture.png") from error
    for path, picture in zip(paths, pictures, strict=True):
        metadata = {"Title": picture.name, **picture.metadata}
        save_picture(path, _levels(picture.pixels), metadata=metadata, durable=False)
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    mime.setImageData(to_image(pictures[0].pixels))
    return mime


def file_name(name: str) -> str:
    """Return a name that every system takes, without an ending: ``z 1.20, −0.35`` keeps its figures."""
    stem = name.removesuffix(".png").replace("\u2212", "-")
    clean = re.sub(r'[<>:"/\\|?*\x00-\x1f]+', " ", stem)
    short = " ".join(clean.split()).strip(". ").encode()[:MOST_NAME].decode(errors="ignore")
    return short.strip() or "picture"


def _free(folder: Path, stem: str) -> Path:
    """Take a name that no other picture of the same drag has, by making its file."""
    number = 1
    while True:
        path = folder / (f"{stem}.png" if number == 1 else f"{stem} ({number}).png")
        try:
            path.touch(exist_ok=False)
        except FileExistsError:
            number += 1
        else:
            return path


def _levels(pixels: np.ndarray) -> np.ndarray:
    if pixels.dtype == np.uint8:
        return pixels
    levels: np.ndarray = np.clip(np.nan_to_num(pixels), 0.0, 1.0) * 255 + 0.5
    return levels.astype(np.uint8)


def _scaled(image: QImage) -> QImage:
    aspect, way = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.FastTransformation
    return image.scaled(THUMBNAIL, THUMBNAIL, aspect, way)


@cache
def _place() -> str:
    """Return a temporary folder of this process, removed when it ends."""
    folder = tempfile.TemporaryDirectory(prefix="vae-studio-drag-", ignore_cleanup_errors=True)
    atexit.register(folder.cleanup)
    return folder.name
