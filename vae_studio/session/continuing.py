"""Which settings of a run may change when it goes on. Imports no TensorFlow."""

from __future__ import annotations

from collections.abc import Mapping

from vae_studio.api import RunSpec, SpecError
from vae_studio.runs.spec_file import apply_settings

FREE_TRAINING_KEYS = frozenset(
    {
        "epochs",
        "device",
        "precision",
        "xla",
        "distribute",
        "shards",
        "keep_checkpoints",
        "keep_epochs",
        "tensorboard",
    }
)
"""Settings of the training section that may differ between two stretches of one run: they do not change what is
learnt, or only by rounding."""
CHANGEABLE = FREE_TRAINING_KEYS | {"batch_size"}
"""Those that a run can go on with, though with other batches it is no longer quite the same experiment."""


def with_changes(spec: RunSpec, epochs: int | None, settings: Mapping[str, str]) -> RunSpec:
    """Return the spec that a run goes on with.

    Parameters
    ----------
    spec
        What it was trained by.
    epochs
        A new number of epochs in all.
    settings
        Texts by dotted key, as ``--set`` gives them.

    Raises
    ------
    SpecError
        A key or a value cannot be, or a run cannot go on with another value of it.
    """
    given = dict(settings) if epochs is None else {**settings, "training.epochs": str(epochs)}
    changed = apply_settings(spec, given)
    for key in given:
        section, _, name = key.partition(".")
        if section != "training" or name not in CHANGEABLE:
            free = ", ".join(f"training.{one}" for one in sorted(CHANGEABLE))
            remedy = f"Start a new run, or change one of {free}."
            raise SpecError("cannot change when a run goes on", key, remedy)
    return changed


def carried_over(spec: RunSpec) -> dict[str, str]:
    """Return the settings of a spec that a run goes on with, as :func:`with_changes` takes them."""
    training = {key: getattr(spec.training, key) for key in sorted(FREE_TRAINING_KEYS)}
    return {f"training.{key}": _text(value) for key, value in training.items()}


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool | None) else str(value)
