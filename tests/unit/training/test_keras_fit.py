"""Training through Keras' fit beside the studio's own loop."""

import numpy as np
import pytest
import tensorflow as tf

from vae_studio.model.pixels import Pixels
from vae_studio.training.batch_source import BatchSource
from vae_studio.training.keras_fit import KerasEngine

STEPS = 5
OTHER_OPTIMISERS = [pytest.param(name, marks=pytest.mark.thorough) for name in ("sgd", "rmsprop")]


@pytest.fixture
def make_fit(small_dataset):
    def make(vae, optimiser="adam"):
        batches = BatchSource(
            small_dataset.examples,
            small_dataset.splits.train,
            pixels=Pixels("dynamic"),
            batch_size=16,
            seed=1,
        )
        return KerasEngine(vae, batches, optimiser=optimiser, seed=1)

    return make


def weights(vae):
    return np.concatenate([np.ravel(weight) for weight in vae.named_trainable_weights().values()])


def ran(engine, steps=STEPS, betas=None, rates=None):
    result = engine.run(0, betas or [1.0] * steps, rates or [0.01] * steps, np.zeros(engine.figure_count))
    assert result.finite
    assert result.done == steps
    return result


@pytest.mark.parametrize("optimiser", ["adam", *OTHER_OPTIMISERS])
def test_that_fit_gives_the_weights_and_figures_of_the_compiled_loop(
    fresh_model, make_engine, make_fit, optimiser
):
    betas, rates = [0.1, 0.5, 1.0, 1.0, 2.0], [0.01, 0.01, 0.005, 0.001, 0.001]
    fitted, compiled = fresh_model(), fresh_model()
    by_fit = ran(make_fit(fitted, optimiser), betas=betas, rates=rates)
    by_loop = ran(make_engine(compiled, optimiser=optimiser), betas=betas, rates=rates)
    np.testing.assert_allclose(by_fit.totals, by_loop.totals, rtol=1e-4)
    np.testing.assert_allclose(by_fit.last, by_loop.last, rtol=1e-4)
    np.testing.assert_allclose(weights(fitted), weights(compiled), atol=2e-5)


def test_that_where_calls_begin_and_end_changes_nothing(fresh_model, make_fit):
    whole, parted = fresh_model(), fresh_model()
    at_once = ran(make_fit(whole))
    engine, totals = make_fit(parted), np.zeros(len(at_once.totals))
    for first, count in ((0, 2), (2, 3)):
        totals = engine.run(first, [1.0] * count, [0.01] * count, totals).totals
    np.testing.assert_allclose(totals, at_once.totals, rtol=1e-6)
    np.testing.assert_allclose(weights(parted), weights(whole), rtol=1e-6, atol=1e-8)


def test_that_the_optimiser_comes_back_from_a_checkpoint(fresh_model, make_fit):
    vae = fresh_model()
    engine = make_fit(vae)
    ran(engine)
    state, after = engine.optimiser.state(), weights(vae)
    other = fresh_model()
    again = make_fit(other)
    again.optimiser.restore(state)
    for mine, theirs in zip(other.named_weights().values(), vae.named_weights().values(), strict=True):
        mine.assign(theirs)
    ran(engine, 1)
    ran(again, 1)
    assert not np.array_equal(weights(vae), after)
    np.testing.assert_array_equal(weights(other), weights(vae))


def test_that_figures_that_are_not_finite_end_the_call(fresh_model, make_fit):
    vae = fresh_model()
    engine = make_fit(vae)
    for weight in vae.named_trainable_weights().values():
        weight.assign(np.full(weight.shape, np.nan))
    result = engine.run(0, [1.0] * 4, [0.01] * 4, np.zeros(engine.figure_count))
    assert (result.done, result.finite) == (0, False)
    assert np.all(np.isfinite(result.totals))


def test_that_a_change_of_beta_and_rate_compiles_nothing_anew(fresh_model, make_fit):
    engine = make_fit(fresh_model())
    ran(engine, 2)
    train_function = engine._model.train_function
    ran(engine, 3, betas=[0.0, 0.3, 7.0], rates=[0.1, 0.2, 0.3])
    assert engine._model.train_function is train_function
    assert isinstance(engine._model.beta, tf.Variable)
