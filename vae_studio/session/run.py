"""A run in use: its live model, and everything that can be asked of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from vae_studio.api import OutputError, RunSpec
from vae_studio.data.dataset import Dataset
from vae_studio.latent.encoding import Encoding
from vae_studio.latent.grid import GridRequest, LatentGrid
from vae_studio.latent.pictures import mosaic, save_grid_npz, save_grid_png, save_picture
from vae_studio.runs.folder import RunFolder
from vae_studio.session.encoded_files import EncodedFiles, encode_files
from vae_studio.session.evaluation import Evaluation, SplitEvaluation

if TYPE_CHECKING:
    from vae_studio.model.vae import VAE


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
        folder: RunFolder | None = None,
        dataset: Dataset | Callable[[], Dataset],
    ) -> None:
        self._vae = vae
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

    @cached_property
    def _map(self) -> Any:
        from vae_studio.latent.mapping import LatentMap

        return LatentMap(self._vae, self.pixels, self.spec.training.seed, *self._placement)

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

        Raises
        ------
        SpecError
            The request names what the model has not.
        """
        grid: LatentGrid = self._map.grid(request or self.default_grid())
        return grid

    def default_grid(self, rows: int = 20, columns: int = 20) -> GridRequest:
        """Return the request for the plane of the first two latent dimensions."""
        if self.latent_size == 1:
            return GridRequest(rows=1, columns=columns, up=None)
        return GridRequest(rows=rows, columns=columns)

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
        """Encode image files and folders of them, each preprocessed like the dataset's images."""
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

    def sample(self, count: int, seed: int = 0, show: str = "mean") -> np.ndarray:
        """Return examples from the prior: the decoder's ``mean``, or a ``draw`` from p(x|z).

        Returns
        -------
        float32 ``[count, *data_shape]``.
        """
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
            raise OutputError(f"{path.name} ends neither in .png nor in .npz.", "Choose one of these endings.")
        save[path.suffix.lower()]()
        return grid

    def save_samples(
        self, path: Path | str, rows: int, columns: int, seed: int = 0, show: str = "mean", scale: int = 1
    ) -> None:
        """Write samples from the prior as one PNG picture.

        Raises
        ------
        OutputError
            The file cannot be written, or the model was trained on a table.
        """
        samples = self.sample(rows * columns, seed, show)
        pixels = mosaic(samples.reshape(rows, columns, *self.data_shape))
        save_picture(Path(path), pixels, scale, {**self.metadata(), "Sampled": "prior", "Sample seed": seed})

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
