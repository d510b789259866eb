"""A model in use: encoding, decoding and sampling with the weights of the moment."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from vae_studio.api import RunSpec, SpecError
from vae_studio.data.dataset import Dataset
from vae_studio.latent.encoding import Encoding
from vae_studio.latent.grid import GridRequest, LatentGrid
from vae_studio.session.training_codes import TrainingCodes

if TYPE_CHECKING:
    from vae_studio.model.vae import VAE


class LiveModel:
    """A trained model, or one that is being trained, and the dataset that it is trained on.

    Parameters
    ----------
    vae
        The model.
    spec
        Everything that it was made from.
    dataset
        Its data, or how to read them.
    """

    def __init__(self, vae: VAE, spec: RunSpec, dataset: Dataset | Callable[[], Dataset]) -> None:
        self._vae = vae
        self.spec = spec
        self._dataset = dataset
        self._codes = TrainingCodes(self)

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
    def likelihood_reason(self) -> str:
        """Why log p(x) means nothing; empty where it can be estimated."""
        if not self._vae.has_density or self._vae.reconstruction_unit != "nats":
            return "A standard autoencoder has no likelihood: its codes are points, without a density."
        if not self._vae.ties_prior:
            return (
                "This model was trained without a KL: nothing ties its codes to the prior, so that log p(x) "
                "would mean nothing."
            )
        return ""

    @cached_property
    def _map(self) -> Any:
        from vae_studio.latent.mapping import LatentMap

        return LatentMap(self._inference)

    @cached_property
    def posterior_map(self) -> Any:
        """The compiled encoding without decoding, a ``PosteriorMap``."""
        from vae_studio.latent.posterior_map import PosteriorMap

        return PosteriorMap(self._inference)

    @cached_property
    def meter(self) -> Any:
        """The compiled measurement of splits, a ``SplitMeter``."""
        from vae_studio.evaluation.split_figures import SplitMeter

        return SplitMeter(self._inference)

    @cached_property
    def importance(self) -> Any:
        """The compiled estimate of log p(x), an ``ImportanceMeter``."""
        from vae_studio.evaluation.importance import ImportanceMeter

        return ImportanceMeter(self._inference)

    @cached_property
    def _inference(self) -> Any:
        from vae_studio.model.inference import Inference
        from vae_studio.training.devices import nearest_device, shards_for

        training = self.spec.training
        device = nearest_device(training)
        return Inference(self._vae, self.pixels, training.seed, shards_for(training, device), device)

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
        codes = None if self.generative else self._codes.now()
        grid: LatentGrid = self._map.grid(request or self.default_grid(), codes)
        return grid

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

    def log_likelihood(
        self,
        x: np.ndarray,
        samples: int = 200,
        seed: int = 0,
        *,
        progress: Callable[[float], None] | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> np.ndarray:
        """Return log p(x) of examples, estimated by importance sampling from their posteriors.

        Parameters
        ----------
        x
            As for :meth:`encode`.
        samples
            Draws of z for each example; more make the estimate less of an underestimate.
        seed
            Of the draws.
        progress
            Called after each step with how many examples are done; of the last one perhaps a part.
        cancelled
            Asked before each step; where it says yes, the examples that are done are returned.

        Returns
        -------
        float64 ``[N]``, nats; fewer where it was cancelled.

        Raises
        ------
        SpecError
            The model is not generative, or the examples have another shape.
        """
        self._require_likelihood()
        found: np.ndarray = self.importance.log_likelihood(x, samples, seed, progress, cancelled)
        return found

    def log_likelihood_steps(
        self, x: np.ndarray, samples: int = 200, seed: int = 0, *, seconds: float = 0.1
    ) -> Iterator[tuple[float, np.ndarray]]:
        """Do the same as :meth:`log_likelihood` in steps of about so many seconds.

        Yields how many examples are done, of the last one perhaps a part, and the estimates that are new,
        float64 ``[n]``, nats, in the order of the examples.
        """
        self._require_likelihood()
        steps: Iterator[tuple[float, np.ndarray]] = self.importance.steps(x, samples, seed, seconds)
        return steps

    def _require_likelihood(self) -> None:
        if self.likelihood_reason:
            raise SpecError(self.likelihood_reason, remedy="Its reconstructions tell how well it does.")

    def decode(self, z: np.ndarray, show: str = "mean") -> np.ndarray:
        """Return what the decoder makes of points of the latent space.

        Parameters
        ----------
        z
            ``[N, L]``.
        show
            The decoder's ``mean``, or a ``draw`` from p(x|z).

        Returns
        -------
        float32 ``[N, *data_shape]``.
        """
        decoded: np.ndarray = self._map.decode(z, show)
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

        Raises
        ------
        SpecError
            The examples have another shape.
        """
        z = self._map.draw_codes(x, seed) if latent == "draw" else self.posterior_map(x)[0]
        reconstructed: np.ndarray = self._map.decode(z, show, seed)
        return reconstructed

    def sample(self, count: int, seed: int = 0, show: str = "mean", temperature: float = 1.0) -> np.ndarray:
        """Return examples from the prior: the decoder's ``mean``, or a ``draw`` from p(x|z).

        Parameters
        ----------
        count
            How many.
        seed
            Of the draws from the prior, and from p(x|z).
        show
            ``mean`` or ``draw``.
        temperature
            Scales the prior's deviations about its mean, of a mixture those of its components about theirs;
            1 is the prior itself.

        Returns
        -------
        float32 ``[count, *data_shape]``.

        Raises
        ------
        SpecError
            The model is not generative: its training drew nothing towards the prior; or the temperature is
            negative.
        """
        if self.sampling_reason:
            raise SpecError(self.sampling_reason, remedy="Its reconstructions and its latent grid can be used.")
        _, samples = self._map.sample(count, show, seed, temperature)
        return np.asarray(samples)
