"""The type of the studio: Inter, bundled, in pixel sizes so that platforms agree."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Literal

from PySide6.QtGui import QFont, QFontDatabase

Role = Literal["body", "secondary", "tick", "section", "tab", "heading", "key", "button", "mono"]

_SIZE_AND_WEIGHT: dict[Role, tuple[int, QFont.Weight]] = {
    "body": (12, QFont.Weight.Normal),
    "secondary": (11, QFont.Weight.Normal),
    "tick": (11, QFont.Weight.Normal),
    "section": (12, QFont.Weight.DemiBold),
    "tab": (13, QFont.Weight.Normal),
    "heading": (15, QFont.Weight.DemiBold),
    "key": (20, QFont.Weight.DemiBold),
    "button": (12, QFont.Weight.Medium),
    "mono": (11, QFont.Weight.Normal),
}


def font(role: Role) -> QFont:
    """Return the font of one role, with figures of equal width."""
    return QFont(_made(role))


@cache
def _made(role: Role) -> QFont:
    size, weight = _SIZE_AND_WEIGHT[role]
    made = QFont()
    made.setFamilies(list(_mono_families() if role == "mono" else _families()))
    made.setPixelSize(size)
    made.setWeight(weight)
    made.setFeature(QFont.Tag("tnum"), 1)
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return made


@cache
def _families() -> tuple[str, ...]:
    bundled = _load_bundled()
    system = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont).family()
    return _installed((*bundled, system, "DejaVu Sans"))


@cache
def _mono_families() -> tuple[str, ...]:
    fixed = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont).family()
    return _installed(("DejaVu Sans Mono", fixed))


def _load_bundled() -> tuple[str, ...]:
    """Register the bundled fonts and return their families (none where a file cannot be read)."""
    families: dict[str, None] = {}
    for file in sorted(files("vae_studio_resources").joinpath("fonts").iterdir(), key=lambda entry: entry.name):
        if file.name.endswith(".otf"):
            number = QFontDatabase.addApplicationFontFromData(file.read_bytes())
            families.update(dict.fromkeys(QFontDatabase.applicationFontFamilies(number)))
    return tuple(families)


def _installed(families: tuple[str, ...]) -> tuple[str, ...]:
    known = set(QFontDatabase.families())
    kept = tuple(dict.fromkeys(family for family in families if family in known))
    return kept or families
