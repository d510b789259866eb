"""The families of q, as TensorFlow Probability distributions with trainable variables."""

from __future__ import annotations

from typing import Any

import numpy as np
import tensorflow as tf
import tensorflow_probability as tfp

from vae_studio.kl_lab.problem import Family
from vae_studio.kl_lab.triangular import DIAGONAL_SHIFT

tfb = tfp.bijectors
tfd = tfp.distributions


def trainable_gaussian(family: Family, dimension: int) -> Any:
    """Return a trainable q, at first N(0, I).

    Standard deviations are the exponential of a variable, full scales ``FillScaleTriL`` of one, so that
    gradient descent can go anywhere without leaving the Gaussians.

    Parameters
    ----------
    family
        Which covariances q can have.
    dimension
        d.

    Returns
    -------
    ``tfd.Distribution``, float64, batch ``[]``, event ``[d]``.
    """
    loc = tf.Variable(np.zeros(dimension), name="loc")
    if family == "full":
        fill = tfb.FillScaleTriL(diag_shift=np.float64(DIAGONAL_SHIFT))  # its own default is float32
        scale = tfp.util.TransformedVariable(np.eye(dimension), fill, name="scale_tril")
        return tfd.MultivariateNormalTriL(loc, scale_tril=scale)
    if family == "diagonal":
        scale = tfp.util.TransformedVariable(np.ones(dimension), tfb.Exp(), name="scale_diag")
        return tfd.MultivariateNormalDiag(loc, scale_diag=scale)
    one = tfp.util.TransformedVariable(np.float64(1.0), tfb.Exp(), name="scale")
    every = tfp.util.DeferredTensor(one, lambda sd: sd * tf.ones(dimension, tf.float64), shape=[dimension])
    return tfd.MultivariateNormalDiag(loc, scale_diag=every)


def place(q: Any, family: Family, loc: np.ndarray, sd: float) -> None:
    """Set q to a mean ``[d]`` and one standard deviation in every dimension, no correlations."""
    q.loc.assign(loc)
    if family == "full":
        q.parameters["scale_tril"].assign(sd * np.eye(len(loc)))
    elif family == "diagonal":
        q.parameters["scale_diag"].assign(sd * np.ones(len(loc)))
    else:
        q.parameters["scale_diag"].pretransformed_input.assign(np.float64(sd))
