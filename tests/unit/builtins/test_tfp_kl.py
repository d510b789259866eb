"""The two KL layers of TensorFlow Probability, put right and as they are, against closed forms."""

import numpy as np
import pytest
import tensorflow as tf
import tensorflow_probability as tfp
import tf_keras
from hypothesis import given, settings
from hypothesis import strategies as st

from vae_studio.api import BuildContext, SpecError
from vae_studio_builtins import tfp_kl
from vae_studio_builtins.tfp_add_loss import AddLossParams
from vae_studio_builtins.tfp_regularizer import RegularizerParams

tfd, tfpl = tfp.distributions, tfp.layers
LATENT = 3
ADD_LOSS = (tfp_kl.build_add_loss, AddLossParams)
REGULARIZER = (tfp_kl.build_regularizer, RegularizerParams)
LAYERS = [pytest.param(ADD_LOSS, id="add_loss"), pytest.param(REGULARIZER, id="regularizer")]

seeds = st.integers(0, 10_000)
batches = st.integers(3, 9)
axes = st.sampled_from(["0", "None", "()"])
layers = st.sampled_from([ADD_LOSS, REGULARIZER])


def strategy(layer, batch, **params):
    build, params_type = layer
    return build(params_type(**params), BuildContext((8, 8, 1), LATENT, 1, batch))


def standard_normal():
    return tfd.MultivariateNormalDiag(tf.zeros(LATENT), tf.ones(LATENT))


def posterior(batch, seed, full=False):
    random = np.random.default_rng(seed)
    loc = random.normal(size=(batch, LATENT)).astype(np.float32)
    if not full:
        return tfd.MultivariateNormalDiag(loc, random.uniform(0.3, 1.5, (batch, LATENT)).astype(np.float32))
    lower = np.tril(random.normal(size=(batch, LATENT, LATENT)), -1) + 0.3
    lower[:, np.arange(LATENT), np.arange(LATENT)] = random.uniform(0.5, 1.5, (batch, LATENT))
    return tfd.MultivariateNormalTriL(loc, np.tril(lower).astype(np.float32))


def exact_kl(q):
    """KL(N(m, LLᵀ) ‖ N(0, I)) for each example, by its formula, float64."""
    covariance = q.covariance().numpy().astype(np.float64)
    trace = np.trace(covariance, axis1=1, axis2=2)
    square = np.sum(q.mean().numpy().astype(np.float64) ** 2, axis=-1)
    return 0.5 * (trace + square - LATENT - np.linalg.slogdet(covariance)[1])


def penalty(chosen, q, seed=0):
    z = q.sample(chosen.samples, seed=(seed, 1))
    return chosen.penalty(q, standard_normal(), z).numpy()


@given(layers, batches, seeds, st.booleans(), st.floats(0.0, 20.0), axes, st.sampled_from([None, 1, 5]))
@settings(max_examples=25)
def test_that_per_example_the_effective_beta_is_the_weight(layer, batch, seed, full, weight, axis, points):
    options = {"use_exact_kl": True, "test_points": points, "test_points_reduce_axis": axis}
    q = posterior(batch, seed, full)
    found = penalty(strategy(layer, batch, weight=weight, **options), q)
    np.testing.assert_allclose(found.mean(), weight * exact_kl(q).mean(), rtol=1e-4, atol=1e-5)


@given(layers, batches, seeds, st.booleans(), axes, st.sampled_from([None, 1, 5]))
@settings(max_examples=20)
def test_that_per_example_a_monte_carlo_estimate_is_the_mean_over_test_points(
    layer, batch, seed, full, axis, points
):
    chosen = strategy(layer, batch, weight=2.0, test_points=points, test_points_reduce_axis=axis)
    q = posterior(batch, seed, full)
    z = q.sample(chosen.samples, seed=(seed, 1))
    expected = 2.0 * tf.reduce_mean(q.log_prob(z) - standard_normal().log_prob(z))
    np.testing.assert_allclose(
        chosen.penalty(q, standard_normal(), z).numpy().mean(), expected, rtol=1e-4, atol=1e-5
    )


@pytest.mark.parametrize("layer", LAYERS)
@pytest.mark.parametrize("axis", ["0", "None", "()"])
def test_that_the_monte_carlo_estimate_agrees_with_the_closed_form_within_its_standard_error(layer, axis):
    q = posterior(4, 3, full=True)
    chosen = strategy(layer, 4, test_points=200, test_points_reduce_axis=axis)

    @tf.function
    def estimate(seed):
        z = q.sample(chosen.samples, seed=tf.stack([seed, 1]))
        return tf.reduce_mean(chosen.penalty(q, standard_normal(), z))

    estimates = np.array([estimate(seed) for seed in tf.range(30)])
    error = estimates.std(ddof=1) / np.sqrt(len(estimates))
    assert abs(estimates.mean() - exact_kl(q).mean()) <= 4 * error
    assert error < 0.05


@given(layers, batches, seeds)
@settings(max_examples=15)
def test_that_weights_per_example_weigh_each_example(layer, batch, seed):
    q = posterior(batch, seed)
    weights = np.random.default_rng(seed).uniform(0.0, 5.0, batch)
    found = penalty(strategy(layer, batch, weight=tuple(weights), use_exact_kl=True), q)
    np.testing.assert_allclose(found.mean(), np.mean(weights * exact_kl(q)), rtol=1e-4)


FACTORS = {
    ("exact", "None"): lambda batch, points: batch,
    ("points", "0"): lambda batch, points: batch,
    ("points", "None"): lambda batch, points: 1,
    ("points", "()"): lambda batch, points: batch * points,
    ("draw", "0"): lambda batch, points: 1,
    ("draw", "None"): lambda batch, points: 1,
    ("draw", "()"): lambda batch, points: batch,
}
"""What a sum over what the options leave unreduced is, over the mean KL per example."""


@pytest.mark.parametrize("layer", LAYERS)
@pytest.mark.parametrize("estimate", list(FACTORS), ids="-".join)
@pytest.mark.parametrize("batch", [4, 7])
def test_that_as_tfp_the_options_mean_what_they_mean_there(layer, estimate, batch):
    kind, axis = estimate
    options = {"use_exact_kl": kind == "exact", "test_points": 3 if kind == "points" else None}
    chosen = strategy(layer, batch, weight=1.5, test_points_reduce_axis=axis, reduction="as-tfp", **options)
    q = posterior(batch, 5)
    z = q.sample(chosen.samples, seed=(0, 1))
    mean = (
        exact_kl(q).mean()
        if kind == "exact"
        else tf.reduce_mean(q.log_prob(z) - standard_normal().log_prob(z)).numpy()
    )
    factor = FACTORS[estimate](batch, 3) * (1 if layer is ADD_LOSS else 2 / batch)
    np.testing.assert_allclose(
        chosen.penalty(q, standard_normal(), z).numpy().mean(), 1.5 * factor * mean, rtol=1e-4
    )
    told = f"effective β is {1.5 * factor:g} here" in chosen.caution
    assert told == (factor != 1)


def test_that_as_tfp_the_penalty_is_what_a_keras_model_with_the_layer_adds_to_its_loss():
    q = posterior(6, 8)
    make = tfpl.DistributionLambda(lambda loc: tfd.MultivariateNormalDiag(loc, q.stddev()))
    model = tf_keras.Sequential(
        [make, tfpl.KLDivergenceAddLoss(standard_normal(), use_exact_kl=True, weight=2.0)]
    )
    model(q.mean())
    chosen = strategy(ADD_LOSS, 6, weight=2.0, use_exact_kl=True, reduction="as-tfp")
    np.testing.assert_allclose(penalty(chosen, q).mean(), sum(model.losses), rtol=1e-5)
    regularizer = tfpl.KLDivergenceRegularizer(standard_normal(), use_exact_kl=True, weight=2.0)
    model = tf_keras.Sequential(
        [
            tfpl.DistributionLambda(
                lambda loc: tfd.MultivariateNormalDiag(loc, q.stddev()), activity_regularizer=regularizer
            )
        ]
    )
    model(q.mean())
    chosen = strategy(REGULARIZER, 6, weight=2.0, use_exact_kl=True, reduction="as-tfp")
    np.testing.assert_allclose(penalty(chosen, q).mean(), sum(model.losses), rtol=1e-5)
    assert len(model.losses) == 2


def test_that_the_defaults_are_those_of_tensorflow_probability():
    assert AddLossParams().test_points_reduce_axis == "None"
    assert RegularizerParams().test_points_reduce_axis == "()"
    assert not AddLossParams().use_exact_kl


@pytest.mark.parametrize(("given_axis", "axis"), [(0, "0"), ("none", "None"), (None, "None"), ((), "()")])
def test_that_the_axis_may_be_written_as_in_python(given_axis, axis):
    assert AddLossParams(test_points_reduce_axis=given_axis).test_points_reduce_axis == axis


@pytest.mark.parametrize("layer", LAYERS)
def test_that_weights_of_another_number_than_the_batch_are_refused(layer):
    with pytest.raises(SpecError, match="has 3 numbers, and a batch has 5 examples") as caught:
        strategy(layer, 5, weight=(1.0, 2.0, 3.0))
    assert caught.value.key == "kl.weight"


def test_that_only_what_belongs_to_the_whole_batch_keeps_it_together():
    assert not strategy(ADD_LOSS, 4).couples_examples
    assert strategy(ADD_LOSS, 4, reduction="as-tfp").couples_examples
    assert strategy(ADD_LOSS, 4, weight=(1.0, 2.0, 3.0, 4.0)).couples_examples


def test_that_a_mixture_prior_is_refused_only_by_the_exact_kl(build_model):
    choices = {"prior": "mixture", "kl": "tfp_add_loss"}
    with pytest.raises(SpecError, match="closed-form") as caught:
        build_model((8, 8, 1), **choices, settings={"kl.use_exact_kl": "true"})
    assert caught.value.key == "kl.use_exact_kl"
    assert build_model((8, 8, 1), **choices).kl.samples == 1
