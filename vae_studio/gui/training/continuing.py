"""Whether the settings in the window are still those of a run, so that it can go on."""

from __future__ import annotations

from typing import Any

from vae_studio.api import Kind, RunSpec, StudioError
from vae_studio.registry.registry import Registry
from vae_studio.session.continuing import FREE_TRAINING_KEYS


def same_experiment(first: RunSpec, second: RunSpec, registry: Registry) -> bool:
    """Tell whether two specs describe the same run, however long it is trained and on what device."""
    return _essence(first, registry) == _essence(second, registry)


def _essence(spec: RunSpec, registry: Registry) -> dict[str, Any]:
    training = {key: value for key, value in spec.training if key not in FREE_TRAINING_KEYS}
    plugins = {kind.section: _choice(spec, kind, registry) for kind in Kind}
    return {"data": spec.data, "training": training, "latent_size": spec.encoder.latent_size, **plugins}


def _choice(spec: RunSpec, kind: Kind, registry: Registry) -> tuple[str, dict[str, Any]]:
    choice = spec.choice(kind)
    try:
        return choice.plugin, registry.validate(kind, choice).model_dump()
    except StudioError:  # a broken or missing plugin: compare what was written
        return choice.plugin, dict(choice.params)
