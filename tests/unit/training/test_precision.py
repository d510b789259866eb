"""Layers that compute in 16 bits: what they change, and what stays float32."""

import numpy as np
import pytest
import tensorflow as tf
import tf_keras

from vae_studio.training.loss_scale import LARGEST, LossScale
from vae_studio.training.precision import layers_in


@pytest.fixture(scope="module")
def gradients(build_model, make_engine):
    """Return a function that gives figures and gradient of the first step in a precision, and the model."""
    known = {}

    def gradient(precision):
        if precision not in known:
            networks = {"encoder.units": "[6]", "decoder.units": "[6]", "training.precision": precision}
            vae = build_model((8, 8, 1), encoder="dense", decoder="dense", settings=networks)
            engine = make_engine(vae, shards=1, scaled=precision == "mixed_float16")
            figures, gradients = engine.gradient(tf.constant(0, tf.int64), 1.0)
            known[precision] = (figures.numpy(), engine.optimiser.joined(gradients).numpy(), vae)
        return known[precision]

    return gradient


@pytest.mark.parametrize(("precision", "tolerance"), [("mixed_bfloat16", 0.03), ("mixed_float16", 0.004)])
def test_that_figures_and_gradient_are_those_of_float32_but_for_rounding(gradients, precision, tolerance):
    figures, gradient, _ = gradients("float32")
    rounded_figures, rounded, _ = gradients(precision)
    assert np.all(np.isfinite(rounded))
    np.testing.assert_allclose(rounded_figures[:4], figures[:4], rtol=tolerance / 3)
    assert np.linalg.norm(rounded - gradient) < tolerance * np.linalg.norm(gradient)
    assert np.any(rounded != gradient), "the layers did not compute in 16 bits"


def test_that_weights_and_distributions_are_float32_whatever_the_layers_compute_in(gradients):
    vae = gradients("mixed_bfloat16")[2]
    assert {weight.dtype for weight in vae.named_weights().values()} == {tf.float32}
    assert {layer.compute_dtype for layer in vae.encoder.trunk.layers} == {"bfloat16"}
    q = vae.posterior(tf.zeros([2, 8, 8, 1]))
    assert (q.mean().dtype, vae.likelihood(q.mean()).mean().dtype) == (tf.float32, tf.float32)


def test_that_layers_made_afterwards_compute_in_float32_again_whatever_happened():
    def fail():
        with layers_in("mixed_bfloat16"):
            assert tf_keras.layers.Dense(1).compute_dtype == "bfloat16"
            raise LookupError

    with pytest.raises(LookupError):
        fail()
    assert tf_keras.layers.Dense(1).compute_dtype == "float32"


def test_that_scaling_by_a_power_of_two_changes_no_bit_of_the_gradient(fresh_model, make_engine):
    step = tf.constant(3, tf.int64)
    figures, gradients = make_engine(fresh_model(), shards=1).gradient(step, 0.5)
    engine = make_engine(fresh_model(), shards=1, scaled=True)
    scaled_figures, scaled = engine.gradient(step, 0.5)
    assert float(engine.loss_scale.scale) > 1.0
    np.testing.assert_array_equal(scaled_figures, figures)
    for one, other in zip(gradients, scaled, strict=True):
        np.testing.assert_array_equal(other, one)


def test_that_a_gradient_that_overflows_changes_nothing_but_the_scale_until_that_helps_no_more(
    fresh_model, make_engine, monkeypatch
):
    monkeypatch.setattr(LossScale, "patience", 2)
    engine = make_engine(fresh_model(), shards=1, scaled=True)

    def run(steps):
        return engine.run(0, [1.0] * steps, [0.01] * steps, np.zeros(engine.figure_count))

    before = [weight.numpy() for weight in engine.variables]
    engine.loss_scale.scale.assign(2.0**127)
    result = run(1)
    assert (result.done, result.finite) == (1, True)
    assert np.all(np.isfinite(result.totals))
    assert engine.loss_scale.state().tolist() == [2.0**126, 0]
    for one, weight in zip(before, engine.variables, strict=True):
        np.testing.assert_array_equal(one, weight)

    engine.loss_scale.scale.assign(4.0)
    assert run(5).done == 5
    assert engine.loss_scale.state().tolist() == [16.0, 1]
    assert np.any(engine.variables[0].numpy() != before[0])

    engine.loss_scale.scale.assign(1.0)
    engine.variables[-1].assign(engine.variables[-1] * np.nan)
    result = run(3)
    assert (result.done, result.finite) == (0, False)


def test_that_the_scale_stays_within_its_bounds_and_comes_back_from_a_checkpoint():
    scale = LossScale()
    scale.restore({"loss_scale": np.array([LARGEST, LossScale.patience - 1])})
    scale.grow()
    assert scale.state().tolist() == [LARGEST, 0]
    scale.restore({"loss_scale": np.array([1.0, 7.0])})
    scale.shrink()
    assert scale.state().tolist() == [1.0, 0]
    scale.restore({})
    assert scale.state().tolist() == [LossScale.initial, 0]


@pytest.mark.thorough
def test_that_xla_gives_the_same_gradient(fresh_model, make_engine):
    figures, gradients = make_engine(fresh_model()).gradient(tf.constant(3, tf.int64), 0.5)
    compiled_figures, compiled = make_engine(fresh_model(), xla=True).gradient(tf.constant(3, tf.int64), 0.5)
    np.testing.assert_allclose(compiled_figures, figures, rtol=1e-5)
    for one, other in zip(gradients, compiled, strict=True):
        np.testing.assert_allclose(other, one, rtol=1e-4, atol=1e-6)
