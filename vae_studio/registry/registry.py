"""The registry: which plugins there are now, which can be used, and how to come by what they build."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from vae_studio.api.errors import PluginError
from vae_studio.api.parameters import Params, describe_parameters
from vae_studio.api.plugins import Kind, PluginSpec
from vae_studio.api.protocols import BuildContext
from vae_studio.api.run_spec import PluginChoice
from vae_studio.registry.failures import guarded
from vae_studio.registry.loading import import_object
from vae_studio.registry.names import arranged
from vae_studio.registry.records import PluginProvenance, PluginRecord, PluginStatus, RescanResult, kind_words
from vae_studio.registry.scan import Installed, scan
from vae_studio.registry.validation import validated

Builder = Callable[[Params, BuildContext], Any]


class Registry:
    """Every plugin that an installed distribution announces, the broken ones included.

    Reading is safe from any thread: all reads go to one tuple of frozen records, which a rescan
    replaces as a whole. Scans exclude one another.

    Parameters
    ----------
    disabled
        Plugins that are listed but never imported.
    path
        Folders searched for distributions besides those of ``sys.path``; they are appended to it, so
        that what is found there can be imported.
    """

    def __init__(self, disabled: Iterable[tuple[Kind, str]] = (), path: Sequence[str] | None = None) -> None:
        self._disabled = frozenset(disabled)
        self._path = tuple(path or ())
        self._scanning = threading.Lock()
        self._writing = threading.Lock()
        self._installed: tuple[Installed, ...] = ()
        self._records: tuple[PluginRecord, ...] = ()
        self.rescan()

    @property
    def records(self) -> tuple[PluginRecord, ...]:
        """All plugins: by kind, the built-ins first within each, then by name."""
        return self._records

    def rescan(self) -> RescanResult:
        """Look again at what is installed, without a restart.

        Distributions installed since are found, those gone are forgotten, and those that were
        upgraded, whose files changed or that had a broken plugin are imported anew.

        Returns
        -------
        What differs from before.
        """
        with self._scanning:
            before = self._records
            self._scan(again=frozenset(r.distribution for r in before if r.status is PluginStatus.BROKEN))
            return _difference(before, self._records)

    def retry(self, kind: Kind, name: str, distribution: str = "") -> PluginRecord:
        """Import a plugin anew, with everything else of its distribution, and return its new record.

        Raises
        ------
        PluginError
            There is no such plugin (any more).
        """
        with self._scanning:
            record = self.record(kind, name, distribution)
            self._scan(again=frozenset({record.distribution}))
        return self.record(kind, name, record.distribution)

    def available(self, kind: Kind) -> tuple[PluginSpec, ...]:
        """Return the plugins of one kind that can be chosen."""
        return tuple(
            record.spec
            for record in self._records
            if record.kind is kind and record.status is PluginStatus.AVAILABLE and record.spec is not None
        )

    def record(self, kind: Kind, name: str, distribution: str = "") -> PluginRecord:
        """Return a plugin's record; of several of one name, the one that holds the name.

        Parameters
        ----------
        kind, name
            Which plugin.
        distribution
            Who provides it; empty for whoever holds the name.

        Raises
        ------
        PluginError
            There is no such plugin; the remedy names the ones there are.
        """
        records = self._records
        found = [
            r for r in records if r.kind is kind and r.name == name and distribution in ("", r.distribution)
        ]
        if not found:
            names = ", ".join(r.name for r in records if r.kind is kind and r.status is PluginStatus.AVAILABLE)
            remedy = f"Available: {names}." if names else "None is installed."
            raise PluginError(f"There is no {kind_words(kind)} named {name!r}.", remedy)
        return min(found, key=lambda r: r.status is not PluginStatus.AVAILABLE)

    def get(self, kind: Kind, name: str, distribution: str = "") -> PluginSpec:
        """Return the spec of a plugin that can be used.

        Parameters
        ----------
        kind, name
            Which plugin.
        distribution
            Who provided it when a run was made; named as the one to install when it is missing.

        Raises
        ------
        PluginError
            It is missing (naming what to install, or what there is), broken or disabled (saying why).
        """
        try:
            record = self.record(kind, name)
        except PluginError as error:
            if not distribution:
                raise
            raise PluginError(error.message, f"Install the distribution {distribution} and rescan.") from None
        if record.status is PluginStatus.AVAILABLE and record.spec is not None:
            return record.spec
        raise _unusable(record)

    def validate(self, kind: Kind, choice: PluginChoice) -> Params:
        """Return the typed parameters of a chosen plugin, defaults filled in.

        Raises
        ------
        SpecError
            A value is refused; the key is the spec file's, such as ``"encoder.filters"``.
        PluginError
            The plugin is missing, broken or disabled.
        """
        return validated(self.get(kind, choice.plugin), choice)

    def is_optional(self, section: str, plugin: str, name: str) -> bool:
        """Return whether a plugin, chosen in a section of the spec, has a parameter that may be None."""
        for record in self.records:
            if record.spec is not None and (record.kind.section, record.name) == (section, plugin):
                return any(one.optional and one.name == name for one in describe_parameters(record.spec.params))
        return False

    def builder(self, kind: Kind, name: str) -> Builder:
        """Return the function that builds a plugin's object, importing it on first use.

        Raises
        ------
        PluginError
            The plugin cannot be used, or its builder cannot be imported, which also marks it broken.
        """
        spec = self.get(kind, name)
        try:
            return guarded(lambda: _callable(spec.build))
        except PluginError as error:
            self.mark_broken(kind, name, str(error), error.details)
            raise PluginError(
                f"The {kind_words(kind)} {name!r} cannot be built: {error.message}",
                error.remedy or "Its author can mend it; choose another one until then.",
                error.details,
            ) from error

    def mark_broken(self, kind: Kind, name: str, error: str, details: str = "") -> None:
        """Record that a plugin failed when it was used; a rescan or a retry gives it another chance."""
        with self._writing:
            record = self.record(kind, name)
            broken = record.broken(error, details)
            self._publish(tuple(one.with_record(record, broken) for one in self._installed))

    def provenance(self, kind: Kind, name: str) -> PluginProvenance:
        """Return which distribution provides a plugin.

        Raises
        ------
        PluginError
            There is no such plugin.
        """
        record = self.record(kind, name)
        return PluginProvenance(record.distribution, record.version, record.name)

    def _scan(self, again: frozenset[str]) -> None:
        installed = scan(self._installed, self._path, self._disabled, again)
        with self._writing:
            self._publish(installed)

    def _publish(self, installed: tuple[Installed, ...]) -> None:
        self._installed = installed
        self._records = arranged(record for one in installed for record in one.records)


def _callable(reference: str) -> Builder:
    builder = import_object(reference)
    if not callable(builder):
        raise PluginError(f"{reference} is of type {type(builder).__name__}, not a function.")
    return builder  # type: ignore[no-any-return]


def _unusable(record: PluginRecord) -> PluginError:
    words = f"The {kind_words(record.kind)} {record.name!r} of {record.distribution} {record.version}"
    if record.status is PluginStatus.DISABLED:
        return PluginError(f"{words} is disabled.", "Enable it, or choose another one.")
    remedy = f"Mend or upgrade {record.distribution} and rescan, or choose another one."
    return PluginError(f"{words} is {record.status.value}: {record.error}", remedy, record.details)


def _difference(before: Sequence[PluginRecord], after: Sequence[PluginRecord]) -> RescanResult:
    old = {(r.key, r.entry_point): r for r in before}
    new = {(r.key, r.entry_point): r for r in after}
    return RescanResult(
        added=tuple(record for key, record in new.items() if key not in old),
        removed=tuple(record for key, record in old.items() if key not in new),
        changed=tuple(r for key, r in new.items() if key in old and not r.reads_like(old[key])),
    )
