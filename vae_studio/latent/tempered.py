"""Draws from a prior with another spread: a temperature on its deviations. Imports TensorFlow."""

from __future__ import annotations

from typing import Any

import numpy as np
import tensorflow as tf
import tensorflow_probability as tfp

from vae_studio.api import SpecError
from vae_studio.latent.axes import PriorMarginals
from vae_studio.model.seeds import derived_seed

tfd = tfp.distributions


def tempered(prior: Any, z: np.ndarray, temperature: float, seed: Any) -> np.ndarray:
    """Return draws from a prior moved towards their centre, or away from it: ``centre + T (z − centre)``.

    The centre is the prior's mean. Of a mixture it is, for each draw, the mean of a component drawn from
    ``p(component | z)``; draw and component are then distributed as if the component had been drawn first,
    so that T scales the deviation of every component and leaves means and weights as they are. Temperature 1
    returns the draws, and the same draws serve every temperature.

    Parameters
    ----------
    prior
        Batch ``[]``, event ``[L]``.
    z
        Draws from it, float32 ``[N, L]``.
    temperature
        T: 0 gives the centres themselves, 1 the prior, above 1 what lies further out.
    seed
        int32 ``[2]`` of :func:`~vae_studio.model.seeds.stateless_seed`, for the components.

    Raises
    ------
    SpecError
        The temperature is negative or no number.
    """
    if not 0.0 <= temperature < np.inf:
        raise SpecError(
            f"a temperature of {temperature} is not possible", remedy="Give 0 or more; 1 is the prior."
        )
    if temperature == 1.0:
        return z
    centre = _component_means(prior, z, seed) if _is_mixture(prior) else PriorMarginals.of(prior).mean
    return np.asarray(centre + np.float32(temperature) * (z - centre), np.float32)


def _is_mixture(prior: Any) -> bool:
    return isinstance(prior, tfd.MixtureSameFamily)


def _component_means(mixture: Any, z: np.ndarray, seed: Any) -> np.ndarray:
    components = mixture.components_distribution
    own = components.log_prob(tf.convert_to_tensor(z)[:, tf.newaxis, :])
    logits = own + tf.math.log(mixture.mixture_distribution.probs_parameter())
    chosen = tf.random.stateless_categorical(logits, 1, derived_seed(seed, 1))[:, 0]
    return np.asarray(tf.gather(components.mean(), chosen))
