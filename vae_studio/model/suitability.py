"""Whether a likelihood can be the distribution of the data at hand."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import tensorflow as tf
import tensorflow_probability as tfp

from vae_studio.api import SpecError
from vae_studio.model.pixels import Pixels
from vae_studio.model.vae import VAE

tfd = tfp.distributions


def check_likelihood(vae: VAE, parts: Iterable[np.ndarray], pixels: Pixels) -> str:
    """Return a warning where the figures would not be log-likelihoods; empty where all is well.

    Parameters
    ----------
    vae
        The model.
    parts
        Stored examples, uint8 or float32 ``[n, *data_shape]``, some at a time; looked at until all is known.
    pixels
        How they become x.

    Raises
    ------
    SpecError
        The likelihood gives the data probability zero, or none at all.
    """
    components = _components(vae.decoder(tf.zeros([1, vae.latent_size])))
    lowest, highest, binary = _range(parts)
    binary = binary or pixels.binarise != "none"
    if binary and isinstance(components, (tfd.ContinuousBernoulli, tfd.Normal)):
        return (
            "A density over pixels that are only ever 0 or 1 is no probability and may rise without limit: "
            "the figures say little of the model. Set data.binarise to none, or choose the Bernoulli "
            "likelihood."
        )
    if not isinstance(components, (tfd.Bernoulli, tfd.ContinuousBernoulli)):
        return _beyond(getattr(vae.decoder, "mean_range", None), lowest, highest)
    if lowest < 0.0 or highest > 1.0:
        raise SpecError(
            f"the values of this dataset go from {lowest:g} to {highest:g}, "
            "outside the [0, 1] of the likelihood",
            "decoder.likelihood",
            "Choose a Normal likelihood.",
        )
    if isinstance(components, tfd.Bernoulli) and not binary:
        return (
            "A Bernoulli likelihood of grey values is a cross-entropy, not a probability: the figures are not "
            "log-likelihoods. Binarise the pixels, or choose the continuous Bernoulli."
        )
    return ""


def _beyond(mean_range: tuple[float, float] | None, lowest: float, highest: float) -> str:
    if mean_range is None or (lowest >= mean_range[0] and highest <= mean_range[1]):
        return ""
    return (
        f"The values of this dataset go from {lowest:g} to {highest:g}, and the decoder's mean only from "
        f"{mean_range[0]:g} to {mean_range[1]:g}: it can never reach the rest. Set decoder.output to linear."
    )


def _components(distribution: Any) -> Any:
    while isinstance(distribution, tfd.Independent):
        distribution = distribution.distribution
    return distribution


def _range(parts: Iterable[np.ndarray]) -> tuple[float, float, bool]:
    """Return the least and the greatest value of x, and whether there are no others than 0 and 1."""
    lowest, highest, binary = np.inf, -np.inf, True
    for part in parts:
        top = 255.0 if part.dtype == np.uint8 else 1.0
        lowest, highest = min(lowest, float(part.min()) / top), max(highest, float(part.max()) / top)
        binary = binary and bool(np.all((part == 0) | (part == top)))
        if part.dtype == np.uint8 and (lowest, highest, binary) == (0.0, 1.0, False):
            break
    return lowest, highest, binary
