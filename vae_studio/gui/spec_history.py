"""Undo and redo of the settings, one edit at a time."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from vae_studio.api import RunSpec
from vae_studio.gui.settings import Settings

ONE_EDIT_SECONDS = 1.0
"""Changes of one value that follow each other within this time are one edit: a number that is typed."""
MOST_EDITS = 200
OF_THE_FOLDER = frozenset({"name"})


class SpecHistory(QObject):
    """Every change of the settings, whoever made it.

    Parameters
    ----------
    settings
        Whose changes are noted, and which take back what is undone.
    clock
        Seconds.

    Attributes
    ----------
    stack
        The edits; it says what they would undo.

    Signals
    -------
    changed
        There is something else to undo or to make again.
    """

    changed = Signal()

    def __init__(
        self, settings: Settings, parent: QObject | None = None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        super().__init__(parent)
        self.stack = QUndoStack(self)
        self.stack.setUndoLimit(MOST_EDITS)
        self._settings = settings
        self._spec = settings.spec
        self._clock = clock
        self._taking = False
        self.stack.indexChanged.connect(self._say_changed)
        settings.spec_changed.connect(self._note)

    def undo(self) -> None:
        """Take back the last edit."""
        self.stack.undo()

    def redo(self) -> None:
        """Make the edit that was undone last again."""
        self.stack.redo()

    def _say_changed(self) -> None:
        self.changed.emit()

    def take(self, spec: RunSpec) -> None:
        """Have the settings be those of one side of an edit."""
        self._taking = True
        try:
            self._settings.take(spec)
            self._spec = self._settings.spec
        finally:
            self._taking = False

    def _note(self, spec: RunSpec) -> None:
        if self._taking:
            return
        before, self._spec = self._spec, spec
        keys = tuple(changed_keys(before, spec))
        if keys:
            self.stack.push(_Edit(self, before, spec, keys, self._clock()))


class _Edit(QUndoCommand):
    """The settings before and after one edit."""

    def __init__(
        self, history: SpecHistory, before: RunSpec, after: RunSpec, keys: tuple[str, ...], at: float
    ) -> None:
        super().__init__(edit_words(keys))
        self._history = history
        self._before = before
        self.after = after
        self.keys = keys
        self.at = at
        self._is_new = True

    def id(self) -> int:
        """Return one number for all edits: Qt offers those of one number to be merged."""
        return 1

    def mergeWith(self, other: QUndoCommand) -> bool:
        """Become one with the next change of the same value, if it follows at once."""
        if not isinstance(other, _Edit) or other.keys != self.keys or other.at - self.at > ONE_EDIT_SECONDS:
            return False
        self.after = other.after
        self.at = other.at
        return True

    def undo(self) -> None:
        """Take the settings of before."""
        self._history.take(self._before)

    def redo(self) -> None:
        """Take the settings of after; when the edit is pushed they are taken already."""
        if self._is_new:
            self._is_new = False
        else:
            self._history.take(self.after)


def changed_keys(before: RunSpec, after: RunSpec) -> Iterator[str]:
    """Yield the dotted keys whose values differ, such as ``encoder.filters``."""
    yield from _differences(before.model_dump(), after.model_dump(), "")


def _differences(before: dict[str, Any], after: dict[str, Any], prefix: str) -> Iterator[str]:
    for key in {**before, **after}:
        if not prefix and key in OF_THE_FOLDER:
            continue
        old, new = before.get(key), after.get(key)
        if isinstance(old, dict) and isinstance(new, dict):
            inner = prefix if key == "params" else f"{prefix}{key}."
            yield from _differences(old, new, inner)
        elif old != new:
            yield f"{prefix}{key}"


def edit_words(keys: tuple[str, ...]) -> str:
    """Return what an edit changed, as it follows the word Undo: ``encoder filters``."""
    sections = {key.partition(".")[0] for key in keys}
    if len(keys) == 1:
        return keys[0].replace(".", " ").replace("_", " ")
    return next(iter(sections)).replace("_", " ") if len(sections) == 1 else "change of settings"
