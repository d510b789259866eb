"""What is done with plugins from the window: off the GUI thread, since it imports strangers' code."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal

from vae_studio.api import Kind
from vae_studio.gui.core.short_jobs import ShortJobs
from vae_studio.registry.records import PluginRecord, RescanResult, kind_words
from vae_studio.runs.plugin_use import plugin_uses

if TYPE_CHECKING:
    from vae_studio.session import Session

Value = TypeVar("Value")


@dataclass(frozen=True)
class Scanned:
    """What a rescan found, and how long it took, s."""

    result: RescanResult
    seconds: float


class PluginDesk(QObject):
    """Rescans, retries, enables and disables plugins, and writes new ones.

    Parameters
    ----------
    session
        Whose plugins and runs.
    jobs
        Threads for the work.
    clock
        Seconds, as :func:`time.perf_counter`.

    Signals
    -------
    changed
        The plugins may be other ones than before, or in another state.
    scanned
        :class:`Scanned`, after a rescan.
    busy
        Whether something is under way; nothing else is begun before it has ended.
    failed
        The exception that ended what was under way.
    created, creation_failed
        The :class:`Scaffold` of a new plugin; the exception that kept it from being written.
    uses_found
        The runs of the workspace by plugin, as :func:`plugin_uses` returns them.
    """

    changed = Signal()
    scanned = Signal(object)
    busy = Signal(bool)
    failed = Signal(object)
    created = Signal(object)
    creation_failed = Signal(object)
    uses_found = Signal(object)

    def __init__(
        self,
        session: Session,
        jobs: ShortJobs,
        parent: QObject | None = None,
        clock: Callable[[], float] = time.perf_counter,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._jobs = jobs
        self._clock = clock
        self._is_busy = False

    @property
    def is_busy(self) -> bool:
        """Whether something is under way."""
        return self._is_busy

    def rescan(self) -> None:
        """Look for plugins that were installed or removed since."""
        registry, clock = self._session.registry, self._clock

        def scan() -> Scanned:
            started = clock()
            return Scanned(registry.rescan(), clock() - started)

        self._begin(scan, self.scanned.emit)

    def retry(self, record: PluginRecord) -> None:
        """Import a plugin anew."""
        self._begin(lambda: self._session.registry.retry(*record.key))

    def set_enabled(self, record: PluginRecord, enabled: bool) -> None:
        """Enable or disable a plugin, for every later start too."""
        self._begin(lambda: self._session.registry.set_enabled(*record.key, enabled=enabled))

    def prefer(self, record: PluginRecord) -> None:
        """Use this one of several plugins of one name, for every later start too."""
        self._begin(lambda: self._session.registry.prefer(*record.key))

    def create(self, kind: Kind, name: str, folder: Path) -> None:
        """Write a new plugin; `created` or `creation_failed` follows."""
        self._jobs.submit(
            lambda: self._session.new_plugin(kind, name, folder), self.created.emit, self.creation_failed.emit
        )

    def find_uses(self) -> None:
        """Look for the runs that use each plugin; `uses_found` follows."""
        workspace = self._session.workspace
        self._jobs.submit(lambda: plugin_uses(workspace), self.uses_found.emit, self.failed.emit)

    def _begin(self, work: Callable[[], Value], done: Callable[[Value], object] | None = None) -> None:
        if self._is_busy:
            return

        def finish(value: Value) -> None:
            self._set_busy(False)
            self.changed.emit()
            if done is not None:
                done(value)

        def fail(error: Exception) -> None:
            self._set_busy(False)
            self.changed.emit()
            self.failed.emit(error)

        self._set_busy(True)
        self._jobs.submit(work, finish, fail)

    def _set_busy(self, is_busy: bool) -> None:
        self._is_busy = is_busy
        self.busy.emit(is_busy)


def difference_words(result: RescanResult) -> str:
    """Return what a rescan found to differ, in a sentence: what is new, gone, or in another state."""
    if not result:
        return "Nothing has changed."
    parts = [
        *(f"{_words(record)} is new" for record in result.added),
        *(f"{_words(record)} is gone" for record in result.removed),
        *(f"{_words(record)} is now {record.status.value}" for record in result.changed),
    ]
    shown = parts[:MOST_NAMED]
    more = f", and {len(parts) - MOST_NAMED} more changed" if len(parts) > MOST_NAMED else ""
    text = f"{', '.join(shown)}{more}."
    return text[:1].upper() + text[1:]


MOST_NAMED = 3
"""How many plugins are named before the rest is counted."""


def _words(record: PluginRecord) -> str:
    return f"{kind_words(record.kind)} {record.name}"
