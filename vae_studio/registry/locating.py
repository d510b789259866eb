"""Where a plugin's source file is, found without importing anything of it."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.machinery import ModuleSpec
from pathlib import Path


def source_file(entry_point: str) -> Path | None:
    """Return the file of the module that ``"package.module:OBJECT"`` names; None where none is found.

    Of a module that is missing, the file of the package that should hold it.
    """
    path: Sequence[str] | None = None
    file: Path | None = None
    name = ""
    for part in entry_point.partition(":")[0].strip().split("."):
        name = f"{name}.{part}".lstrip(".")
        spec = _found(name, path)
        if spec is None:
            break
        if spec.origin is not None and spec.has_location:
            file = Path(spec.origin)
        path = list(spec.submodule_search_locations or ())
    return file


def _found(name: str, path: Sequence[str] | None) -> ModuleSpec | None:
    for finder in sys.meta_path:
        spec = finder.find_spec(name, path)
        if spec is not None:
            return spec
    return None
