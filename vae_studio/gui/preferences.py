"""What the studio remembers of its user from one day to the next, besides the window's layout."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject, Signal

MOST_RECENT = 8


class Settings(Protocol):
    """The part of ``QSettings`` that is used."""

    def value(self, key: str, default: object, /) -> object:
        """Return what is kept under a key."""

    def setValue(self, key: str, value: object, /) -> None:
        """Keep a value."""

    def remove(self, key: str, /) -> None:
        """Forget a key and every key below it."""


class Preferences(QObject):
    """Folders of dialogs, recent datasets and runs, and what was dismissed for good.

    Parameters
    ----------
    settings
        Where they are kept; None keeps them for this program only.

    Signals
    -------
    recents_changed
        A list of recent things became another one.
    """

    recents_changed = Signal()

    def __init__(self, settings: Settings | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._settings: Settings = settings if settings is not None else PassingSettings()

    def folder(self, purpose: str) -> Path | None:
        """Return the folder in which a dialog of this purpose was used last; None where it is gone."""
        kept = self._settings.value(f"folders/{purpose}", "")
        return Path(kept) if isinstance(kept, str) and kept and Path(kept).is_dir() else None

    def remember_folder(self, purpose: str, folder: Path) -> None:
        """Take note of where a dialog was used."""
        self._settings.setValue(f"folders/{purpose}", str(folder))

    def recent(self, kind: str) -> tuple[str, ...]:
        """Return what was opened lately, the newest first: of the kind ``datasets`` or ``runs``."""
        kept = self._settings.value(f"recent/{kind}", [])
        kept = [kept] if isinstance(kept, str) else kept
        return tuple(one for one in kept if isinstance(one, str) and one) if isinstance(kept, list) else ()

    def add_recent(self, kind: str, value: str) -> None:
        """Put something at the head of its list."""
        others = [one for one in self.recent(kind) if one != value]
        self._settings.setValue(f"recent/{kind}", [value, *others][:MOST_RECENT])
        self.recents_changed.emit()

    def forget_recent(self) -> None:
        """Empty the lists."""
        self._settings.remove("recent")
        self.recents_changed.emit()

    def dismissed(self, what: str) -> bool:
        """Whether something was dismissed for good, such as ``tour``."""
        return str(self._settings.value(f"dismissed/{what}", "")) == "yes"

    def dismiss(self, what: str, dismissed: bool = True) -> None:
        """Never show something again, or show it again after all."""
        self._settings.setValue(f"dismissed/{what}", "yes" if dismissed else "")

    def forget(self) -> None:
        """Forget everything, as after a fresh installation."""
        for group in ("folders", "recent", "dismissed"):
            self._settings.remove(group)
        self.recents_changed.emit()


class PassingSettings:
    """Settings that go with the program."""

    def __init__(self) -> None:
        self._values: dict[str, object] = {}

    def value(self, key: str, default: object, /) -> object:
        """Return what is kept under a key."""
        return self._values.get(key, default)

    def setValue(self, key: str, value: object, /) -> None:
        """Keep a value."""
        self._values[key] = value

    def remove(self, key: str, /) -> None:
        """Forget a key and every key below it."""
        self._values = {
            kept: value
            for kept, value in self._values.items()
            if kept != key and not kept.startswith(f"{key}/")
        }
