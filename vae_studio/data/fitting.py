"""Images are brought to the size, colour and polarity that the model sees: one way for all of them.

The examples of a dataset and an image dropped into the window go through the same functions, so
that the same picture gives the same bytes.
"""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageOps

from vae_studio.api.errors import DataError
from vae_studio.api.run_spec import DataSpec
from vae_studio.data.chunks import chunks, converted
from vae_studio.data.dataset import Array
from vae_studio.data.large_arrays import new_array
from vae_studio.data.progress import Reporter
from vae_studio.data.rows import release

SMALLEST, LARGEST = 8, 256
_LUMA = np.array([0.299, 0.587, 0.114], np.float32)


def target_shape(
    size: tuple[int, int], coloured: bool, spec: DataSpec, default_size: tuple[int, int] | None = None
) -> tuple[int, int, int]:
    """Return the shape ``(H, W, C)`` to which images of a source are brought.

    Parameters
    ----------
    size
        The images' own height and width.
    coloured
        Whether they have colours.
    spec
        What the user asks for.
    default_size
        Height and width where the user asks for none; the images' own if None.

    Raises
    ------
    DataError
        Nobody gave a size, and the images' own lies outside of 8 to 256 px.
    """
    height, width = spec.size or default_size or size
    if not all(SMALLEST <= side <= LARGEST for side in (height, width)):
        raise DataError(
            f"The images of {spec.source} are {height:,}×{width:,} px.",
            f"Set a size (data.size) between {SMALLEST} and {LARGEST} px a side, such as 64×64.",
        )
    channels = {"grey": 1, "rgb": 3, "keep": 3 if coloured else 1}[spec.colour]
    return height, width, channels


def fit_image(array: Array, data_shape: tuple[int, ...], spec: DataSpec) -> Array:
    """Bring one image to what the dataset's images are.

    Parameters
    ----------
    array
        uint8 ``[H, W]`` or ``[H, W, C]``; C = 1 grey, 3 RGB, 4 RGB and alpha. What is transparent
        ends up black.
    data_shape
        Shape of the dataset's examples, ``(H, W, C)``.
    spec
        How to fit, and whether to invert; size and colour are those of ``data_shape``.

    Returns
    -------
    uint8 ``[*data_shape]``.

    Raises
    ------
    DataError
        The examples are no images, or the array is none.
    """
    if len(data_shape) != 3:
        raise DataError(
            "The examples of this dataset are rows of a table: an image cannot become one.",
            "Choose a dataset of images.",
        )
    if array.shape == data_shape and array.dtype == np.uint8:
        return 255 - array if spec.invert else array
    height, width, channels = data_shape
    image = _picture(array, spec).convert("RGB" if channels == 3 else "L")
    fitted = np.asarray(_resized(image, height, width, spec)).reshape(data_shape)
    return 255 - fitted if spec.invert else fitted


def fit_examples(examples: Array, shape: tuple[int, int, int], spec: DataSpec, reporter: Reporter) -> Array:
    """Bring images ``[N, H, W, C]``, uint8 or float32 in [0, 1], to ``[N, *shape]`` of the same type.

    Images that are right already, and lie one after the other, are returned without a copy.
    """
    if examples.shape[1:] == shape:
        if not spec.invert:
            if examples.flags.c_contiguous:
                return examples
            return converted(examples, examples.dtype, lambda part: part, reporter)
        highest = examples.dtype.type(255 if examples.dtype == np.uint8 else 1)
        return converted(examples, examples.dtype, lambda part: highest - part, reporter)
    fit = fit_image if examples.dtype == np.uint8 else _fit_floats
    fitted = new_array((len(examples), *shape), examples.dtype)
    for piece in chunks(examples):
        for index in range(piece.start, piece.stop):
            fitted[index] = fit(np.asarray(examples[index]), shape, spec)
            reporter.report("reading", index + 1, len(examples))
        release(examples, fitted)
    return fitted


def _picture(array: Array, spec: DataSpec) -> Image.Image:
    grey = array.ndim == 2 or (array.ndim == 3 and array.shape[2] == 1)
    if (
        array.dtype != np.uint8
        or array.size == 0
        or not (grey or (array.ndim == 3 and array.shape[2] in (3, 4)))
    ):
        raise DataError(
            f"An array of shape {array.shape} and type {array.dtype} is not an image.",
            "Give uint8 [H, W], [H, W, 1], [H, W, 3] or [H, W, 4].",
        )
    if grey:
        return Image.fromarray(np.ascontiguousarray(array.reshape(array.shape[:2])))
    image = Image.fromarray(np.ascontiguousarray(array))
    if image.mode != "RGBA":
        return image
    shade = 255 if spec.invert else 0
    return Image.alpha_composite(Image.new("RGBA", image.size, (shade, shade, shade, 255)), image)


def _resized(image: Image.Image, height: int, width: int, spec: DataSpec) -> Image.Image:
    if image.size == (width, height):
        return image
    shrinks = image.width > width or image.height > height
    # Lanczos keeps detail when shrinking; bicubic rings less when there is none to keep.
    method = Image.Resampling.LANCZOS if shrinks else Image.Resampling.BICUBIC
    if spec.fit == "crop":
        return ImageOps.fit(image, (width, height), method)
    return image.resize((width, height), method)


def _fit_floats(array: Array, shape: tuple[int, int, int], spec: DataSpec) -> Array:
    height, width, channels = shape
    if channels == 1 and array.shape[2] == 3:
        array = (array @ _LUMA)[..., None]
    planes = [np.ascontiguousarray(array[..., index]) for index in range(array.shape[2])]
    resized = [np.asarray(_resized(Image.fromarray(plane), height, width, spec)) for plane in planes]
    fitted = np.clip(np.stack(resized, axis=-1), 0, 1)
    fitted = np.broadcast_to(fitted, shape)
    return 1 - fitted if spec.invert else fitted
