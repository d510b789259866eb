"""The course of shapes through the encoder as a row of short words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from vae_studio.gui.figures import shape
from vae_studio.gui.widgets.labels import Tone

if TYPE_CHECKING:
    from vae_studio.model.description import LayerShape, ModelDescription

ARROW = "→"
_WITHOUT_INTEREST = {"InputLayer", "Flatten", "Reshape", "Dropout", "Activation"}


@dataclass(frozen=True)
class FlowPart:
    """One station: its words, and their colour; strong ones are bold."""

    text: str
    tone: Tone = "text"
    strong: bool = False


def flow_of(description: ModelDescription) -> tuple[FlowPart, ...]:
    """Return data, the encoder's layers that change the shape, and z.

    The last layer gives the posterior's parameters; z stands in its place.
    """
    shapes = [description.data_shape]
    for layer in description.encoder_flow[:-1]:
        if layer.name not in _WITHOUT_INTEREST and layer.shape != shapes[-1]:
            shapes.append(layer.shape)
    parts = [FlowPart(shape(sides)) for sides in shapes]
    return (*parts, FlowPart(f"z {description.latent_size}", "accent", strong=True))


def flow_to_nowhere(data_shape: tuple[int, ...]) -> tuple[FlowPart, ...]:
    """Return the flow of a model that cannot be."""
    return FlowPart(shape(data_shape)), FlowPart("no output", "error", strong=True)


def layer_words(description: ModelDescription) -> str:
    """Return every layer of both networks with its shape, a line each."""
    lines = [f"x  {shape(description.data_shape)}"]
    lines += _lines(description.encoder_flow)
    lines.append(f"z  {description.latent_size}")
    lines += _lines(description.decoder_flow)
    return "\n".join(lines)


def _lines(layers: Sequence[LayerShape]) -> list[str]:
    return [f"{layer.name}  {shape(layer.shape)}" for layer in layers]
