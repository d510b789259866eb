"""The registry: which plugins there are now, which can be used, and how to come by what they build."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from vae_studio.api.errors import PluginError
from vae_studio.api.parameters import Params, describe_parameters
from vae_studio.api.plugins import Kind, PluginSpec
from vae_studio.api.protocols import BuildContext
from vae_studio.api.run_spec import PluginChoice
from vae_studio.registry.failures import guarded, unusable
from vae_studio.registry.loading import import_callable
from vae_studio.registry.names import arranged
from vae_studio.registry.records import PluginProvenance, PluginRecord, PluginStatus, RescanResult, kind_words
from vae_studio.registry.scan import Installed, scan
from vae_studio.registry.settings import KeptChoices, PluginChoices, default_settings_file
from vae_studio.registry.validation import validated

Builder = Callable[[Params, BuildContext], Any]


class Registry:
    """Every plugin that an installed distribution announces, the broken ones included.

    Reading is safe from any thread: all reads go to one tuple of frozen records, which a rescan
    replaces as a whole. Scans exclude one another.

    Parameters
    ----------
    settings
        File that holds which plugins are disabled and which are preferred; by default the user's.
    path
        Folders searched for distributions besides those of ``sys.path``; they are appended to it, so
        that what is found there can be imported.
    """

    def __init__(self, settings: Path | None = None, path: Sequence[str] | None = None) -> None:
        self._kept = KeptChoices(settings or default_settings_file())
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

    @property
    def settings_problem(self) -> str:
        """Why the user's choices could not be read; empty when they could."""
        return self._kept.problem

    def rescan(self) -> RescanResult:
        """Look again at what is installed, without a restart.

        Distributions installed since are found, those gone are forgotten, and those that were
        upgraded, whose files changed or that had a broken plugin are imported anew. What the user
        disabled or preferred elsewhere, as on the command line, holds from now on.

        Returns
        -------
        What differs from before.
        """
        with self._scanning:
            before = self._records
            self._scan(again=frozenset(r.distribution for r in before if r.status is PluginStatus.BROKEN))
            return RescanResult.between(before, self._records)

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

    def set_enabled(self, kind: Kind, name: str, distribution: str = "", *, enabled: bool) -> PluginRecord:
        """Enable or disable a plugin for this and every later start, and return its new record.

        A disabled plugin is listed but not imported.

        Raises
        ------
        PluginError
            There is no such plugin, or the user's choices cannot be read.
        OutputError
            They cannot be written.
        """
        with self._scanning:
            record = self.record(kind, name, distribution)
            self._choose(lambda choices: choices.with_enabled(record.key, enabled))
        return self.record(*record.key)

    def prefer(self, kind: Kind, name: str, distribution: str) -> PluginRecord:
        """Give a name that several distributions claim to one of them, for this and every later start.

        Returns
        -------
        Its new record; it holds the name as long as it can be used.

        Raises
        ------
        PluginError
            There is no such plugin, it cannot be used, or the user's choices cannot be read.
        OutputError
            They cannot be written.
        """
        with self._scanning:
            record = self.record(kind, name, distribution)
            if record.status not in (PluginStatus.AVAILABLE, PluginStatus.DUPLICATE):
                raise unusable(record)
            self._choose(lambda choices: choices.with_preferred(record.key))
        return self.record(*record.key)

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
        if not found and distribution:
            others = ", ".join(r.distribution for r in records if (r.kind, r.name) == (kind, name))
            if others:
                words = f"There is no {kind_words(kind)} named {name!r} of {distribution}."
                raise PluginError(words, f"It is provided by {others}.")
        if not found:
            names = ", ".join(r.name for r in records if r.kind is kind and r.status is PluginStatus.AVAILABLE)
            remedy = f"Available: {names}." if names else "None is installed."
            raise PluginError(f"There is no {kind_words(kind)} named {name!r}.", remedy)
        return min(found, key=_is_unavailable)

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
        raise unusable(record)

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
        found = [
            r for r in self._records if (r.kind.section, r.name) == (section, plugin) and r.spec is not None
        ]
        if not found:
            return False
        holder = min(found, key=_is_unavailable)
        described = describe_parameters(holder.spec.params) if holder.spec is not None else ()
        return any(one.optional and one.name == name for one in described)

    def builder(self, kind: Kind, name: str) -> Builder:
        """Return the function that builds a plugin's object, importing it on first use.

        Raises
        ------
        PluginError
            The plugin cannot be used, or its builder cannot be imported, which also marks it broken.
        """
        spec = self.get(kind, name)
        try:
            return guarded(lambda: import_callable(spec.build))
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
            broken = replace(record.broken(error, details), tried=dt.datetime.now().astimezone(), seconds=None)
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
        installed = scan(self._installed, self._path, self._kept.reload().disabled_keys, again)
        with self._writing:
            self._publish(installed)

    def _choose(self, change: Callable[[PluginChoices], PluginChoices]) -> None:
        disabled = self._kept.change(change).disabled_keys
        with self._writing:
            self._publish(tuple(one.with_disabled(disabled) for one in self._installed))

    def _publish(self, installed: tuple[Installed, ...]) -> None:
        self._installed = installed
        records = (record for one in installed for record in one.records)
        self._records = arranged(records, self._kept.choices.preferred_keys)


def _is_unavailable(record: PluginRecord) -> bool:
    return record.status is not PluginStatus.AVAILABLE
