"""The figures of training steps: their order in a vector, and what a call of steps returns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import tensorflow as tf

from vae_studio.model.objective import ExampleFigures, example_figures
from vae_studio.model.vae import VAE


@dataclass(frozen=True)
class CallResult:
    """What one call of several steps did.

    Attributes
    ----------
    done
        Steps that updated the weights.
    finite
        Whether every one of them had finite figures and gradients; the call ends at the first that
        has not.
    totals
        The totals given, plus the figures of the steps done; float64.
    last
        Figures of the last step tried, means over the batch: objective, reconstruction, what the KL strategy
        added to the objective, KL, then KL per dimension; the last two where they exist.
    """

    done: int
    finite: bool
    totals: np.ndarray
    last: np.ndarray


def figure_sums(figures: ExampleFigures, beta: Any) -> Any:
    """Return the figures of a batch summed over its examples, in the order of :attr:`CallResult.last`."""
    columns = [figures.objective(beta), figures.reconstruction, figures.added(beta)]
    if figures.kl is not None:
        columns.append(figures.kl)
    heads = tf.stack([tf.reduce_sum(column) for column in columns])
    if figures.kl_per_dimension is None:
        return heads
    return tf.concat([heads, tf.reduce_sum(figures.kl_per_dimension, axis=0)], axis=0)


def count_figures(vae: VAE, batch_size: int) -> int:
    """Return how many figures a step of a model has."""
    x = tf.zeros([batch_size, *vae.data_shape])
    noise = tf.zeros([vae.kl.samples, batch_size, vae.latent_size])
    return int(figure_sums(example_figures(vae, x, noise, tf.zeros([2], tf.int32)), 1.0).shape[0])
