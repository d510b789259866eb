"""What the builders of plugins return.

Shapes use B for the batch, L for the latent size, S for the number of samples. Distributions are
``tfp.distributions.Distribution``; this module says so in words only, because importing
``vae_studio.api`` must not import TensorFlow. Encoders, decoders and strategies that have variables
are ``tf.Module`` (every Keras layer and model is one), so that the studio finds them. A network whose
call takes ``training``, as that of a Keras model does, is called with ``training=True`` in the training
step and with False elsewhere.

Where ``training.precision`` asks for 16 bits, Keras layers give tensors of them; the numbers that a network
makes its distribution of are cast to float32, so that no nats are lost. Weights are float32 in any case.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol, TypeAlias, runtime_checkable

Tensor: TypeAlias = Any
Distribution: TypeAlias = Any


@dataclass(frozen=True)
class BuildContext:
    """What a builder is told besides its own parameters.

    Attributes
    ----------
    data_shape
        Shape of one example: ``(H, W, C)`` for images, ``(D,)`` for tables.
    latent_size
        Number of latent dimensions, L.
    seed
        Seed of the run; every initial value must be a function of it.
    batch_size
        Examples per training step, B, for strategies whose parameters depend on it.
    encoder
        The encoder, for priors that depend on it (VampPrior); None for other kinds.
    """

    data_shape: tuple[int, ...]
    latent_size: int
    seed: int
    batch_size: int = 128
    encoder: Encoder | None = None


@runtime_checkable
class Encoder(Protocol):
    """The approximate posterior q(z|x)."""

    def __call__(self, x: Tensor) -> Distribution:
        """Map x, float32 ``[B, *data_shape]``, to a distribution with batch ``[B]`` and event ``[L]``."""
        ...


@runtime_checkable
class Decoder(Protocol):
    """The likelihood p(x|z).

    A decoder whose output has no density, only an error in place of ``-log p(x|z)``, says so in an
    attribute ``reconstruction_unit``, such as ``"mean squared error"``. One whose mean has bounds may name
    them in an attribute ``mean_range``, so that data beyond them are warned of. Others need neither.

    One that is ``head(trunk(z))``, with a ``tf_keras.Sequential`` as the attribute ``trunk``, shows its layers:
    where these are dense and rectified, importance sampling leaves out the units that stay off.
    """

    def __call__(self, z: Tensor) -> Distribution:
        """Map z, float32 ``[B, L]``, to a distribution with batch ``[B]`` and event ``data_shape``."""
        ...


Prior: TypeAlias = Any
"""The prior p(z) is a distribution itself, with batch ``[]`` and event ``[L]``; its variables train."""


@runtime_checkable
class KLStrategy(Protocol):
    """How KL(q‖p) is estimated, weighted and scheduled.

    A strategy may say more of itself by further attributes, which count where its parameters decide what
    its :class:`~vae_studio.api.plugins.PluginSpec` cannot know: ``couples_examples``, ``closed_form_kl`` and
    ``ties_prior`` (as in the spec), ``without_closed_form``, the spec's key and the remedy where a closed
    form is needed that does not exist, and ``caution``, a sentence that the user is told when training starts.

    Attributes
    ----------
    samples
        How many draws z ~ q(z|x) the penalty wants for each example, S >= 1.
    """

    samples: int

    def penalty(self, q: Distribution, p: Distribution, z: Tensor) -> Tensor:
        """Return the penalty that the loss carries for each example, before the weight.

        Parameters
        ----------
        q
            The posterior, batch ``[B]``, event ``[L]``.
        p
            The prior, batch ``[]``, event ``[L]``.
        z
            Draws from q, float32 ``[S, B, L]``; gradients flow through them.

        Returns
        -------
        float32 ``[B]``, nats; the engine averages it over the batch.
        """
        ...

    def weight(self, epoch: float) -> float:
        """Return the weight β >= 0 of the penalty after so many epochs, fractions included."""
        ...
