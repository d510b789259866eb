"""The glyphs of Phosphor and the Codicons, from the fonts that qtawesome ships.

qtawesome itself is not imported: it brings qtpy and an icon browser and loads eleven fonts, which
costs a quarter of a second before the window can show. Only its font files are read, of which there
is one for each prefix beside a table of names.
"""

from __future__ import annotations

import json
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from PySide6.QtGui import QFontDatabase

_STEMS = {"ph": "phosphor", "msc": "codicon"}


def glyph(name: str) -> tuple[str, str]:
    """Return font family and character of an icon.

    Parameters
    ----------
    name
        Prefix and name, such as ``"ph.play-fill"`` or ``"msc.layout-panel"``.

    Raises
    ------
    KeyError
        There is no such prefix or name.
    """
    prefix, _, bare = name.partition(".")
    if prefix not in _STEMS or bare not in _names(prefix):
        raise KeyError(f"there is no icon named {name!r}")
    return _family(prefix), chr(_names(prefix)[bare])


@cache
def _names(prefix: str) -> dict[str, int]:
    table = json.loads(_only(f"{_STEMS[prefix]}-charmap-*.json").read_text(encoding="utf-8"))
    return {name: int(code, 16) for name, code in table.items()}


@cache
def _family(prefix: str) -> str:
    number = QFontDatabase.addApplicationFont(str(_only(f"{_STEMS[prefix]}-[0-9]*.ttf")))
    return QFontDatabase.applicationFontFamilies(number)[0]


def _only(pattern: str) -> Path:
    spec = find_spec("qtawesome")
    folders = spec.submodule_search_locations if spec is not None else None
    found = sorted(file for folder in folders or () for file in (Path(folder) / "fonts").glob(pattern))
    if not found:
        raise FileNotFoundError(f"qtawesome does not contain fonts/{pattern}")
    return found[-1]
