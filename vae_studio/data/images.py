"""Image files of every kind, opened with care: the declared size first, the pixels after."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from PIL import ExifTags, Image, ImageOps, UnidentifiedImageError

from vae_studio.api.errors import DataError
from vae_studio.api.run_spec import DataSpec
from vae_studio.data.dataset import Array
from vae_studio.data.fitting import fit_image
from vae_studio.data.modes import may_have_colours, to_eight_bits

FORMATS = ("PNG", "JPEG", "BMP", "TIFF", "WEBP")
MOST_PIXELS = 64_000_000
ImageSource = Path | str | bytes


@dataclass(frozen=True)
class ImageHeader:
    """What a file says of its image before any pixel is decoded.

    Attributes
    ----------
    size
        Height and width in pixels, upright (after EXIF orientation).
    coloured
        Whether it may have colours; the pixels decide.
    """

    size: tuple[int, int]
    coloured: bool


def read_image(source: ImageSource, background: int = 0, name: str = "") -> Array:
    """Return an image upright: uint8 ``[H, W, 3]``, or ``[H, W, 1]`` where every pixel is grey.

    Of several frames or pages the first is taken.

    Parameters
    ----------
    source
        A file's path, or the content of one.
    background
        Grey value, 0 to 255, that shows where the image is transparent.
    name
        What it is called in messages; by default the path, or ``The image`` for the content of a file.

    Raises
    ------
    DataError
        The file cannot be read, is no image of a known format, is damaged, or is too large.
    """
    with _opened(source, name) as image:
        image.load()
        ImageOps.exif_transpose(image, in_place=True)
        return to_eight_bits(image, background)


def read_and_fit(source: ImageSource, data_shape: tuple[int, ...], spec: DataSpec) -> Array:
    """Return an image as the dataset's own examples are, uint8 ``[*data_shape]``.

    Where an image is transparent it ends up black: an image that is to be inverted is laid on white.

    Raises
    ------
    DataError
        The image cannot be read, or the examples are no images.
    """
    return fit_image(read_for(spec, source), data_shape, spec)


def read_for(spec: DataSpec, source: ImageSource, name: str = "") -> Array:
    """Return an image as :func:`read_image` does, laid on white if it is to be inverted, else on black.

    Raises
    ------
    DataError
        As for :func:`read_image`.
    """
    return read_image(source, 255 if spec.invert else 0, name)


def read_header(source: ImageSource, name: str = "") -> ImageHeader:
    """Return size and colour of an image without decoding it.

    Raises
    ------
    DataError
        As for :func:`read_image`, as far as the header tells.
    """
    with _opened(source, name) as image:
        width, height = image.size
        if _lies_on_its_side(image):
            width, height = height, width
        return ImageHeader((height, width), may_have_colours(image))


@contextmanager
def _opened(source: ImageSource, called: str) -> Iterator[Image.Image]:
    name = called or ("The image" if isinstance(source, bytes) else str(source))
    try:
        with _stream(source) as stream, Image.open(stream, formats=FORMATS) as image:
            _require_bearable(image, name)
            yield image
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_large(name, "far above 64 megapixels") from error
    except Exception as error:
        raise _as_data_error(error, name) from error


def _stream(source: ImageSource) -> BinaryIO:
    """Open for Pillow, never by name: it maps uncompressed TIFF files into memory and turns them wrongly."""
    return io.BytesIO(source) if isinstance(source, bytes) else Path(source).open("rb")


def _require_bearable(image: Image.Image, name: str) -> None:
    if image.width * image.height > MOST_PIXELS:
        raise _too_large(name, f"{image.height:,}×{image.width:,} px")


def _too_large(name: str, size: str) -> DataError:
    limit = f"{MOST_PIXELS / 1e6:.0f} megapixels"
    return DataError(f"{name} is too large to read ({size}, the limit is {limit}).", "Reduce it first.")


def _as_data_error(error: Exception, name: str) -> DataError:
    """Say in words what went wrong; Pillow's decoders raise almost every kind of exception."""
    if isinstance(error, DataError):
        return error if name in error.message or name == "The image" else DataError(f"{name}: {error.message}")
    if isinstance(error, UnidentifiedImageError):
        return DataError(f"{name} is not an image of a known format.", f"Known are {', '.join(FORMATS)}.")
    if isinstance(error, OSError) and error.strerror:
        return DataError(f"{name} cannot be read: {error.strerror}.")
    if isinstance(error, MemoryError):
        return DataError(f"{name} needs more memory than there is.", "Reduce it first.")
    return DataError(f"{name} is truncated or damaged.", "Save or copy it again.")


def _lies_on_its_side(image: Image.Image) -> bool:
    """Say whether the EXIF orientation exchanges height and width; Pillow itself turns TIFF files."""
    if image.format == "TIFF" or (image.format == "PNG" and "exif" not in image.info):
        return False  # asking a PNG without EXIF at its head would decode it
    return image.getexif().get(ExifTags.Base.Orientation, 1) in (5, 6, 7, 8)
