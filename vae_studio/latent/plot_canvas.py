"""A picture that is drawn without a window: words, lines, dots and images on an array of pixels."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from io import BytesIO
from typing import Literal

import numpy as np
from PIL import Image, ImageColor, ImageDraw, ImageFont

Anchor = Literal["la", "ma", "ra", "lm", "mm", "rm"]
"""Which point of the words the coordinates name: left, middle or right; ascender or middle."""


class PlotCanvas:
    """A picture in logical pixels, each of which is `scale` pixels of the file wide.

    Parameters
    ----------
    width, height
        Logical pixels.
    ground
        Its colour.
    scale
        1 for a screen, 2 for print.
    """

    def __init__(self, width: int, height: int, ground: str, scale: float = 1.0) -> None:
        self._scale = scale
        size = (round(width * scale), round(height * scale))
        self._image = Image.new("RGB", size, ground)
        self._draw = ImageDraw.Draw(self._image)

    def pixels(self) -> np.ndarray:
        """Return the picture, uint8 ``[H, W, 3]``."""
        return np.asarray(self._image, dtype=np.uint8)

    def text(
        self, at: tuple[float, float], words: str, colour: str, size: int, *, anchor: Anchor, bold: bool = False
    ) -> None:
        """Write one line."""
        place = (at[0] * self._scale, at[1] * self._scale)
        self._draw.text(place, words, fill=colour, font=self._font(size, bold), anchor=anchor)

    def text_up(self, middle: tuple[float, float], words: str, colour: str, size: int) -> None:
        """Write one line from the bottom to the top, around a middle."""
        font = self._font(size, bold=False)
        left, top, right, bottom = (round(edge) for edge in font.getbbox(words))
        written = Image.new("L", (right - left + 2, bottom - top + 2))
        ImageDraw.Draw(written).text((1 - left, 1 - top), words, fill=255, font=font)
        turned = written.transpose(Image.Transpose.ROTATE_90)
        corner = (
            round(middle[0] * self._scale - turned.width / 2),
            round(middle[1] * self._scale - turned.height / 2),
        )
        self._image.paste(Image.new("RGB", turned.size, colour), corner, turned)

    def line(self, start: tuple[float, float], end: tuple[float, float], colour: str) -> None:
        """Draw a thin line."""
        points = [round(value * self._scale) for value in (*start, *end)]
        self._draw.line(points, fill=colour, width=max(1, round(self._scale)))

    def image(self, corner: tuple[float, float], size: tuple[float, float], pixels: np.ndarray) -> None:
        """Put an image, uint8 ``[h, w, 1 or 3]``, into a rectangle."""
        whole = tuple(max(1, round(side * self._scale)) for side in size)
        picture = Image.fromarray(pixels[:, :, 0] if pixels.shape[2] == 1 else pixels).convert("RGB")
        shrinks = picture.width > whole[0]
        way = Image.Resampling.BOX if shrinks else Image.Resampling.NEAREST
        self._image.paste(picture.resize((whole[0], whole[1]), way), self._corner(corner))

    def dots(self, centres: np.ndarray, colours: list[str], radius: float, opacity: float = 1.0) -> None:
        """Draw smooth dots, ``[N, 2]`` centres, each over those before it."""
        if len(centres) == 0:
            return
        canvas = np.asarray(self._image, dtype=np.float32).copy()
        table = {colour: np.array(ImageColor.getrgb(colour), np.float32) for colour in set(colours)}
        for (x, y), colour in zip(centres * self._scale, colours, strict=True):
            _stamp(canvas, float(x), float(y), table[colour], radius * self._scale, opacity)
        self._image.paste(Image.fromarray((canvas + 0.5).astype(np.uint8)))

    def _corner(self, corner: tuple[float, float]) -> tuple[int, int]:
        return round(corner[0] * self._scale), round(corner[1] * self._scale)

    def _font(self, size: int, bold: bool) -> ImageFont.FreeTypeFont:
        return _font("Inter-SemiBold.otf" if bold else "Inter-Regular.otf", size * self._scale)


@cache
def _font(name: str, size: float) -> ImageFont.FreeTypeFont:
    content = files("vae_studio_resources").joinpath("fonts", name).read_bytes()
    return ImageFont.truetype(BytesIO(content), size)


def text_width(words: str, size: int) -> float:
    """Return how wide a line is, logical pixels."""
    return float(_font("Inter-Regular.otf", float(size)).getlength(words))


def _stamp(canvas: np.ndarray, x: float, y: float, colour: np.ndarray, radius: float, opacity: float) -> None:
    reach = int(radius) + 2
    left, top = max(0, int(x) - reach), max(0, int(y) - reach)
    part = canvas[top : int(y) + reach + 1, left : int(x) + reach + 1]
    if part.size == 0:
        return
    rows = np.arange(top, top + part.shape[0])[:, np.newaxis] + 0.5 - y
    columns = np.arange(left, left + part.shape[1])[np.newaxis, :] + 0.5 - x
    cover = np.clip(radius + 0.5 - np.hypot(rows, columns), 0.0, 1.0)[:, :, np.newaxis] * opacity
    part += cover * (colour - part)
