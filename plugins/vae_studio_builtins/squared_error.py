"""A decoder's output without a density: what a standard autoencoder is trained on."""

from __future__ import annotations

from typing import Any

import tensorflow as tf
import tensorflow_probability as tfp


class SquaredError(tfp.distributions.Distribution):
    """The point `loc`, whose ``-log_prob(x)`` is the squared error averaged over the event.

    It has the interface of a distribution and is none: ``exp(log_prob)`` does not integrate to 1, and a
    sample is `loc` itself. Its mean over a batch is what Keras calls ``mse``.

    Parameters
    ----------
    loc
        float32 ``[B, *event]``.
    event_rank
        How many axes one example has.
    """

    def __init__(self, loc: Any, event_rank: int, name: str = "SquaredError") -> None:
        parameters = dict(locals())
        self._loc = tf.convert_to_tensor(loc)
        self._event_rank = event_rank
        super().__init__(
            dtype=self._loc.dtype,
            reparameterization_type=tfp.distributions.FULLY_REPARAMETERIZED,
            validate_args=False,
            allow_nan_stats=True,
            parameters=parameters,
            name=name,
        )

    @classmethod
    def _parameter_properties(cls, dtype: Any, num_classes: int | None = None) -> dict[str, Any]:  # noqa: ARG003
        return {"loc": tfp.util.ParameterProperties()}

    def _batch_shape(self) -> Any:
        return self._loc.shape[: -self._event_rank]

    def _batch_shape_tensor(self, **_: Any) -> Any:
        return tf.shape(self._loc)[: -self._event_rank]

    def _event_shape(self) -> Any:
        return self._loc.shape[-self._event_rank :]

    def _event_shape_tensor(self, **_: Any) -> Any:
        return tf.shape(self._loc)[-self._event_rank :]

    def _log_prob(self, x: Any) -> Any:
        axes = list(range(-self._event_rank, 0))
        return -tf.reduce_mean(tf.math.squared_difference(x, self._loc), axis=axes)

    def _mean(self, **_: Any) -> Any:
        return self._loc

    def _mode(self, **_: Any) -> Any:
        return self._loc

    def _sample_n(self, n: Any, seed: Any = None, **_: Any) -> Any:  # noqa: ARG002 (nothing is random)
        return tf.broadcast_to(self._loc, tf.concat([[n], tf.shape(self._loc)], axis=0))

    def _default_event_space_bijector(self) -> Any:
        return tfp.bijectors.Identity()
