"""Who holds a name that several distributions claim, and the order in which plugins are shown."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from vae_studio.api.plugins import Kind
from vae_studio.registry.records import BUILT_IN, PluginRecord, PluginStatus, kind_words

_ORDER = {kind: position for position, kind in enumerate(Kind)}


def arranged(records: Iterable[PluginRecord]) -> tuple[PluginRecord, ...]:
    """Return the records in order, with those that lost their name to another marked as duplicates.

    A built-in keeps its name whatever its state; among the others the first one that can be used
    has it, so that a broken plugin takes nothing away from a sound one. Kinds stand in their usual
    order, built-ins first within each, then by name and distribution.
    """
    holders: dict[tuple[Kind, str], PluginRecord] = {}
    result = []
    for record in sorted(records, key=_position):
        holder = holders.get((record.kind, record.name))
        claims = record.status is PluginStatus.AVAILABLE or record.distribution == BUILT_IN
        if holder is None and claims:
            holders[record.kind, record.name] = record
        elif holder is not None and record.status is PluginStatus.AVAILABLE:
            record = _duplicate(record, holder)
        result.append(record)
    return tuple(result)


def _position(record: PluginRecord) -> tuple[int, bool, str, str]:
    return _ORDER[record.kind], record.distribution != BUILT_IN, record.name, record.distribution


def _duplicate(record: PluginRecord, holder: PluginRecord) -> PluginRecord:
    taken = (
        f"The name {record.name!r} is taken by the {kind_words(record.kind)} of {holder.distribution} "
        f"({holder.entry_point})."
    )
    return replace(record, status=PluginStatus.DUPLICATE, error=taken)
