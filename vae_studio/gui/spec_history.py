"""Undo and redo: of the settings, one edit at a time, and of other things that were done."""

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
    """Every change of the settings, whoever made it, and what else is remembered.

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
        """Take back the last edit, or what else was done last."""
        self.stack.undo()
        self._drop_spent()

    def redo(self) -> None:
        """Make what was undone last again."""
        self.stack.redo()

    def clear(self) -> None:
        """Forget everything: from here on there is nothing to undo."""
        self.stack.clear()

    def remember(self, words: str, undo: Callable[[], None], redo: Callable[[], None]) -> Callable[[], None]:
        """Note that something has been done, so that it can be undone and done again.

        Parameters
        ----------
        words
            What was done, as it follows the word Undo: ``clear tray``.
        undo, redo
            Take it back, and do it again.

        Returns
        -------
        Another way to take it back, such as for a notice's button; edits that were made since stay, and
        what is taken back already is not taken back again.
        """
        deed = _Deed(undo, redo)
        self.stack.push(_Remembered(words, deed))
        return lambda: self._take_back(deed)

    def can_undo(self, locked: bool) -> bool:
        """Return whether there is something to undo; edits of settings cannot be while these are locked."""
        return self.stack.canUndo() and not (locked and self._is_edit(self.stack.index() - 1))

    def can_redo(self, locked: bool) -> bool:
        """Return whether there is something to do again; see :meth:`can_undo`."""
        return self.stack.canRedo() and not (locked and self._is_edit(self.stack.index()))

    def _is_edit(self, place: int) -> bool:
        return isinstance(self.stack.command(place), _Edit)

    def _take_back(self, deed: _Deed) -> None:
        last = self.stack.command(self.stack.index() - 1) if self.stack.canUndo() else None
        if deed.done and isinstance(last, _Remembered) and last.deed is deed:
            self.undo()
        elif deed.done:
            deed.is_spent = True
            deed.take_back()

    def _drop_spent(self) -> None:
        """Leave off what a notice has taken back, now that it would be undone next."""
        while self.stack.canUndo():
            last = self.stack.command(self.stack.index() - 1)
            if not isinstance(last, _Remembered) or not last.deed.is_spent:
                return
            self.stack.undo()

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


class _Deed:
    """Something that was done, and whether it still is."""

    def __init__(self, undo: Callable[[], None], redo: Callable[[], None]) -> None:
        self._undo = undo
        self._redo = redo
        self.done = True
        self.is_spent = False

    def take_back(self) -> None:
        """Undo it, unless it is undone."""
        if self.done:
            self.done = False
            self._undo()

    def do_again(self) -> None:
        """Do it, unless it is done."""
        if not self.done:
            self.done = True
            self._redo()


class _Remembered(QUndoCommand):
    """A deed on the stack; one that was taken back out of turn is left off there."""

    def __init__(self, words: str, deed: _Deed) -> None:
        super().__init__(words)
        self.deed = deed

    def undo(self) -> None:
        """Take the deed back."""
        self.deed.take_back()
        self.setObsolete(self.deed.is_spent)

    def redo(self) -> None:
        """Do it again; when it is pushed it is done already."""
        self.deed.do_again()


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
