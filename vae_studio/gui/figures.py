"""Numbers as the window writes them: true minus, thin spaces, a dash for what does not exist."""

from __future__ import annotations

import math

MINUS = "\u2212"
THIN_SPACE = "\u2009"
NARROW_NO_BREAK_SPACE = "\u202f"
NONE = "—"


def decimal(value: float | None, places: int) -> str:
    """Write a number with so many decimals: nats of ELBO and reconstruction 1, KL and z 2."""
    if value is None or math.isnan(value):
        return NONE
    if math.isinf(value):
        return "∞" if value > 0 else f"{MINUS}∞"
    text = f"{value:,.{places}f}".replace(",", THIN_SPACE)
    if not text.strip(f"-0.{THIN_SPACE}"):
        return text.removeprefix("-")
    return text.replace("-", MINUS)


def short_number(value: float | str) -> str:
    """Write a cell of a table with four significant digits; a text as it is."""
    if isinstance(value, str):
        return value
    return decimal(value, 0) if abs(value) >= 1e4 and math.isfinite(value) else _significant(value)


def _significant(value: float) -> str:
    return decimal(value, 0) if not math.isfinite(value) else f"{value:.4g}".replace("-", MINUS)


def count(value: int) -> str:
    """Write a whole number with thin spaces in thousands."""
    return f"{value:,}".replace(",", THIN_SPACE).replace("-", MINUS)


def unbroken(words: str) -> str:
    """Return words in whose numbers no line breaks."""
    return words.replace(THIN_SPACE, NARROW_NO_BREAK_SPACE)


def duration(seconds: float) -> str:
    """Write a length of time with its two largest units: ``1 min 49 s``."""
    whole = max(0, round(seconds))
    hours, rest = divmod(whole, 3600)
    minutes, left = divmod(rest, 60)
    if hours:
        return f"{count(hours)} h {minutes} min"
    if minutes:
        return f"{minutes} min {left} s"
    return f"{left} s"


def gigabytes(size: int) -> str:
    """Write a size in bytes as ``1.1 GB``."""
    return f"{decimal(size / 1e9, 1)} GB"


def file_size(size: int) -> str:
    """Write a size in bytes as ``1.1 GB``, ``12.3 MB`` or ``1.7 kB``."""
    if size >= 1e9:
        return gigabytes(size)
    return f"{decimal(size / 1e6, 1)} MB" if size >= 1e6 else f"{decimal(size / 1e3, 1)} kB"


def shape(sides: tuple[int, ...]) -> str:
    """Write a shape as ``28×28×1``."""
    return "×".join(str(side) for side in sides)
