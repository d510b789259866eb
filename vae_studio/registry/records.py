"""What the registry knows of each plugin: plain, frozen data, for the broken ones as for the others."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from vae_studio.api.parameters import describe_parameters
from vae_studio.api.plugins import Kind, PluginSpec

BUILT_IN = "vae-studio"
"""The distribution whose plugins come first and keep their names."""


def kind_words(kind: Kind) -> str:
    """Return a kind as it is written inside a sentence: ``prior``, ``KL strategy``."""
    return kind.label if kind is Kind.KL_STRATEGY else kind.label.lower()


class PluginStatus(StrEnum):
    """Whether a plugin can be chosen, and if not, why."""

    AVAILABLE = "available"
    BROKEN = "broken"
    DISABLED = "disabled"
    DUPLICATE = "duplicate"


@dataclass(frozen=True)
class PluginRecord:
    """One plugin that some installed distribution announces.

    Attributes
    ----------
    kind
        Which of the four kinds its entry point belongs to.
    name
        Name of the entry point.
    distribution, version
        Who provides it.
    entry_point
        Where its spec is, ``"package.module:OBJECT"``.
    status
        Whether it can be chosen.
    spec
        What it says of itself; None where that could not be loaded.
    error
        One line saying why it cannot be chosen; empty for available plugins.
    details
        A traceback for its author; may be empty.
    tried
        When it was last imported or built, local time; None where it never was.
    seconds
        How long that import took; None where it was not measured.
    """

    kind: Kind
    name: str
    distribution: str
    version: str
    entry_point: str
    status: PluginStatus
    spec: PluginSpec | None = None
    error: str = ""
    details: str = ""
    tried: dt.datetime | None = None
    seconds: float | None = None

    @property
    def key(self) -> tuple[Kind, str, str]:
        """What identifies the plugin from one scan to the next: kind, name and distribution."""
        return self.kind, self.name, self.distribution

    def broken(self, error: str, details: str = "") -> PluginRecord:
        """Return this record as that of a broken plugin."""
        return replace(self, status=PluginStatus.BROKEN, error=error, details=details)

    def disabled(self) -> PluginRecord:
        """Return this record as that of a plugin that is not imported."""
        return PluginRecord(
            kind=self.kind,
            name=self.name,
            distribution=self.distribution,
            version=self.version,
            entry_point=self.entry_point,
            status=PluginStatus.DISABLED,
            error="It is disabled: it is not imported, and no run can use it until it is enabled.",
        )

    def reads_like(self, other: PluginRecord) -> bool:
        """Whether a person would see no difference between the two."""
        return self._shown() == other._shown()

    def _shown(self) -> tuple[Any, ...]:
        """Return what is shown of the plugin; reloaded parameter classes differ by identity only."""
        if self.spec is None:
            described: Any = None
        else:
            described = (self.spec.model_dump(exclude={"params"}), describe_parameters(self.spec.params))
        return self.version, self.entry_point, self.status, self.error, described


@dataclass(frozen=True)
class PluginProvenance:
    """Which distribution a run's plugin came from; what a run stores instead of code."""

    distribution: str
    version: str
    name: str


@dataclass(frozen=True)
class RescanResult:
    """What a rescan found to differ; `changed` holds the new records."""

    added: tuple[PluginRecord, ...] = ()
    removed: tuple[PluginRecord, ...] = ()
    changed: tuple[PluginRecord, ...] = ()

    @classmethod
    def between(cls, before: Sequence[PluginRecord], after: Sequence[PluginRecord]) -> RescanResult:
        """Return what differs between the records of two scans."""
        old = {(r.key, r.entry_point): r for r in before}
        new = {(r.key, r.entry_point): r for r in after}
        return cls(
            added=tuple(record for key, record in new.items() if key not in old),
            removed=tuple(record for key, record in old.items() if key not in new),
            changed=tuple(r for key, r in new.items() if key in old and not r.reads_like(old[key])),
        )

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.changed)
