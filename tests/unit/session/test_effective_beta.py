"""The effective β that a run reports, and the words that go with it."""

import pytest


def rarer(*values):
    """Values that only ``pytest -m thorough`` tries."""
    return pytest.param(*values, marks=pytest.mark.thorough)


WARMED_UP = {"kl.schedule": "constant", "kl.beta": "4"}
AS_TFP = {"kl.use_exact_kl": "true", "kl.reduction": "as-tfp"}


def epochs_and_warnings(session, spec, watch):
    events = watch.execute(session.begin(spec))
    assert watch.finished(events).status == "completed"
    warnings = [event.message for event in watch.of_type(events, "warning")]
    return watch.of_type(events, "epoch"), warnings, events


@pytest.mark.parametrize(
    ("kl", "settings", "beta"),
    [
        rarer("analytic", {}, 1.0),
        rarer("beta", WARMED_UP, 4.0),
        rarer("tfp_add_loss", {"kl.use_exact_kl": "true", "kl.weight": "2"}, 2.0),
        rarer("tfp_regularizer", {"kl.use_exact_kl": "true", "kl.weight": "2"}, 2.0),
        ("tfp_add_loss", AS_TFP, 16.0),
        rarer("tfp_regularizer", AS_TFP, 2.0),
    ],
    ids=["analytic", "beta", "add_loss", "regularizer", "add_loss-as-tfp", "regularizer-as-tfp"],
)
def test_that_the_effective_beta_is_what_the_strategy_amounts_to(
    session, small_spec, watch, kl, settings, beta
):
    epochs, warnings, events = epochs_and_warnings(
        session, session.spec_from(small_spec, kl=kl, epochs=1, settings=settings), watch
    )
    assert epochs[0].effective_beta == pytest.approx(beta, rel=1e-4)
    assert watch.of_type(events, "step")[-1].effective_beta == epochs[0].effective_beta
    assert watch.finished(events).effective_beta == epochs[0].effective_beta
    told = [warning for warning in warnings if f"effective β is {beta:g} here" in warning]
    assert bool(told) == (settings is AS_TFP)
    true = epochs[0].train
    assert true.negative_elbo == pytest.approx(true.reconstruction + true.kl)
    assert epochs[0].objective == pytest.approx(true.reconstruction + beta * true.kl, rel=1e-4)


def test_that_a_monte_carlo_strategy_has_its_weight_within_sampling_error(session, small_spec, watch):
    settings = {"kl.weight": "3", "kl.test_points": "20", "kl.test_points_reduce_axis": "0"}
    spec = session.spec_from(small_spec, kl="tfp_add_loss", epochs=2, settings=settings)
    epochs, _, _ = epochs_and_warnings(session, spec, watch)
    assert epochs[-1].effective_beta == pytest.approx(3.0, rel=0.05)


def test_that_a_warm_up_is_seen_in_the_effective_beta_and_not_in_the_negative_elbo(session, small_spec, watch):
    settings = {"kl.schedule": "linear", "kl.warm_up": "3"}
    epochs, _, _ = epochs_and_warnings(
        session, session.spec_from(small_spec, kl="beta", settings=settings), watch
    )
    betas = [epoch.effective_beta for epoch in epochs]
    assert betas == sorted(betas)
    assert 0 < betas[0] < 1 / 3
    for epoch in epochs:
        assert epoch.train.negative_elbo == pytest.approx(epoch.train.reconstruction + epoch.train.kl)


def test_that_a_change_of_beta_compiles_nothing_anew(small_model, make_small_engine):
    engine = make_small_engine(small_model)
    for beta in (0.0, 0.25, 3.0):
        engine.run(0, [beta] * 2, [0.0] * 2, [0.0] * engine.figure_count)
    assert engine._compiled.experimental_get_tracing_count() == 1


@pytest.fixture
def make_small_engine(small_dataset):
    from vae_studio.model.pixels import Pixels
    from vae_studio.training.batch_source import BatchSource
    from vae_studio.training.engine import Engine

    def make(vae):
        batches = BatchSource(
            small_dataset.examples, small_dataset.splits.train, pixels=Pixels(), batch_size=16, seed=1
        )
        return Engine(vae, batches, optimiser="adam", seed=1, shards=1)

    return make


def test_that_a_small_training_split_is_the_batch_that_weights_must_match(session, small_spec, watch):
    """The small file has 194 training examples, fewer than the batch asked for."""
    weights = str([1.0] * 194)
    settings = {"training.batch_size": "500", "kl.weight": weights}
    epochs, _, _ = epochs_and_warnings(
        session, session.spec_from(small_spec, kl="tfp_add_loss", epochs=1, settings=settings), watch
    )
    assert epochs[0].effective_beta == pytest.approx(1.0, rel=0.2)
