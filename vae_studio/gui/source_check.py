"""A quicker form of what PySide asks of every module that is imported after it."""

from __future__ import annotations

import sys
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import ModuleType

MARK = b"PySide6"
WITHOUT = frozenset({"tensorflow", "tensorflow_probability", "tf_keras", "keras", "numpy", "scipy", "sklearn"})
"""Packages of many modules, none of which knows PySide."""


def quicken_source_check() -> None:
    """Let PySide look into modules without parsing their lines.

    After each import PySide searches the module's source code for its own name, so that a module that asks for
    snake_case methods does not change them for others. It has Python find, decode, split and keep the lines of
    every file for that, of TensorFlow's thousands as well, which takes longer than importing them. The same
    question is answered by the bytes of the file. Where PySide asks in another way than is known here,
    nothing is changed.
    """
    feature = sys.modules.get("shibokensupport.feature")
    if feature is not None and callable(getattr(feature, "_mod_uses_pyside", None)):
        vars(feature)["_mod_uses_pyside"] = mentions_pyside


def mentions_pyside(module: ModuleType) -> bool:
    """Return whether a module's source code names PySide; what has none does not."""
    spec = getattr(module, "__spec__", None)
    if spec is None or spec.name.partition(".")[0] in WITHOUT:
        return False
    if not spec.origin or not isinstance(spec.loader, SourceFileLoader):
        return False
    try:
        return MARK in Path(spec.origin).read_bytes()
    except OSError:
        return False
