"""The variational autoencoder: an encoder, a decoder, a prior and a KL strategy."""

from __future__ import annotations

import inspect
from functools import cached_property
from typing import Any

import tensorflow as tf
import tf_keras

from vae_studio.api import Decoder, Encoder, KLStrategy, Prior
from vae_studio.model.divergence import is_deterministic
from vae_studio.model.weights import weights_of

NATS = "nats"


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
    ties_prior
        Whether training draws the posterior towards the prior.

    Attributes
    ----------
    reconstruction_unit
        What ``-log p(x|z)`` is measured in: nats, unless the decoder says otherwise.
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
        ties_prior: bool = True,
    ) -> None:
        super().__init__(name="vae")
        self.encoder = encoder
        self.decoder = decoder
        self.prior = prior
        self.kl = kl
        self.data_shape = tuple(data_shape)
        self.latent_size = latent_size
        self.couples_examples = couples_examples
        self.ties_prior = ties_prior
        self.reconstruction_unit = str(getattr(decoder, "reconstruction_unit", NATS))
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

    @cached_property
    def has_density(self) -> bool:
        """Whether q(z|x) has a density; a deterministic encoder gives a point, and then there is no KL."""
        with tf.init_scope():
            return not is_deterministic(self.posterior(tf.zeros([1, *self.data_shape])))

    @property
    def caution(self) -> str:
        """What the KL strategy wants the user to know; may be empty."""
        return str(getattr(self.kl, "caution", ""))

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
