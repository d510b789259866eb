"""How plugins, their states and their needs are put into words."""

from __future__ import annotations

import datetime as dt
import platform
from dataclasses import dataclass
from importlib.metadata import version

from vae_studio.api import API_VERSION, Kind, PluginSpec
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
"""The states, in the order in which they are offered."""


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
            error = record.error if record.error.endswith((".", "!", "?")) else f"{record.error}."
            return f"{error} It is left out of {place}; everything else keeps working."
        case PluginStatus.DUPLICATE:
            return f"{record.error} It is left out of {place}."
        case PluginStatus.DISABLED:
            return record.error


def needs_words(spec: PluginSpec) -> str:
    """Return what a plugin cannot work without; empty where it takes everything."""
    if not speaks_this_contract(spec):
        return f"plugin contract {spec.api_version}; this studio speaks {API_VERSION}"
    needs, parts = spec.needs, []
    if len(needs.data) == 1:
        parts.append(f"{needs.data[0]}s")
    if needs.largest_latent is not None:
        parts.append(f"{needs.smallest_latent} to {needs.largest_latent} latent dimensions")
    elif needs.smallest_latent > 1:
        parts.append(f"{needs.smallest_latent} or more latent dimensions")
    if needs.closed_form_kl:
        parts.append("a KL in closed form")
    return " · ".join(parts)


def speaks_this_contract(spec: PluginSpec) -> bool:
    """Return whether a plugin was written for the studio's version of the contract."""
    return spec.api_version == API_VERSION


def tried_words(record: PluginRecord, now: dt.datetime) -> str:
    """Return when a plugin was last imported or built, such as ``Today 11:36:04, in 0.21 s``."""
    if record.tried is None:
        return ""
    day = "Today" if record.tried.date() == now.date() else f"{record.tried:%Y-%m-%d}"
    took = f", in {duration_words(record.seconds)}" if record.seconds is not None else ""
    return f"{day} {record.tried:%H:%M:%S}{took}"


def duration_words(seconds: float) -> str:
    """Return a short duration with its unit: ``0.21 s``, or ``4 ms`` below a tenth of a second."""
    if seconds < 0.001:
        return "less than 1 ms"
    return f"{seconds:.2f} s" if seconds >= 0.1 else f"{1000 * seconds:.0f} ms"


def report(record: PluginRecord) -> str:
    """Return what the author of a plugin needs to know of its failure, as plain text."""
    lines = [
        f"{record.kind.label}: {record.name}",
        f"Distribution: {record.distribution} {record.version}",
        f"Entry point: {entry_point_words(record)}",
        f"State: {MARKS[record.status].word}",
        f"VAE Studio: {version('vae-studio')}",
        f"Python: {platform.python_version()} on {platform.platform()}",
        *([record.error] if record.error else []),
    ]
    return "\n".join([*lines, *(["", record.details.rstrip()] if record.details else [])])


def entry_point_words(record: PluginRecord) -> str:
    """Return group, name and target of a plugin's entry point."""
    return f"{record.kind.group} : {record.name} = {record.entry_point}"
