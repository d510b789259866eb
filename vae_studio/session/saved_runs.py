"""Runs that are on disk: opened to be used, or taken up again. Imports TensorFlow on first use alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from vae_studio.api import DataSpec, RunError, RunSpec
from vae_studio.data.dataset import Dataset
from vae_studio.registry.registry import Registry
from vae_studio.runs.checkpoints import latest_checkpoint, load_best, load_latest
from vae_studio.runs.epoch_weights import load_epoch_weights
from vae_studio.runs.folder import RunFolder
from vae_studio.session.continuing import with_changes
from vae_studio.session.devices import require_device
from vae_studio.session.model_building import build_model, model_warnings
from vae_studio.session.phases import Emit, announce_building, silent
from vae_studio.session.reopening import (
    changed_plugins,
    require_epochs_to_come,
    require_known_scaling,
    require_plugins,
    require_same_data,
)
from vae_studio.session.requirements import check_arithmetic
from vae_studio.session.run import Run
from vae_studio.session.team import build_for, gather
from vae_studio.session.training_job import TrainingJob
from vae_studio.training.events import PhaseStarted

if TYPE_CHECKING:
    from vae_studio.model.vae import VAE

ReadDataset = Callable[[DataSpec], Dataset]


def open_saved(
    registry: Registry, folder: Path, read: ReadDataset, *, best: bool, epoch: int | None = None
) -> Run:
    """Return a run with the weights of its latest checkpoint, of the best one in validation, or of an epoch.

    Parameters
    ----------
    registry
        Where the plugins are.
    folder
        The run's folder.
    read
        Reads the run's dataset, when it is asked for.
    best
        Whether the checkpoint of the lowest score is wanted.
    epoch
        The complete epoch whose weights are wanted.

    Raises
    ------
    RunError
        There is no run, or it has no checkpoint, or did not keep that epoch.
    PluginError
        A plugin is missing; the message names the distribution to install.
    """
    opened = RunFolder.open(folder)
    if opened.manifest.dataset is None:
        raise RunError(f"Run {opened.path.name} does not say what it was trained on.")
    require_known_scaling(opened)
    arrays, complete_epochs = _saved_weights(opened, best=best, epoch=epoch)
    vae = _rebuilt(registry, opened, opened.spec, opened.manifest.dataset.data_shape)
    _restore(vae, arrays)

    def own_dataset() -> Dataset:
        dataset = read(opened.spec.data)
        require_same_data(opened, dataset)
        return dataset

    run = Run(vae, opened.spec, registry=registry, folder=opened, dataset=own_dataset)
    run.complete_epochs = complete_epochs
    return run


def _saved_weights(opened: RunFolder, *, best: bool, epoch: int | None) -> tuple[Mapping[str, np.ndarray], int]:
    """Return weights by name, and how many complete epochs are behind them."""
    if epoch is not None:
        return load_epoch_weights(opened.path, epoch), epoch
    checkpoint = load_best(opened.path) if best else load_latest(opened.path)
    return checkpoint.arrays, int(checkpoint.state["complete_epochs"])


def take_up(
    registry: Registry,
    folder: Path,
    read: ReadDataset,
    dataset: Dataset | None,
    epochs: int | None,
    emit: Emit = silent,
    settings: Mapping[str, str] | None = None,
) -> TrainingJob:
    """Return a run that is ready to go on from its last checkpoint.

    Parameters
    ----------
    registry
        Where the plugins are.
    folder
        The run's folder.
    read
        Reads the run's dataset, where none is given.
    dataset
        Its data, where they are in memory already.
    epochs
        A new number of epochs in all.
    emit
        Told of each phase of this.
    settings
        Other settings to go on with, as for :func:`~vae_studio.session.continuing.with_changes`.

    Raises
    ------
    SpecError
        It cannot go on with these settings.
    RunError
        There is no run, or its dataset is not what it was.
    StudioError
        The data cannot be read, or a plugin is missing.
    """
    opened = RunFolder.open(folder)
    require_known_scaling(opened)
    spec = with_changes(opened.spec, epochs, settings or {})
    check_arithmetic(spec.training)
    require_epochs_to_come(opened, spec)
    if dataset is None:
        emit(PhaseStarted(phase="reading", detail=f"Reading {spec.data.source}"))
        dataset = read(spec.data)
    require_same_data(opened, dataset)
    announce_building(emit)
    team = gather(spec, emit)
    require_device(spec.training)
    vae = build_for(team, spec, dataset, partial(_rebuilt, registry, opened, spec, dataset.data_shape))
    if latest_checkpoint(opened.path) is not None:
        _restore(vae, load_latest(opened.path).arrays)
    warnings = (*changed_plugins(registry, opened), *model_warnings(vae, dataset, spec))
    run = Run(vae, spec, registry=registry, folder=opened, dataset=dataset)
    return TrainingJob(run, dataset, warnings=warnings, team=team)


def _rebuilt(registry: Registry, opened: RunFolder, spec: RunSpec, data_shape: tuple[int, ...]) -> VAE:
    require_plugins(registry, opened, spec)
    trained_on = opened.manifest.dataset
    return build_model(registry, spec, data_shape, trained_on.counts.get("train") if trained_on else None)


def _restore(vae: VAE, arrays: Mapping[str, np.ndarray]) -> None:
    from vae_studio.training.state import restore_weights

    restore_weights(vae, arrays)
