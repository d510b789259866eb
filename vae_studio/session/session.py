"""The studio without a window."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from vae_studio.api import (
    DataSpec,
    Kind,
    RunSpec,
    StudioError,
    TrainingError,
)
from vae_studio.data.dataset import Dataset
from vae_studio.data.loading import load_dataset
from vae_studio.data.progress import Progress
from vae_studio.registry.registry import Registry
from vae_studio.runs.checkpoints import latest_checkpoint
from vae_studio.runs.folder import RunFolder
from vae_studio.runs.spec_file import apply_settings
from vae_studio.runs.workspace import default_workspace, new_run_path
from vae_studio.scaffold import Scaffold
from vae_studio.session.data_choice import left_out_words, located, require_own_data
from vae_studio.session.devices import present_devices, require_device
from vae_studio.session.model_building import build_model, model_warnings
from vae_studio.session.new_plugin import new_plugin
from vae_studio.session.phases import Emit, announce_building, silent
from vae_studio.session.provenance import describe_run
from vae_studio.session.requirements import check_spec
from vae_studio.session.run import Run
from vae_studio.session.run_library import RunLibrary
from vae_studio.session.saved_runs import open_saved, take_up
from vae_studio.session.spec_changes import with_plugins, with_source, with_training
from vae_studio.session.team import build_for, gather
from vae_studio.session.training_job import TrainingJob
from vae_studio.training.control import Control
from vae_studio.training.device_list import Device
from vae_studio.training.events import PhaseStarted
from vae_studio.training.importing import import_tensorflow

if TYPE_CHECKING:
    from vae_studio.kl_lab import KLFit, KLProblem
    from vae_studio.model.description import ModelDescription
    from vae_studio.session.comparison import Comparison


class Session:
    """Datasets, plugins, training and runs, as methods.

    Parameters
    ----------
    registry
        Where plugins are found; by default every installed one.
    workspace
        Folder in which new runs are made; by default the user's.

    Examples
    --------
    >>> run = Session().train(dataset="digits", encoder="conv", epochs=5, seed=1)  # doctest: +SKIP
    >>> q = run.encoder(x[:16])                                                   # doctest: +SKIP
    """

    def __init__(self, registry: Registry | None = None, workspace: Path | None = None) -> None:
        self.registry = registry or Registry()
        self.workspace = Path(workspace) if workspace else default_workspace()
        self.library = RunLibrary(self.registry, self.workspace)

    def load_dataset(
        self,
        data: DataSpec | str,
        progress: Callable[[Progress], None] | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> Dataset:
        """Read a dataset; loads no TensorFlow.

        Raises
        ------
        DataError
            It cannot be used; the message names the file.
        """
        return load_dataset(DataSpec(source=data) if isinstance(data, str) else data, progress, cancelled)

    def devices(self) -> tuple[Device, ...]:
        """Return what there is to train on: the CPU, each GPU, and all GPUs where there are several."""
        return present_devices()

    def spec_from(
        self,
        base: RunSpec | None = None,
        *,
        dataset: str | None = None,
        encoder: str | None = None,
        decoder: str | None = None,
        prior: str | None = None,
        kl: str | None = None,
        epochs: int | None = None,
        seed: int | None = None,
        settings: Mapping[str, str] | None = None,
    ) -> RunSpec:
        """Return a spec with some things changed; loads no TensorFlow.

        A newly named plugin starts from its defaults.

        Parameters
        ----------
        base
            Where to start from.
        dataset
            Source of the data.
        encoder, decoder, prior, kl
            Names of plugins.
        epochs, seed
            Of the training.
        settings
            Dotted keys and values in TOML, such as ``{"training.batch_size": "64"}``; applied last.

        Raises
        ------
        SpecError
            A key or a value cannot be.
        """
        spec = with_source(base or RunSpec(), dataset)
        spec = with_plugins(spec, {"encoder": encoder, "decoder": decoder, "prior": prior, "kl": kl})
        spec = with_training(spec, epochs=epochs, seed=seed)
        return apply_settings(spec, settings or {}, self.registry.is_optional)

    def check(self, spec: RunSpec, dataset: Dataset | None = None) -> None:
        """Refuse what cannot work, as far as that can be told without TensorFlow.

        Raises
        ------
        SpecError
            Naming the key at fault and the remedy.
        PluginError
            A plugin is missing or broken.
        """
        check_spec(self.registry, spec, dataset.data_shape if dataset else None)

    def describe(
        self, spec: RunSpec, data_shape: tuple[int, ...], training_examples: int | None = None
    ) -> ModelDescription:
        """Return shapes and size of the model of a spec.

        Where there are fewer training examples than a batch holds, they are the batch.

        Raises
        ------
        SpecError, PluginError
            It cannot be built.
        """
        check_spec(self.registry, spec, data_shape)
        import_tensorflow()
        from vae_studio.model.description import describe

        return describe(build_model(self.registry, spec, data_shape, training_examples))

    def begin(
        self,
        spec: RunSpec,
        dataset: Dataset | None = None,
        *,
        folder: Path | None = None,
        progress: Callable[[Progress], None] | None = None,
        emit: Emit = silent,
    ) -> TrainingJob:
        """Return a new run, ready to be executed; nothing is written before that.

        Parameters
        ----------
        spec
            What to train.
        dataset
            Its data, where they are in memory already.
        folder
            Where the run will be kept; by default a new folder in the workspace.
        progress
            Told how far the reading of the data has come.
        emit
            Told of each phase of this.

        Raises
        ------
        StudioError
            The data cannot be read, or the model cannot be built.
        """
        if dataset is None:
            emit(PhaseStarted(phase="reading", detail=f"Reading {spec.data.source}"))
            dataset = self.load_dataset(spec.data, progress)
        spec = spec.model_copy(update={"data": located(spec.data)})
        require_own_data(spec, dataset)
        self.check(spec, dataset)
        announce_building(emit)
        team = gather(spec, emit)
        require_device(spec.training)
        build = partial(build_model, self.registry, spec, dataset.data_shape, len(dataset.splits.train))
        vae = build_for(team, spec, dataset, build)
        warnings = (*left_out_words(dataset), *model_warnings(vae, dataset, spec))
        path = (folder or new_run_path(self.workspace, spec)).absolute()
        manifest = describe_run(self.registry, path.name, spec, dataset, vae.parameter_count())
        run = Run(vae, spec, registry=self.registry, dataset=dataset)
        return TrainingJob(run, dataset, new=(path, manifest), warnings=warnings, team=team)

    def resume(
        self,
        folder: Path,
        dataset: Dataset | None = None,
        *,
        epochs: int | None = None,
        settings: Mapping[str, str] | None = None,
        progress: Callable[[Progress], None] | None = None,
        emit: Emit = silent,
    ) -> TrainingJob:
        """Return a stopped, killed or finished run, ready to go on from its last checkpoint.

        Parameters
        ----------
        folder
            The run's folder.
        dataset
            Its data, where they are in memory already.
        epochs
            A new number of epochs in all.
        settings
            Other settings of the training to go on with, such as ``{"training.batch_size": "64"}``: the epochs
            that are complete stay so, and of the one that was begun the same share of the examples is done.
        progress
            Told how far the reading of the data has come.
        emit
            Told of each phase of this.

        Raises
        ------
        SpecError
            It cannot go on with these settings.
        RunError
            There is no run, or its dataset is not what it was.
        StudioError
            The data cannot be read, or a plugin is missing.
        """
        read = partial(self.load_dataset, progress=progress)
        return take_up(self.registry, Path(folder), read, dataset, epochs, emit, settings)

    def train(
        self,
        spec: RunSpec | None = None,
        *,
        dataset: str | Dataset | None = None,
        encoder: str | None = None,
        decoder: str | None = None,
        prior: str | None = None,
        kl: str | None = None,
        epochs: int | None = None,
        seed: int | None = None,
        settings: Mapping[str, str] | None = None,
        folder: Path | None = None,
        emit: Emit | None = None,
        control: Control | None = None,
    ) -> Run:
        """Train a model and return it; what is not given is the default.

        Parameters
        ----------
        spec, encoder, decoder, prior, kl, epochs, seed, settings
            As for :meth:`spec_from`.
        dataset
            A source, or a dataset that :meth:`load_dataset` returned, with the data spec it was read by.
        folder
            Where the run is kept; by default a new folder in the workspace.
        emit
            Receives every event.
        control
            Pauses and stops.

        Raises
        ------
        StudioError
            The spec cannot be trained.
        TrainingError
            The training failed; the run is kept with its last good checkpoint.
        """
        loaded = dataset if isinstance(dataset, Dataset) else None
        if loaded is not None:
            spec = (spec or RunSpec()).model_copy(update={"data": loaded.spec})
        spec = self.spec_from(
            spec,
            dataset=dataset if isinstance(dataset, str) else None,
            encoder=encoder,
            decoder=decoder,
            prior=prior,
            kl=kl,
            epochs=epochs,
            seed=seed,
            settings=settings,
        )
        job = self.begin(spec, loaded, folder=folder)
        finished = job.execute(emit or (lambda _: None), control)
        if finished.status == "failed":
            raise TrainingError(finished.message)
        return job.run

    def open(self, folder: Path | str, *, best: bool = False, epoch: int | None = None) -> Run:
        """Return a run with the weights of its latest checkpoint, of the best one, or of an epoch.

        Parameters
        ----------
        folder
            The run's folder.
        best
            Whether the checkpoint with the lowest negative ELBO on the validation split is wanted.
        epoch
            The complete epoch whose weights are wanted, of those that were kept (``Run.recorded_epochs``).

        Raises
        ------
        RunError
            There is no run, or it has no checkpoint, or did not keep that epoch.
        PluginError
            A plugin is missing; the message names the distribution to install.
        """
        return open_saved(self.registry, Path(folder), self.load_dataset, best=best, epoch=epoch)

    def kl_lab(self, problem: KLProblem) -> KLFit:
        """Fit one Gaussian to another by gradient descent on a divergence, and return the whole course.

        Raises
        ------
        SpecError
            The divergence is no finite number even before the first step.
        """
        import_tensorflow()
        from vae_studio.kl_lab.fit import fit

        return fit(problem)

    def compare(self, first: Path | str, second: Path | str, *, split: str | None = None) -> Comparison:
        """Set the latent planes of two runs on the same data side by side.

        Parameters
        ----------
        first, second
            Folders of runs.
        split
            Whose examples are encoded; by default those that neither run was trained on.

        Raises
        ------
        RunError
            There is no run, or the two were trained on different data.
        """
        from vae_studio.session.comparison import compare

        return compare(self.open(first), self.open(second), split)

    def new_plugin(self, kind: Kind, name: str, folder: Path) -> Scaffold:
        """Write a small, complete distribution to start a plugin from.

        Parameters
        ----------
        kind, name
            Of the plugin.
        folder
            Where the distribution's own folder is made.

        Raises
        ------
        PluginError
            The name cannot be one, or is taken.
        OutputError
            The files cannot be written, or the distribution's folder exists already.
        """
        return new_plugin(self.registry, kind, name, folder)

    def can_resume(self, folder: Path) -> bool:
        """Return whether a folder holds a run with a checkpoint to go on from."""
        try:
            return latest_checkpoint(RunFolder.open(folder).path) is not None
        except StudioError:
            return False
