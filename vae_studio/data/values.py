"""Arrays of numbers become images: shape, finite values, and a range that a model can learn.

Images end as uint8 or as float32 in [0, 1]; the whole array is scaled by one rule, so that images
keep their brightness relative to each other.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from vae_studio.api.errors import DataError
from vae_studio.data.chunks import converted
from vae_studio.data.dataset import Array
from vae_studio.data.finite import finite_range
from vae_studio.data.progress import Reporter

_TOLERANCE = 1e-4
_CHANNELS = (1, 3)


@dataclass(frozen=True, eq=False)
class Values:
    """Images with their final values, and what was done to them."""

    examples: Array
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class _Rule:
    dtype: type[np.generic]
    convert: Callable[[Array], Array] | None
    note: str = ""


def to_images(array: Array, where: str, reporter: Reporter) -> Values:
    """Turn an array into images.

    Parameters
    ----------
    array
        Images ``[N, H, W]``, ``[N, H, W, C]`` or ``[N, C, H, W]`` with C = 1 or 3.
    where
        Which array of which file, for messages.
    reporter
        Told of the progress.

    Raises
    ------
    DataError
        The array is empty, does not hold numbers, has an impossible shape, or holds NaN or infinity.
    """
    require_numbers(array, where)
    if array.ndim in (3, 4):
        return _images(array, where, reporter)
    raise DataError(
        f"{where} has the shape {array.shape}, which is neither images nor a table.",
        "Images are [N, H, W] or [N, H, W, C], tables are [N, D].",
    )


def require_numbers(array: Array, where: str) -> None:
    """Refuse an array that is empty or does not hold numbers.

    Raises
    ------
    DataError
        Saying which.
    """
    if array.size == 0:
        raise DataError(f"{where} is empty: its shape is {array.shape}.", "Give at least one example.")
    if array.dtype.kind not in "biuf":
        raise DataError(f"{where} holds {array.dtype} values, not numbers.", "Save it as integers or floats.")


def _images(array: Array, where: str, reporter: Reporter) -> Values:
    images, shape_note = _channels_last(array, where)
    if images.dtype.kind == "b":
        rule = _Rule(np.uint8, lambda part: part.astype(np.uint8) * np.uint8(255))
    else:
        low, high = finite_range(images, where, (), reporter)
        rule = _image_rule(images.dtype, low, high)
    notes = tuple(note for note in (shape_note, rule.note) if note)
    if rule.convert is None:
        return Values(images, notes=notes)
    return Values(converted(images, rule.dtype, rule.convert, reporter), notes=notes)


def _channels_last(array: Array, where: str) -> tuple[Array, str]:
    if array.ndim == 3:
        return array[..., None], ""
    if array.shape[3] in _CHANNELS:
        return array, ""
    if array.shape[1] in _CHANNELS:
        return np.moveaxis(array, 1, 3), "the channels came first and were moved behind height and width"
    raise DataError(
        f"{where} has the shape {array.shape}: images have 1 or 3 channels, here there are {array.shape[3]}.",
        "Give images as [N, H, W, C] with C = 1 (grey) or 3 (red, green, blue).",
    )


def _image_rule(dtype: np.dtype, low: float, high: float) -> _Rule:
    whole = dtype.kind in "iu"
    if whole and low >= 0 and high == 1:
        return _Rule(
            np.uint8, lambda part: part.astype(np.uint8) * np.uint8(255), "values 0 and 1 became 0 and 255"
        )
    if dtype == np.uint8:
        return _Rule(np.uint8, None)
    if not whole and low >= -_TOLERANCE and high <= 1 + _TOLERANCE:
        return _unit_rule(low, high, dtype)
    if low >= 0 and 127 < high <= 255:
        return _eight_bit_rule(whole=whole)
    if whole and low >= 0 and 32767 < high <= 65535:
        return _Rule(np.uint8, sixteen_to_eight_bits, "16-bit values were reduced to 8 bits")
    return _stretch_rule(low, high)


def _unit_rule(low: float, high: float, dtype: np.dtype) -> _Rule:
    if low >= 0 and high <= 1 and dtype == np.float32:
        return _Rule(np.float32, None)
    return _Rule(np.float32, lambda part: np.clip(part.astype(np.float32), 0, 1))


def _eight_bit_rule(*, whole: bool) -> _Rule:
    if whole:
        return _Rule(np.uint8, lambda part: part.astype(np.uint8))
    return _Rule(
        np.float32, lambda part: part.astype(np.float32) / np.float32(255), "values were divided by 255"
    )


def _stretch_rule(low: float, high: float) -> _Rule:
    width = (high - low) or 1.0

    def stretch(part: Array) -> Array:
        return np.clip((part.astype(np.float64) - low) / width, 0, 1)

    return _Rule(np.float32, stretch, f"values from {low:g} to {high:g} were scaled to [0, 1]")


def sixteen_to_eight_bits(values: Array) -> Array:
    """Return 16-bit values 0 … 65535 as uint8 0 … 255, rounded to the nearest."""
    return ((values.astype(np.uint32) + 128) // 257).astype(np.uint8)
