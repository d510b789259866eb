"""The variational autoencoder: an encoder, a decoder, a prior and a KL strategy."""

from __future__ import annotations

import inspect
from typing import Any

import tensorflow as tf
import tf_keras

from vae_studio.api import Decoder, Encoder, KLStrategy, Prior
from vae_studio.model.weights import weights_of


class VAE(tf.Module):
    """A VAE composed of four parts that know nothing of each other.

    Parameters
    ----------
    encoder, decoder, prior, kl
        What the builders of the four plugins returned.
    data_shape
        Shape of one example.
    latent_size
        Number of latent dimensions, L.
    couples_examples
        Whether some part makes an example's output depend on its batch.
    """

    def __init__(
        self,
        encoder: Encoder,
        decoder: Decoder,
        prior: Prior,
        kl: KLStrategy,
        *,
        data_shape: tuple[int, ...],
        latent_size: int,
        couples_examples: bool = False,
    ) -> None:
        super().__init__(name="vae")
        self.encoder = encoder
        self.decoder = decoder
        self.prior = prior
        self.kl = kl
        self.data_shape = tuple(data_shape)
        self.latent_size = latent_size
        self.couples_examples = couples_examples
        self._encoder_trains = takes_training(encoder)
        self._decoder_trains = takes_training(decoder)

    def posterior(self, x: Any, *, training: bool = False) -> Any:
        """Return q(z|x) for x, float32 ``[B, *data_shape]``; `training` for layers that then differ."""
        options = {"training": training} if self._encoder_trains else {}
        return self.encoder(x, **options)

    def likelihood(self, z: Any, *, training: bool = False) -> Any:
        """Return p(x|z) for z, float32 ``[B, L]``; `training` for layers that then differ."""
        options = {"training": training} if self._decoder_trains else {}
        return self.decoder(z, **options)

    def named_weights(self) -> dict[str, Any]:
        """Return every variable under a name that is stable from one process to the next.

        The name says the part and the position in it; a variable that two parts share is listed once.
        """
        seen: set[int] = set()
        named: dict[str, Any] = {}
        for part in ("encoder", "decoder", "prior", "kl"):
            for position, variable in enumerate(weights_of(getattr(self, part))):
                if id(variable) not in seen:
                    seen.add(id(variable))
                    named[f"{part}/{position:03d}"] = variable
        return named

    def named_trainable_weights(self) -> dict[str, Any]:
        """Return the variables that training changes, under the names of :meth:`named_weights`."""
        return {name: variable for name, variable in self.named_weights().items() if variable.trainable}

    def parameter_count(self) -> int:
        """Return how many numbers training changes."""
        return sum(int(tf.size(variable)) for variable in self.named_trainable_weights().values())


def takes_training(network: Any) -> bool:
    """Return whether a network is called with ``training``, as Keras models are."""
    call = network.call if isinstance(network, tf_keras.layers.Layer) else network
    try:
        return "training" in inspect.signature(call).parameters
    except (TypeError, ValueError):
        return False
