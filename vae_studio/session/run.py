"""A run in use: its live model, and everything that can be asked of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from vae_studio.api import OutputError, RunSpec, SpecError
from vae_studio.data.dataset import Dataset
from vae_studio.data.table_layout import TableLayout
from vae_studio.latent.encoding import Encoding
from vae_studio.latent.grid import GridRequest, LatentGrid
from vae_studio.latent.pictures import mosaic, save_grid_npz, save_grid_png, save_picture
from vae_studio.latent.rows import save_rows_csv, save_rows_npz
from vae_studio.registry.registry import Registry
from vae_studio.runs.folder import RunFolder
from vae_studio.session.encoded_files import EncodedFiles, encode_files, encode_table_files
from vae_studio.session.evaluation import Evaluation, SplitEvaluation
from vae_studio.session.exports import export_saved_model, export_script
from vae_studio.session.table_layouts import from_source

if TYPE_CHECKING:
    from vae_studio.model.vae import VAE


CODES = 2000
"""Training examples whose codes say which part of the latent space an autoencoder uses."""


class Run:
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
        self._vae = vae
        self._registry = registry
        self.spec = spec
        self.folder = folder
        self.complete_epochs = 0 if folder is None else folder.manifest.complete_epochs
        self._dataset = dataset

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
    def data_shape(self) -> tuple[int, ...]:
        """Shape of one example."""
        return self._vae.data_shape

    @property
    def latent_size(self) -> int:
        """Number of latent dimensions, L."""
        return self._vae.latent_size

    @property
    def parameters(self) -> int:
        """How many numbers training changes."""
        return self._vae.parameter_count()

    @property
    def encoder(self) -> Any:
        """The encoder: x ``[B, *data_shape]`` → q(z|x), a ``tfd.Distribution``."""
        return self._vae.encoder

    @property
    def decoder(self) -> Any:
        """The decoder: z ``[B, L]`` → p(x|z), a ``tfd.Distribution``."""
        return self._vae.decoder

    @property
    def prior(self) -> Any:
        """The prior p(z), a ``tfd.Distribution``."""
        return self._vae.prior

    @property
    def model(self) -> VAE:
        """The model itself."""
        return self._vae

    @property
    def history(self) -> list[dict[str, Any]]:
        """The metrics of the complete epochs, oldest first, as ``EpochMetrics`` in JSON."""
        return [] if self.folder is None else self.folder.history()

    @property
    def dataset(self) -> Dataset:
        """The dataset, read from its source on first use.

        Raises
        ------
        DataError
            The source cannot be read any more.
        """
        if callable(self._dataset):
            self._dataset = self._dataset()
        return self._dataset

    @property
    def generative(self) -> bool:
        """Whether samples from the prior mean something: training has drawn the posterior towards it."""
        return not self.sampling_reason

    @property
    def sampling_reason(self) -> str:
        """Why nothing is sampled from the prior; empty where it can be."""
        if not self._vae.has_density:
            return (
                "A standard autoencoder is not a generative model: its codes follow no prior that could be "
                "sampled from."
            )
        if not self._vae.ties_prior:
            return (
                "This model was trained without a KL: nothing ties its codes to the prior, so that samples "
                "from it would mean nothing."
            )
        return ""

    @property
    def layout(self) -> TableLayout | None:
        """The columns of the table that the model was made for; None for images."""
        if len(self.data_shape) == 3:
            return None
        source = None if self.folder is None else self.folder.manifest.dataset
        return self.dataset.layout if source is None or source.table is None else from_source(source.table)

    @cached_property
    def _map(self) -> Any:
        from vae_studio.latent.mapping import LatentMap

        return LatentMap(self._vae, self.pixels, self.spec.training.seed, *self._placement)

    @cached_property
    def posterior_map(self) -> Any:
        """The compiled encoding without decoding, a ``PosteriorMap``."""
        from vae_studio.latent.posterior_map import PosteriorMap

        return PosteriorMap(self._vae, self.pixels, self.spec.training.seed, *self._placement)

    @cached_property
    def meter(self) -> Any:
        """The compiled measurement of splits, a ``SplitMeter``."""
        from vae_studio.evaluation.split_figures import SplitMeter

        return SplitMeter(self._vae, self.pixels, self.spec.training.seed, *self._placement)

    @property
    def _placement(self) -> tuple[int, str]:
        """Return number of shards and device."""
        from vae_studio.training.devices import device_for, shards_for

        device = device_for(self.spec.training)
        return shards_for(self.spec.training, device), device

    @cached_property
    def pixels(self) -> Any:
        """How stored examples become x, a ``Pixels``."""
        from vae_studio.model.pixels import Pixels

        return Pixels.of(self.spec.data, self.data_shape)

    def latent_grid(self, request: GridRequest | None = None) -> LatentGrid:
        """Return a decoded grid over a plane of the latent space; a default one for latent size 1 or 2.

        Where nothing is sampled from the prior, the grid covers the codes of training examples instead.

        Raises
        ------
        SpecError
            The request names what the model has not.
        """
        codes = None if self.generative else self._codes()
        grid: LatentGrid = self._map.grid(request or self.default_grid(), codes)
        return grid

    def _codes(self) -> np.ndarray:
        """Return the codes of up to :data:`CODES` training examples, ``[N, L]``, by the present weights."""
        dataset = self.dataset
        chosen = dataset.splits.train
        chosen = chosen[:: max(1, len(chosen) // CODES)][:CODES]
        return np.asarray(self.posterior_map(dataset.examples[chosen])[0])

    def default_grid(self, rows: int = 20, columns: int = 20) -> GridRequest:
        """Return the request for the plane of the first two latent dimensions."""
        if self.latent_size == 1:
            return GridRequest(rows=1, columns=columns, up=None)
        return GridRequest(rows=rows, columns=columns)

    def posterior(self, x: np.ndarray) -> Any:
        """Return q(z|x) of examples, a ``tfd.Distribution`` with batch ``[N]`` and event ``[L]``.

        Parameters
        ----------
        x
            As for :meth:`encode`; brought to what the encoder was trained on, like there.
        """
        return self._map.posterior(x)

    def encode(self, x: np.ndarray) -> Encoding:
        """Return posterior, reconstruction and figures of examples.

        Parameters
        ----------
        x
            uint8, or float32 in the dataset's own range, ``[N, *data_shape]``; preprocessed like the
            dataset's, not binarised.

        Raises
        ------
        SpecError
            The examples have another shape.
        """
        encoding: Encoding = self._map.encode(x)
        return encoding

    def encode_files(self, paths: Sequence[Path | str]) -> EncodedFiles:
        """Encode image files and folders of them, or the rows of table files, each like the dataset's own."""
        if self.layout is not None:
            return encode_table_files(paths, self.layout, self.spec.data, self.encode)
        return encode_files(paths, self.data_shape, self.spec.data, self.encode)

    def decode(self, z: np.ndarray) -> np.ndarray:
        """Return the decoder's means for points of the latent space.

        Parameters
        ----------
        z
            ``[N, L]``.

        Returns
        -------
        float32 ``[N, *data_shape]``.
        """
        decoded: np.ndarray = self._map.decode(z)
        return decoded

    def reconstruct(self, x: np.ndarray, show: str = "mean", latent: str = "mean", seed: int = 0) -> np.ndarray:
        """Return examples encoded and decoded again.

        Parameters
        ----------
        x
            As for :meth:`encode`.
        show
            The decoder's ``mean``, or a ``draw`` from p(x|z).
        latent
            z as the posterior's ``mean``, or a ``draw`` from q(z|x).
        seed
            Seed of the draws.

        Returns
        -------
        float32 ``[N, *data_shape]``.
        """
        reconstructed: np.ndarray = self._map.reconstruct(x, show, latent, seed)
        return reconstructed

    def sample(self, count: int, seed: int = 0, show: str = "mean") -> np.ndarray:
        """Return examples from the prior: the decoder's ``mean``, or a ``draw`` from p(x|z).

        Returns
        -------
        float32 ``[count, *data_shape]``.

        Raises
        ------
        SpecError
            The model is not generative: its training drew nothing towards the prior.
        """
        if self.sampling_reason:
            raise SpecError(self.sampling_reason, remedy="Its reconstructions and its latent grid can be used.")
        _, samples = self._map.sample(count, show, seed)
        return np.asarray(samples)

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
        self, path: Path | str, rows: int, columns: int, seed: int = 0, show: str = "mean", scale: int = 1
    ) -> None:
        """Write samples from the prior: as one PNG picture, or of a table as rows in their own units.

        Parameters
        ----------
        path
            Of images ending in ``.png``, of a table in ``.csv`` or ``.npz``.
        rows, columns
            Size of the picture; of a table, rows × columns rows are written.
        seed, show
            As for :meth:`sample`.
        scale
            How many pixels of a PNG file each pixel becomes, in both directions.

        Raises
        ------
        OutputError
            The file cannot be written, or has another ending.
        SpecError
            The model is not generative.
        """
        path = Path(path)
        if self.layout is not None:
            save = {".csv": save_rows_csv, ".npz": save_rows_npz}.get(path.suffix.lower())
            if save is None:
                raise OutputError(
                    f"{path.name} ends neither in .csv nor in .npz, and this run was trained on a table.",
                    "Choose one of these endings.",
                )
            save(path, self.layout, self.sample(rows * columns, seed, show))
            return
        if path.suffix.lower() != ".png":
            raise OutputError(f"{path.name} does not end in .png.", "Samples from the prior are saved as PNG.")
        samples = self.sample(rows * columns, seed, show)
        pixels = mosaic(samples.reshape(rows, columns, *self.data_shape))
        save_picture(path, pixels, scale, {**self.metadata(), "Sampled": "prior", "Sample seed": seed})

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

    def _evaluate(self, indices: np.ndarray, purpose: str = "validation") -> SplitEvaluation | None:
        if len(indices) == 0:
            return None
        found = self.meter.measure(self.dataset.examples, indices, purpose)
        return SplitEvaluation(examples=len(indices), figures=found.mean(), active_units=found.active_units())
