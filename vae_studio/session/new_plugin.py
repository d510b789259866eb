"""A new plugin to start from, under a name that is free. Imports no TensorFlow."""

from __future__ import annotations

from pathlib import Path

from vae_studio.api import Kind, PluginError
from vae_studio.registry.records import kind_words
from vae_studio.registry.registry import Registry
from vae_studio.scaffold import Draft, Scaffold, write_plugin


def draft_plugin(registry: Registry, kind: Kind, name: str) -> Draft:
    """Return what a new plugin would be called.

    Raises
    ------
    PluginError
        The name cannot be one, or an installed plugin of this kind has it.
    """
    draft = Draft(kind, name)
    for record in registry.records:
        if (record.kind, record.name) == (kind, name):
            raise PluginError(
                f"There is a {kind_words(kind)} named {name!r} already, of {record.distribution}.",
                "Choose another name.",
            )
    return draft


def new_plugin(registry: Registry, kind: Kind, name: str, folder: Path) -> Scaffold:
    """Write a new plugin, complete with its test, into a folder of its own inside `folder`.

    Raises
    ------
    PluginError
        The name cannot be one, or is taken.
    OutputError
        The files cannot be written, or the plugin's folder exists already.
    """
    return write_plugin(draft_plugin(registry, kind, name), folder)
