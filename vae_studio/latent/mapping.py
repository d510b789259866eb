"""A trained model as two functions of arrays: encode and decode."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import tensorflow as tf

from vae_studio.api import SpecError
from vae_studio.latent.axes import CodeMarginals, Marginals, PriorMarginals
from vae_studio.latent.encoding import Encoding
from vae_studio.latent.grid import GridRequest, LatentGrid
from vae_studio.latent.grid_layout import GridLayout, lay_out
from vae_studio.latent.levels import pixel_levels
from vae_studio.latent.pictures import joined
from vae_studio.latent.posterior_map import require_examples
from vae_studio.latent.tempered import tempered
from vae_studio.model.batches import batch_size
from vae_studio.model.decoded_likelihood import decoded_log_likelihood
from vae_studio.model.divergence import has_full_covariance, independent_normals, kl_divergence
from vae_studio.model.inference import Inference
from vae_studio.model.pixels import scale
from vae_studio.model.posterior_draws import draw
from vae_studio.model.seeds import derived_seed, stateless_seed
from vae_studio.model.sharding import map_shards

BATCH = 1024
ENCODE_BATCH = 128
DRAWS = 16
IMAGE_RANK = 3


class LatentMap:
    """Encodes and decodes with the weights that a model has at each call.

    Parameters
    ----------
    inference
        The model, and how and where it is applied.
    """

    def __init__(self, inference: Inference) -> None:
        self._vae = inference.vae
        self._pixels = inference.pixels
        self._seed = inference.seed
        self._shards = inference.shards
        self._known: tuple[Any, PriorMarginals] | None = None
        self._layout: tuple[Marginals, GridRequest, GridLayout] | None = None
        self._no_images = np.zeros((0, *self._vae.data_shape), np.float32)
        latent = tf.TensorSpec([None, inference.vae.latent_size], tf.float32)
        self._mean: Any = inference.compiled(self._decode_mean, input_signature=[latent])
        self._draw: Any = inference.compiled(
            self._decode_draw, input_signature=[latent, tf.TensorSpec([2], tf.int32)]
        )
        self._encode: Any = inference.compiled(self._encode_batch)
        images = tf.TensorSpec([None, *inference.vae.data_shape], tf.float32)
        self._levels: Any = inference.compiled(pixel_levels, input_signature=[images])

    def decode(self, z: np.ndarray, show: str = "mean", seed: int = 0) -> np.ndarray:
        """Return what the decoder makes of points of the latent space.

        Parameters
        ----------
        z
            float32 ``[N, L]``.
        show
            ``mean`` of p(x|z), or a ``draw`` from it.
        seed
            Seed of the draws.

        Returns
        -------
        float32 ``[N, *data_shape]``.
        """
        z = np.asarray(z, np.float32)
        if z.ndim != 2 or z.shape[1] != self._vae.latent_size:
            raise SpecError(f"z has the shape {z.shape} instead of [N, {self._vae.latent_size}]")
        parts = [part.numpy() for part in self._decoded(z, show, seed)]
        return parts[0] if len(parts) == 1 else np.concatenate([self._no_images, *parts])

    def posterior(self, stored: np.ndarray) -> Any:
        """Return q(z|x) of stored examples, ``[N, *data_shape]``, binarised as by :meth:`encode`."""
        require_examples(stored, self._vae.data_shape)
        return self._vae.posterior(self._pixels(stored, stateless_seed(self._seed, "encode"), same_draw=True))

    def draw_codes(self, stored: np.ndarray, seed: int) -> np.ndarray:
        """Return a draw z ~ q(z|x) for each stored example, float32 ``[N, L]``; pixels are drawn anew too."""
        require_examples(stored, self._vae.data_shape)
        parts = [np.zeros((0, self._vae.latent_size), np.float32)]
        for number, batch in enumerate(_batches(stored, batch_size(self._vae.data_shape, BATCH))):
            key = stateless_seed(self._seed + seed, "encode", (1 << 20) + number)
            q = self._vae.posterior(self._pixels(batch, derived_seed(key, 0)))
            parts.append(np.asarray(q.sample(seed=derived_seed(key, 1))))
        return np.concatenate(parts)

    def sample(
        self, count: int, show: str = "mean", seed: int = 0, temperature: float = 1.0
    ) -> tuple[np.ndarray, np.ndarray]:
        """Return points drawn from the prior, ``[count, L]``, and what the decoder makes of them.

        The points are :func:`~vae_studio.latent.tempered.tempered`.
        """
        key = stateless_seed(self._seed + seed, "sample", 1 << 20)
        z = tempered(self._vae.prior, np.asarray(self._vae.prior.sample(count, seed=key)), temperature, key)
        return z, self.decode(z, show, seed)

    def encode(self, stored: np.ndarray) -> Encoding:
        """Return posterior, reconstruction and figures of stored examples, ``[N, *data_shape]``.

        All examples are binarised with the same random numbers and averaged over the same draws of z,
        so that the figures of one do not depend on its company.
        """
        require_examples(stored, self._vae.data_shape)
        seed = stateless_seed(self._seed, "encode")
        encode = self._encode.get_concrete_function(
            tf.TensorSpec([None, *self._vae.data_shape], stored.dtype), tf.TensorSpec([2], tf.int32)
        )
        parts = [
            self._encoding(encode(tf.convert_to_tensor(batch), seed))
            for batch in list(_batches(stored, batch_size(self._vae.data_shape, ENCODE_BATCH, DRAWS)))
            or [stored]
        ]
        return Encoding.joined(parts)

    def grid(self, request: GridRequest, codes: np.ndarray | None = None) -> LatentGrid:
        """Return a decoded grid over a plane of the latent space.

        Where the prior has no quantiles the spacing is linear, and the grid says why.

        Parameters
        ----------
        request
            Which grid.
        codes
            Codes of examples, float32 ``[N, L]``, N >= 1, that take the place of a prior which means nothing.

        Raises
        ------
        SpecError
            The request names dimensions that the model has not, no tile, or a window that is empty.
        """
        self._check(request)
        marginals: Marginals = self._prior_marginals() if codes is None else CodeMarginals(codes)
        layout = self._laid_out(request, marginals)
        images, picture = self._tiles(layout.z, request.show)
        return LatentGrid(
            images,
            layout.z,
            layout.across,
            layout.up,
            layout.request,
            has_quantiles=not layout.reason,
            reason=layout.reason,
            picture=picture,
        )

    def _laid_out(self, request: GridRequest, marginals: Marginals) -> GridLayout:
        """Return where the tiles lie; what was asked for last is known, as long as the prior stays the same."""
        known = self._layout  # another thread may put its own in the place of this one
        if known is not None and known[0] is marginals and known[1] == request:
            return known[2]
        layout = lay_out(request, marginals)
        self._layout = (marginals, request, layout)
        return layout

    def _tiles(self, z: np.ndarray, show: str) -> tuple[np.ndarray, np.ndarray | None]:
        """Return the tiles of points ``[rows, columns, L]``, and as one picture where they are images."""
        rows, columns, size = z.shape
        parts = list(self._decoded(z.reshape(-1, size), show, 0))
        images = parts[0] if len(parts) == 1 else tf.concat(parts, axis=0)
        tiles = images.numpy().reshape(rows, columns, *self._vae.data_shape)
        if len(self._vae.data_shape) != IMAGE_RANK:
            return tiles, None
        return tiles, joined(self._levels(images).numpy().reshape(tiles.shape))

    def _decoded(self, z: np.ndarray, show: str, seed: int) -> Iterator[Any]:
        """Yield what the decoder makes of points ``[N, L]``, a tensor for each batch of them."""
        for number, batch in enumerate(_batches(z, batch_size(self._vae.data_shape, BATCH))):
            if show == "draw":
                yield self._draw(batch, stateless_seed(self._seed + seed, "sample", number))
            else:
                yield self._mean(batch)

    def _prior_marginals(self) -> PriorMarginals:
        """Return those of the prior; those of a Gaussian that training leaves alone are computed once."""
        prior = self._vae.prior
        known = self._known
        if known is not None and known[0] is prior:
            return known[1]
        found = PriorMarginals.of(prior)
        if independent_normals(prior) is not None and not prior.variables:
            self._known = (prior, found)
        return found

    def _check(self, request: GridRequest) -> None:
        size = self._vae.latent_size
        if request.plane is not None and request.plane.latent_size != size:
            raise SpecError(
                f"the plane lies among {request.plane.latent_size} latent dimensions; the model has {size}"
            )
        dimensions = [request.across] + ([] if request.up is None else [request.up])
        if any(not 0 <= dimension < size for dimension in dimensions):
            raise SpecError(f"the grid's axes {dimensions} are not among the model's {size} latent dimensions")
        if len(set(dimensions)) < len(dimensions):
            raise SpecError("the grid needs two different latent dimensions")
        if min(request.rows, request.columns) < 1:
            raise SpecError(f"a grid of {request.rows}×{request.columns} has no tile")
        if request.held and len(request.held) != size:
            raise SpecError(f"{len(request.held)} held values were given for {size} latent dimensions")

    def _decode_mean(self, z: Any) -> Any:
        return map_shards(lambda part: (self._vae.decoder(part).mean(),), z, self._shards)[0]

    def _decode_draw(self, z: Any, seed: Any) -> Any:
        return tf.cast(self._vae.decoder(z).sample(seed=seed), tf.float32)

    def _encode_batch(self, stored: Any, seed: Any) -> dict[str, Any]:
        batch, vae = tf.shape(stored)[0], self._vae
        x = tf.ensure_shape(self._pixels(stored, seed, same_draw=True), [None, *vae.data_shape])
        q = vae.encoder(x)
        draws = max(DRAWS, vae.kl.samples)
        noise = tf.random.stateless_normal([draws, 1, vae.latent_size], derived_seed(seed, 0))
        z = draw(q, tf.broadcast_to(noise, [draws, batch, vae.latent_size]), derived_seed(seed, 1))
        mean, kl = q.mean(), kl_divergence(q, vae.prior, z)[0]
        columns = {
            "loc": mean,
            "scale": q.stddev(),
            "x": scale(stored),
            "reconstruction": vae.decoder(mean).mean(),
            "distortion": self._distortion(x, z[:DRAWS]),
        }
        if kl is not None:
            columns["kl"] = kl
        if has_full_covariance(q):
            columns["covariance"] = q.covariance()
        return columns

    def _encoding(self, columns: Mapping[str, Any]) -> Encoding:
        arrays: dict[str, Any] = {name: np.asarray(column) for name, column in columns.items()}
        return Encoding(**{"kl": None, **arrays}, unit=self._vae.reconstruction_unit)

    def _distortion(self, x: Any, z: Any) -> Any:
        decoded = self._vae.decoder(tf.reshape(z, [-1, self._vae.latent_size]))
        return -tf.reduce_mean(decoded_log_likelihood(decoded, x), axis=0)


def _batches(array: np.ndarray, size: int) -> Iterator[np.ndarray]:
    for start in range(0, len(array), size):
        yield array[start : start + size]
