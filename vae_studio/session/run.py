"""A run in use: its live model, where it is kept, and what is taken away from it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from vae_studio.api import OutputError, RunError, RunSpec
from vae_studio.data.dataset import Dataset
from vae_studio.data.table_layout import TableLayout
from vae_studio.latent.grid import GridRequest, LatentGrid
from vae_studio.latent.pictures import mosaic, save_grid_npz, save_grid_png, save_picture
from vae_studio.latent.rows import save_rows_csv, save_rows_npz
from vae_studio.registry.registry import Registry
from vae_studio.runs.epoch_weights import recorded_epochs
from vae_studio.runs.folder import RunFolder
from vae_studio.runs.likelihood import SplitLikelihood, keep_likelihood
from vae_studio.session.encoded_files import EncodedFiles, encode_files, encode_table_files
from vae_studio.session.epochs import EpochTwin
from vae_studio.session.evaluation import Evaluation, SplitEvaluation
from vae_studio.session.exploring import ExploringModel
from vae_studio.session.exports import export_saved_model, export_script
from vae_studio.session.likelihood import COUNT, SAMPLES, measure_split
from vae_studio.session.table_layouts import from_source

if TYPE_CHECKING:
    from vae_studio.model.vae import VAE


class Run(ExploringModel):
    """A trained model, or one that is being trained: its weights are those of the moment.

    Made by :class:`~vae_studio.session.Session`; not to be built by hand.

    Attributes
    ----------
    spec
        Everything that it was made from.
    folder
        Where it is kept; None until its training begins.
    complete_epochs
        Epochs behind the present weights.
    """

    def __init__(
        self,
        vae: VAE,
        spec: RunSpec,
        *,
        registry: Registry,
        folder: RunFolder | None = None,
        dataset: Dataset | Callable[[], Dataset],
    ) -> None:
        super().__init__(vae, spec, dataset)
        self._registry = registry
        self.folder = folder
        self._epochs = EpochTwin(self, registry)
        self.complete_epochs = 0 if folder is None else folder.manifest.complete_epochs

    def __repr__(self) -> str:
        where = "not trained yet" if self.path is None else str(self.path)
        return f"<Run {self.name!r}, {self.complete_epochs} epochs, {where}>"

    @property
    def name(self) -> str:
        """Name of the run; empty until its training begins."""
        return "" if self.folder is None else self.folder.manifest.name

    @property
    def path(self) -> Path | None:
        """The run's folder on disk; None until its training begins."""
        return None if self.folder is None else self.folder.path

    @property
    def history(self) -> list[dict[str, Any]]:
        """The metrics of the complete epochs, oldest first, as ``EpochMetrics`` in JSON."""
        return [] if self.folder is None else self.folder.history()

    @property
    def recorded_epochs(self) -> tuple[int, ...]:
        """The complete epochs whose weights were kept, in their order."""
        return () if self.path is None else recorded_epochs(self.path)

    def at_epoch(self, epoch: int) -> Run:
        """Return a model with the weights after one of :attr:`recorded_epochs`; this one stays as it is.

        It is one model, which each call gives other weights: what is wanted of one epoch should be computed
        before the next is asked for. ``Session.open(folder, epoch=…)`` gives a model of its own.

        Raises
        ------
        RunError
            The weights were not kept, or their file is damaged.
        """
        if self.path is None:
            raise RunError("The run has no complete epoch yet.", "Train it first.")
        return self._epochs.at(epoch)

    @property
    def adjustments(self) -> list[dict[str, Any]]:
        """The changes made by hand while it trained, oldest first, as ``Adjusted`` in JSON."""
        return [] if self.folder is None else self.folder.adjustments()

    @property
    def layout(self) -> TableLayout | None:
        """The columns of the table that the model was made for; None for images."""
        if len(self.data_shape) == 3:
            return None
        source = None if self.folder is None else self.folder.manifest.dataset
        return self.dataset.layout if source is None or source.table is None else from_source(source.table)

    def encode_files(self, paths: Sequence[Path | str]) -> EncodedFiles:
        """Encode image files and folders of them, or the rows of table files, each like the dataset's own."""
        if self.layout is not None:
            return encode_table_files(paths, self.layout, self.spec.data, self.encode)
        return encode_files(paths, self.data_shape, self.spec.data, self.encode)

    def save_grid(
        self,
        path: Path | str,
        rows: int = 20,
        columns: int = 20,
        scale: int = 1,
        request: GridRequest | None = None,
    ) -> LatentGrid:
        """Write a latent grid as PNG or NPZ, after the ending of the path, and return it.

        Parameters
        ----------
        path
            Ending in ``.png`` or ``.npz``.
        rows, columns
            Size of the grid, where no request is given.
        scale
            How many pixels of a PNG file each pixel becomes, in both directions.
        request
            The grid in full.

        Raises
        ------
        OutputError
            The file cannot be written, or has another ending.
        """
        path = Path(path)
        grid = self.latent_grid(request or self.default_grid(rows, columns))
        save = {".png": lambda: save_grid_png(path, grid, scale, self.metadata())}
        save[".npz"] = lambda: save_grid_npz(path, grid, self.metadata())
        if path.suffix.lower() not in save:
            raise OutputError(
                f"{path.name} ends neither in .png nor in .npz, as a grid does.",
                "Choose one of these endings, or save samples from the prior.",
            )
        save[path.suffix.lower()]()
        return grid

    def save_samples(
        self,
        path: Path | str,
        rows: int,
        columns: int,
        seed: int = 0,
        show: str = "mean",
        scale: int = 1,
        temperature: float = 1.0,
    ) -> None:
        """Write samples from the prior: as one PNG picture, or of a table as rows in their own units.

        Parameters
        ----------
        path
            Of images ending in ``.png``, of a table in ``.csv`` or ``.npz``.
        rows, columns
            Size of the picture; of a table, rows × columns rows are written.
        seed, show, temperature
            As for :meth:`sample`.
        scale
            How many pixels of a PNG file each pixel becomes, in both directions.

        Raises
        ------
        OutputError
            The file cannot be written, or has another ending.
        SpecError
            The model is not generative, or the temperature is negative.
        """
        path = Path(path)
        if self.layout is not None:
            save = {".csv": save_rows_csv, ".npz": save_rows_npz}.get(path.suffix.lower())
            if save is None:
                raise OutputError(
                    f"{path.name} ends neither in .csv nor in .npz, and this run was trained on a table.",
                    "Choose one of these endings.",
                )
            save(path, self.layout, self.sample(rows * columns, seed, show, temperature))
            return
        if path.suffix.lower() != ".png":
            raise OutputError(f"{path.name} does not end in .png.", "Samples from the prior are saved as PNG.")
        samples = self.sample(rows * columns, seed, show, temperature)
        pixels = mosaic(samples.reshape(rows, columns, *self.data_shape))
        words = {"Sampled": "prior", "Sample seed": seed, "Temperature": temperature}
        save_picture(path, pixels, scale, {**self.metadata(), **words})

    def export_script(self, path: Path | str) -> tuple[Path, ...]:
        """Write one Python file that trains this model from scratch, and knows nothing of the studio.

        Where numpy cannot read the dataset's source, the examples are written beside it, as
        ``<name>-data.npz``.

        Returns
        -------
        The files written: the script, and the examples where there are any.

        Raises
        ------
        OutputError
            A file cannot be written, the path does not end in ``.py``, or a plugin has no source code.
        StudioError
            The dataset cannot be read any more.
        """
        return export_script(self, self._registry, Path(path))

    def export_saved_model(self, folder: Path | str) -> Path:
        """Write encoder, decoder and prior as TensorFlow SavedModels, which need nothing of the studio.

        Returns
        -------
        The folder written.

        Raises
        ------
        OutputError
            The folder cannot be written, or holds something else.
        """
        return export_saved_model(self, Path(folder))

    def metadata(self) -> dict[str, object]:
        """Return what a picture should say of where it comes from."""
        if self.folder is None:
            return {"Epoch": self.complete_epochs}
        return {
            "Run": self.folder.manifest.name,
            "Run id": self.folder.manifest.id,
            "Epoch": self.complete_epochs,
        }

    def evaluate(self) -> Evaluation:
        """Measure every split of the dataset with the present weights.

        Raises
        ------
        DataError
            The dataset cannot be read any more.
        """
        splits = self.dataset.splits
        return Evaluation(
            epoch=self.complete_epochs,
            train=self._evaluate(splits.train),
            validation=self._evaluate(splits.validation),
            test=self._evaluate(splits.test, "test"),
        )

    def likelihood(
        self,
        split: str = "test",
        count: int = COUNT,
        samples: int = SAMPLES,
        seed: int = 0,
        *,
        progress: Callable[[float, int], None] | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> SplitLikelihood:
        """Estimate log p(x) of a split's examples with the present weights.

        Parameters
        ----------
        split
            ``train``, ``validation`` or ``test``.
        count
            How many examples at most, spread evenly over the split.
        samples, seed
            As for :meth:`log_likelihood`.
        progress
            Called after each step with how many examples are done, of the last ones perhaps a part, and of how
            many.
        cancelled
            Asked before each step; where it says yes, the examples that are done are returned: a fair sample of
            those that were wanted.

        Raises
        ------
        SpecError
            The model is not generative, or the dataset has no such examples.
        DataError
            The dataset cannot be read any more.
        """
        return measure_split(self, self.complete_epochs, split, count, samples, seed, progress, cancelled)

    def keep_likelihood(self, found: SplitLikelihood) -> Path | None:
        """Write a measurement into the run's folder, and return the file; None before it has a folder.

        Raises
        ------
        OutputError
            It cannot be written.
        """
        return None if self.path is None else keep_likelihood(self.path, found)

    def _evaluate(self, indices: np.ndarray, purpose: str = "validation") -> SplitEvaluation | None:
        if len(indices) == 0:
            return None
        found = self.meter.measure(self.dataset.examples, indices, purpose)
        return SplitEvaluation(examples=len(indices), figures=found.mean(), active_units=found.active_units())
