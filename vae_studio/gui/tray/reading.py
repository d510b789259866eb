"""Reading the tray's images, off the GUI thread."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image
from PySide6.QtGui import QImage

from vae_studio.api import DataSpec
from vae_studio.data.fitting import fit_image
from vae_studio.data.images import read_image
from vae_studio.data.walking import collect_image_files
from vae_studio.gui.drops import TITLE_KEY, ImageSource, is_idx_file, png_bytes
from vae_studio.gui.tray.cards import Card, CardSource

PICTURE_SIDE = 96
MOST_OF_A_FOLDER = 200
"""Images of one folder that are taken into the tray; a dataset does not belong there."""


@dataclass(frozen=True)
class Target:
    """What an image is brought to: the shape and the preprocessing of a model's dataset."""

    data_shape: tuple[int, ...]
    data: DataSpec


@dataclass(frozen=True)
class Expansion:
    """What a drop comes to.

    Attributes
    ----------
    cards
        A card for each image, still to be read.
    remarks
        What the person should know about it.
    """

    cards: tuple[Card, ...]
    remarks: tuple[str, ...]


def expand(sources: Iterable[ImageSource]) -> Expansion:
    """Turn files, folders and pixels into cards, looking into the folders."""
    cards: list[Card] = []
    remarks: list[str] = []
    for source in sources:
        if isinstance(source, QImage):
            cards.append(Card(png_bytes(source), source.text(TITLE_KEY) or "Pasted image"))
        elif source.is_dir():
            files = collect_image_files([source])
            cards.extend(Card(path, path.name) for path in files[:MOST_OF_A_FOLDER])
            remarks.extend(_remark(source, len(files)))
        else:
            cards.append(Card(source, source.name))
    return Expansion(tuple(cards), tuple(remarks))


def _remark(folder: Path, count: int) -> list[str]:
    if count == 0:
        return [] if _holds_idx(folder) else [f"The folder {folder.name} holds no image."]
    if count > MOST_OF_A_FOLDER:
        return [f"The first {MOST_OF_A_FOLDER} of the {count} images in {folder.name} were added."]
    return []


def _holds_idx(folder: Path) -> bool:
    try:
        return any(is_idx_file(path) for path in folder.iterdir())
    except OSError:
        return False


def read(source: CardSource, target: Target | None) -> tuple[np.ndarray, np.ndarray | None]:
    """Read one image.

    Returns
    -------
    picture
        The image made small, uint8 ``[h, w, 3]``.
    example
        The image as an example for `target`, uint8 ``[H, W, C]``; None without a target.

    Raises
    ------
    DataError
        The file cannot be read.
    """
    under = 255 if target is not None and target.data.invert else 0
    image = read_image(source, background=under)
    example = fit_image(image, target.data_shape, target.data) if target is not None else None
    return _small(image), example


def _small(image: np.ndarray) -> np.ndarray:
    picture = Image.fromarray(image.squeeze(-1) if image.shape[-1] == 1 else image).convert("RGB")
    picture.thumbnail((PICTURE_SIDE, PICTURE_SIDE), Image.Resampling.LANCZOS)
    return np.asarray(picture, dtype=np.uint8)
