"""The course of shapes through a model, for people. Imports no TensorFlow."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from vae_studio.model.vae import VAE


@dataclass(frozen=True)
class LayerShape:
    """What one layer gives out.

    Attributes
    ----------
    name
        The layer's class, such as ``Conv2D``.
    shape
        Shape of its output, without the batch.
    """

    name: str
    shape: tuple[int, ...]


@dataclass(frozen=True)
class ModelDescription:
    """A model in numbers.

    Attributes
    ----------
    data_shape
        Shape of one example.
    encoder_flow, decoder_flow
        Outputs of the layers, first to last; empty for networks that are not made of Keras layers.
    latent_size
        Number of latent dimensions.
    parameters
        How many numbers training changes.
    caution
        What the KL strategy says of its options; empty for nothing.
    """

    data_shape: tuple[int, ...]
    encoder_flow: tuple[LayerShape, ...]
    decoder_flow: tuple[LayerShape, ...]
    latent_size: int
    parameters: int
    caution: str = ""


def describe(vae: VAE) -> ModelDescription:
    """Return the shapes and the size of a model."""
    return ModelDescription(
        vae.data_shape,
        _flow(vae.encoder),
        _flow(vae.decoder),
        vae.latent_size,
        vae.parameter_count(),
        vae.caution,
    )


def _flow(network: Any) -> tuple[LayerShape, ...]:
    layers = getattr(getattr(network, "trunk", network), "layers", ())
    return tuple(
        LayerShape(type(layer).__name__, tuple(layer.output_shape[1:]))
        for layer in layers
        if isinstance(getattr(layer, "output_shape", None), tuple)
    )
