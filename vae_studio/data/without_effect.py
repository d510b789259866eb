"""Settings that concern images where there are rows, or rows where there are images: told, not refused."""

from __future__ import annotations

from vae_studio.api.plugins import DataKind
from vae_studio.api.run_spec import DataSpec

_OF_IMAGES = ("size", "fit", "colour", "invert")
_OF_TABLES = ("categories", "scaling")


def without_effect(spec: DataSpec, kind: DataKind) -> tuple[str, ...]:
    """Return a note for each setting that differs from its default and changes nothing of such data.

    A label and columns to leave out are not among them: images with these are refused.
    """
    keys = _OF_IMAGES if kind == "table" else _OF_TABLES
    what = "a table" if kind == "table" else "images"
    defaults = DataSpec()
    return tuple(
        f"data.{key} has no effect on {what}" for key in keys if getattr(spec, key) != getattr(defaults, key)
    )
