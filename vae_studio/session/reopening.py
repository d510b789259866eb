"""What must still be as it was before a saved run can be used. Imports no TensorFlow."""

from __future__ import annotations

from vae_studio.api import Kind, RunError, RunSpec, SpecError
from vae_studio.data.dataset import Dataset
from vae_studio.registry.registry import Registry
from vae_studio.runs.folder import RunFolder


def require_plugins(registry: Registry, opened: RunFolder, spec: RunSpec) -> None:
    """Refuse a run whose plugins are not all there.

    Raises
    ------
    PluginError
        One is missing, naming the distribution to install, or broken.
    """
    for kind in Kind:
        source = opened.manifest.plugins.get(kind.section)
        registry.get(kind, spec.choice(kind).plugin, source.distribution if source else "")


def changed_plugins(registry: Registry, opened: RunFolder) -> tuple[str, ...]:
    """Return a warning for each plugin that is not the one that a run was made with."""
    warnings = []
    for kind in Kind:
        source = opened.manifest.plugins.get(kind.section)
        if source is None:
            continue
        present = registry.provenance(kind, source.name)
        if (present.distribution, present.version) != (source.distribution, source.version):
            warnings.append(
                f"The {kind.label} {source.name!r} comes from {present.distribution} {present.version}; "
                f"the run was made with {source.distribution} {source.version}. Figures may differ."
            )
    return tuple(warnings)


def require_known_scaling(opened: RunFolder) -> None:
    """Refuse a run on a table that does not say how the columns were scaled.

    Raises
    ------
    RunError
        It was made when tables were scaled to [0, 1].
    """
    trained_on = opened.manifest.dataset
    if trained_on is not None and trained_on.table is None and len(trained_on.data_shape) == 1:
        raise RunError(
            f"Run {opened.path.name} was made by an earlier version, which scaled the columns of tables to "
            "[0, 1]; this one no longer does.",
            f"Start a new run on {trained_on.source}.",
        )


def require_same_data(opened: RunFolder, dataset: Dataset) -> None:
    """Refuse a dataset that is not the one that a run was trained on.

    Raises
    ------
    RunError
        Its examples or its splits differ.
    """
    trained_on = opened.manifest.dataset
    if trained_on and trained_on.fingerprint and trained_on.fingerprint != dataset.fingerprint:
        raise RunError(
            f"The dataset {trained_on.source} is not what it was when run {opened.path.name} was trained.",
            "Bring the old files back, or start a new run.",
        )


def require_epochs_to_come(opened: RunFolder, spec: RunSpec) -> None:
    """Refuse a number of epochs that a run has passed already.

    Raises
    ------
    SpecError
        Fewer epochs are asked for than are complete.
    """
    done = opened.manifest.complete_epochs
    if spec.training.epochs < done:
        raise SpecError(
            f"run {opened.path.name} has {done} complete epochs already, "
            f"more than the {spec.training.epochs} asked for",
            "training.epochs",
            f"Give at least {done}.",
        )
