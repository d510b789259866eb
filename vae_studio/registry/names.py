"""Who holds a name that several distributions claim, and the order in which plugins are shown."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from vae_studio.api.plugins import Kind
from vae_studio.registry.records import BUILT_IN, PluginRecord, PluginStatus, kind_words
from vae_studio.registry.settings import Key

_ORDER = {kind: position for position, kind in enumerate(Kind)}


def arranged(
    records: Iterable[PluginRecord], preferred: frozenset[Key] = frozenset()
) -> tuple[PluginRecord, ...]:
    """Return the records in order, with those that lost their name to another marked as duplicates.

    A name goes to the plugin that the user prefers, where that one can be used. Otherwise a built-in
    keeps its name unless it is disabled, and among the others the first one that can be used has it, so
    that a broken plugin takes nothing away from a sound one. Kinds stand in their usual order, built-ins
    first within each, then by name and distribution.

    Parameters
    ----------
    records
        Every plugin, before names are arbitrated.
    preferred
        Keys of the plugins that the user prefers.
    """
    ordered = sorted(records, key=_position)
    usable = [record for record in ordered if record.status is PluginStatus.AVAILABLE]
    chosen = {(record.kind, record.name): record for record in usable if record.key in preferred}
    holders = dict(chosen)
    result = []
    for record in ordered:
        name = record.kind, record.name
        holder = holders.get(name)
        if holder is None and _claims(record):
            holders[name] = record
        elif holder is not None and holder is not record and record.status is PluginStatus.AVAILABLE:
            record = _duplicate(record, holder, by_choice=name in chosen)
        result.append(record)
    return tuple(result)


def _claims(record: PluginRecord) -> bool:
    built_in = record.distribution == BUILT_IN and record.status is not PluginStatus.DISABLED
    return built_in or record.status is PluginStatus.AVAILABLE


def _position(record: PluginRecord) -> tuple[int, bool, str, str]:
    return _ORDER[record.kind], record.distribution != BUILT_IN, record.name, record.distribution


def _duplicate(record: PluginRecord, holder: PluginRecord, *, by_choice: bool) -> PluginRecord:
    who = f"the {kind_words(record.kind)} of {holder.distribution} ({holder.entry_point})"
    verb = f"was given to {who}, as you chose" if by_choice else f"is taken by {who}"
    return replace(record, status=PluginStatus.DUPLICATE, error=f"The name {record.name!r} {verb}.")
