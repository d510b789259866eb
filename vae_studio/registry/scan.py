"""One look at what is installed: keep what is unchanged, import the rest anew, forget what is gone."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from vae_studio.registry.discovery import FoundDistribution, FoundPlugin, find_distributions
from vae_studio.registry.loading import load_record, new_record
from vae_studio.registry.modules import forget, plugin_packages, source_times
from vae_studio.registry.records import PluginRecord, PluginStatus
from vae_studio.registry.settings import Key


@dataclass(frozen=True)
class Installed:
    """A distribution as it was when its plugins were imported.

    Attributes
    ----------
    distribution
        Its metadata.
    records
        One for each of its plugins, before names are arbitrated between distributions.
    packages
        The packages that its plugins live in.
    sources
        Modification time of each source file of these packages.
    """

    distribution: FoundDistribution
    records: tuple[PluginRecord, ...]
    packages: frozenset[str]
    sources: Mapping[str, int] = field(default_factory=dict)

    def is_unchanged(self, found: FoundDistribution) -> bool:
        """Whether what is on disk now is what was imported."""
        return self.distribution == found and source_times(self.packages) == self.sources

    def with_record(self, old: PluginRecord, new: PluginRecord) -> Installed:
        """Return the distribution with one of its records replaced; unchanged if it is not among them."""
        records = tuple(
            new if (r.key, r.entry_point) == (old.key, old.entry_point) else r for r in self.records
        )
        return replace(self, records=records)

    def with_disabled(self, disabled: frozenset[Key]) -> Installed:
        """Return the distribution with the given plugins disabled and no others.

        Plugins that are enabled again are imported; nothing else is.
        """
        found = {(plugin.kind, plugin.name, plugin.value): plugin for plugin in self.distribution.plugins}
        records = []
        for record in self.records:
            is_disabled = record.status is PluginStatus.DISABLED
            if is_disabled and record.key not in disabled:
                record = load_record(found[record.kind, record.name, record.entry_point])
            elif not is_disabled and record.key in disabled:
                record = record.disabled()
            records.append(record)
        if tuple(records) == self.records:
            return self
        # The times from before count, so that a rescan still finds what was edited since.
        return replace(self, records=tuple(records), sources={**source_times(self.packages), **self.sources})


def scan(
    before: Sequence[Installed],
    path: Sequence[str],
    disabled: frozenset[Key],
    again: frozenset[str],
) -> tuple[Installed, ...]:
    """Return every distribution that announces plugins, imported.

    Parameters
    ----------
    before
        The result of the scan before.
    path
        Extra folders to search; appended to ``sys.path``.
    disabled
        Plugins that are not imported.
    again
        Names of distributions that are imported anew even if nothing changed on disk.
    """
    sys.path.extend(folder for folder in path if folder not in sys.path)
    found = find_distributions()
    kept = {old.distribution.name: old for old in before if _is_kept(old, found, again)}
    for old in before:
        if old.distribution.name not in kept:
            forget(old.packages)
    return tuple(
        kept[one.name].with_disabled(disabled) if one.name in kept else _imported(one, disabled)
        for one in found
    )


def _is_kept(old: Installed, found: Sequence[FoundDistribution], again: frozenset[str]) -> bool:
    name = old.distribution.name
    return name not in again and any(one.name == name and old.is_unchanged(one) for one in found)


def _imported(distribution: FoundDistribution, disabled: frozenset[Key]) -> Installed:
    distribution.make_importable()
    records = tuple(_record(plugin, disabled) for plugin in distribution.plugins)
    packages = plugin_packages(distribution)
    return Installed(distribution, records, packages, source_times(packages))


def _record(plugin: FoundPlugin, disabled: frozenset[Key]) -> PluginRecord:
    record = new_record(plugin)
    return record.disabled() if record.key in disabled else load_record(plugin)
