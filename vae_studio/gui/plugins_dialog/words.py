"""How plugins and their states are named and marked."""

from __future__ import annotations

from dataclasses import dataclass

from vae_studio.api import Kind
from vae_studio.gui.widgets.labels import Tone
from vae_studio.registry.records import PluginRecord, PluginStatus

GROUP_WORDS = {
    Kind.ENCODER: "Encoders",
    Kind.DECODER: "Decoders",
    Kind.PRIOR: "Priors",
    Kind.KL_STRATEGY: "KL strategies",
}


@dataclass(frozen=True)
class StatusMark:
    """Word, icon and colour of a state; never a colour alone."""

    word: str
    icon: str
    tone: Tone


MARKS = {
    PluginStatus.AVAILABLE: StatusMark("Available", "ph.check-circle", "ok"),
    PluginStatus.BROKEN: StatusMark("Broken", "ph.warning-circle-fill", "error"),
    PluginStatus.DUPLICATE: StatusMark("Duplicate", "ph.copy", "warn"),
    PluginStatus.DISABLED: StatusMark("Disabled", "ph.minus-circle", "text_3"),
}


def plugin_label(record: PluginRecord) -> str:
    """Return a plugin's own label, or its name where that could not be loaded."""
    return record.spec.label if record.spec is not None else record.name


def explanation(record: PluginRecord) -> str:
    """Return what its state means for the person at the window."""
    place = f"the {record.kind.label} list"
    match record.status:
        case PluginStatus.AVAILABLE:
            return record.spec.summary if record.spec is not None else ""
        case PluginStatus.BROKEN:
            return f"{record.error} It is left out of {place}; everything else keeps working."
        case PluginStatus.DUPLICATE:
            return f"{record.error} It is left out of {place}."
        case PluginStatus.DISABLED:
            return record.error
