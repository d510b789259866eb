"""Every mode that Pillow knows becomes 8-bit grey or RGB."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageCms

from vae_studio.api.errors import DataError
from vae_studio.data.dataset import Array
from vae_studio.data.values import sixteen_to_eight_bits

_GREY = {"1", "L", "LA", "I", "F"}


def may_have_colours(image: Image.Image) -> bool:
    """Say whether the image's mode, or its palette, has colours; a palette image is decoded for that."""
    if image.mode in ("P", "PA"):
        palette = np.array(image.getpalette("RGB") or [], np.uint8).reshape(-1, 3)
        return bool((palette != palette[:, :1]).any())
    return image.mode not in _GREY and not image.mode.startswith("I;16")


def to_eight_bits(image: Image.Image, background: int) -> Array:
    """Return uint8 ``[H, W, 3]``, or ``[H, W, 1]`` where all pixels are grey, whatever the mode.

    What is transparent shows the background, a grey value. Wide grey values are reduced by what
    they turn out to be: 16-bit modes from 0 … 65535; 32-bit integers and floats from [0, 1]
    (floats only), 0 … 255 or 0 … 65535 (integers only) if they fit, else from their own range.

    Raises
    ------
    DataError
        A float image holds NaN or infinity.
    """
    if image.mode.startswith("I;16"):
        grey = sixteen_to_eight_bits(np.asarray(image))
    elif image.mode in ("I", "F"):
        grey = _narrowed(np.asarray(image))
    elif image.mode == "L" and not image.has_transparency_data:
        grey = np.asarray(image)
    else:
        opaque = _opaque(image, background)
        colours = np.asarray(opaque if opaque.mode == "RGB" else opaque.convert("RGB"))
        if not _is_grey(colours):
            return colours
        grey = colours[..., 0]
    return grey[..., None]


def _is_grey(colours: Array) -> bool:
    """Say whether the channels are equal; most images with colours show them in their first row."""
    pairs = ((part[..., 0], part[..., other]) for part in (colours[:1], colours) for other in (1, 2))
    return all(np.array_equal(*pair) for pair in pairs)


def _opaque(image: Image.Image, background: int) -> Image.Image:
    if image.mode == "LAB":
        lab, srgb = ImageCms.createProfile("LAB"), ImageCms.createProfile("sRGB")
        converted = ImageCms.profileToProfile(image, lab, srgb, outputMode="RGB")
        return converted or image
    if not image.has_transparency_data:
        return image
    top = image.convert("RGBA")
    bottom = Image.new("RGBA", image.size, (background, background, background, 255))
    return Image.alpha_composite(bottom, top)


def _narrowed(values: Array) -> Array:
    whole = values.dtype.kind in "iu"
    if not whole and not np.isfinite(values).all():
        row, column = np.argwhere(~np.isfinite(values))[0]
        raise DataError(f"the value at pixel row {row}, column {column} is {values[row, column]}.")
    low, high = float(values.min()), float(values.max())
    if whole and low >= 0 and 255 < high <= 65535:
        return sixteen_to_eight_bits(values)
    if low >= 0 and high <= 255:
        scale = 255.0 if not whole and high <= 1 else 1.0
        return np.rint(values.astype(np.float64) * scale).astype(np.uint8)
    width = (high - low) or 1.0
    return np.rint((values.astype(np.float64) - low) * 255 / width).astype(np.uint8)
