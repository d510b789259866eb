"""Which runs of a workspace were made with which plugins."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from pydantic import ValidationError

from vae_studio.runs.manifest import Manifest

_log = logging.getLogger(__name__)

PluginAddress: TypeAlias = tuple[str, str, str]
"""Section of the spec, name and distribution."""


@dataclass(frozen=True)
class PluginUse:
    """A run that was made with a plugin.

    Attributes
    ----------
    folder
        Of the run.
    name
        Of the run.
    created
        When it was made, UTC, ISO 8601.
    complete_epochs
        How far its training came.
    version
        Version of the distribution that provided the plugin.
    """

    folder: Path
    name: str
    created: str
    complete_epochs: int
    version: str


def plugin_uses(workspace: Path) -> Mapping[PluginAddress, tuple[PluginUse, ...]]:
    """Return the runs of a workspace by the plugins that they were made with, newest first.

    Runs whose manifest cannot be read do not say what they were made with and are left out.
    """
    uses: dict[PluginAddress, list[PluginUse]] = {}
    for file in workspace.glob("*/run.json"):
        if file.parent.name.startswith("."):
            continue
        try:
            manifest = Manifest.model_validate_json(file.read_bytes())
        except (ValidationError, OSError) as error:
            _log.info("%s cannot be read: %s", file, error)
            continue
        for section, source in manifest.plugins.items():
            use = PluginUse(
                file.parent, manifest.name, manifest.created, manifest.complete_epochs, source.version
            )
            uses.setdefault((section, source.name, source.distribution), []).append(use)
    return {
        address: tuple(sorted(found, key=lambda use: (use.created, use.name), reverse=True))
        for address, found in uses.items()
    }
