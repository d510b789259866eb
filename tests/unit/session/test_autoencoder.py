"""A standard autoencoder: no posterior density, no KL, no ELBO, no samples."""

import numpy as np
import pytest

from vae_studio.api import SpecError
from vae_studio.latent.tables import save_encoding_csv

SETTINGS = {
    "encoder.units": "[12]",
    "encoder.activation": "sigmoid",
    "encoder.posterior": "deterministic",
    "encoder.code_activation": "sigmoid",
    "decoder.units": "[12]",
    "decoder.activation": "sigmoid",
    "decoder.output": "sigmoid",
    "decoder.likelihood": "mean_squared_error",
    "data.binarise": "none",
    "training.optimiser": "rmsprop",
    "training.batch_size": "16",
}


@pytest.fixture(scope="module")
def watched(session, small_file, watch):
    """The autoencoder on the small file for four epochs, and its events."""
    spec = session.spec_from(
        dataset=str(small_file), encoder="dense", decoder="dense", kl="none", epochs=4, settings=SETTINGS
    )
    job = session.begin(spec)
    return job.run, watch.execute(job)


@pytest.fixture(scope="module")
def autoencoder(watched):
    return watched[0]


def test_that_it_learns_the_mean_squared_error_and_has_no_other_figure(watched, watch):
    _, events = watched
    epochs = watch.of_type(events, "epoch")
    assert epochs[-1].validation.reconstruction < epochs[0].validation.reconstruction < 0.3
    for figures in (epochs[-1].train, epochs[-1].validation, watch.finished(events).test):
        assert figures.unit == "mean squared error"
        assert (figures.negative_elbo, figures.kl, figures.kl_per_dimension) == (None, None, None)
    assert {event.effective_beta for event in epochs} == {None}
    assert epochs[-1].objective == pytest.approx(epochs[-1].train.reconstruction, rel=1e-5)


def test_that_its_figure_is_the_mean_squared_error_of_its_reconstructions(autoencoder):
    data = autoencoder.dataset
    test = data.examples[data.splits.test]
    error = np.mean((autoencoder.reconstruct(test) - test / 255.0) ** 2)
    assert autoencoder.evaluate().test.figures.reconstruction == pytest.approx(error, rel=1e-4)


def test_that_the_best_checkpoint_is_that_of_the_lowest_error(session, autoencoder):
    errors = [epoch["validation"]["reconstruction"] for epoch in autoencoder.history]
    assert session.open(autoencoder.path, best=True).complete_epochs == 1 + int(np.argmin(errors))


def test_that_nothing_is_sampled_from_the_prior_and_the_reason_is_told(autoencoder, tmp_path):
    assert not autoencoder.generative
    with pytest.raises(SpecError, match="not a generative model"):
        autoencoder.sample(4)
    with pytest.raises(SpecError, match="not a generative model"):
        autoencoder.save_samples(tmp_path / "samples.png", 2, 2)
    assert not (tmp_path / "samples.png").exists()


@pytest.mark.parametrize("spacing", ["quantile", "linear"])
def test_that_its_latent_grid_covers_the_codes_of_its_training_examples(autoencoder, spacing):
    from dataclasses import replace

    data = autoencoder.dataset
    codes = autoencoder.encode(data.examples[data.splits.train]).loc
    grid = autoencoder.latent_grid(replace(autoencoder.default_grid(5, 5), spacing=spacing))
    assert grid.has_quantiles
    for values, used in ((grid.across, codes[:, 0]), (grid.up, codes[:, 1])):
        assert abs(np.median(values) - np.median(used)) < 0.5 * np.std(used)
        assert np.ptp(values) < 1.2 * np.ptp(used) + 1e-6


def test_that_its_codes_are_computed_once_for_each_state_of_its_weights(autoencoder, monkeypatch):
    from dataclasses import replace

    asked, encode = [], autoencoder.posterior_map

    def counted(stored):
        asked.append(len(stored))
        return encode(stored)

    monkeypatch.setitem(vars(autoencoder), "posterior_map", counted)
    request = autoencoder.default_grid(3, 3)
    named = autoencoder.model.named_weights()
    weight = named[max(name for name in named if name.startswith("encoder"))]
    before, first = weight.numpy(), autoencoder.latent_grid(request)
    asked.clear()
    autoencoder.latent_grid(replace(request, rows=2, show="draw"))
    assert asked == []
    try:
        weight.assign_add(0.5 + np.arange(weight.shape[0]))
        moved = autoencoder.latent_grid(request)
        assert asked == [len(autoencoder.dataset.splits.train)]
        assert not np.allclose(moved.across, first.across)
    finally:
        weight.assign(before)
    np.testing.assert_array_equal(autoencoder.latent_grid(request).across, first.across)


def test_that_a_code_is_a_point_and_its_table_has_only_what_exists(autoencoder, tmp_path):
    encoding = autoencoder.encode(autoencoder.dataset.examples[:3])
    np.testing.assert_array_equal(encoding.scale, 0.0)
    assert (encoding.kl, encoding.negative_elbo) == (None, None)
    save_encoding_csv(tmp_path / "codes.csv", ["a", "b", "c"], encoding)
    header = (tmp_path / "codes.csv").read_text().splitlines()[0]
    assert header == "name,mean_1,mean_2,sd_1,sd_2,mean_squared_error"


def test_that_it_opens_again_with_the_same_figures(session, autoencoder):
    assert session.open(autoencoder.path).evaluate() == autoencoder.evaluate()


def test_that_a_model_without_kl_keeps_the_true_figures_and_offers_no_samples(session, small_spec, watch):
    spec = session.spec_from(small_spec, kl="none", epochs=1)
    job = session.begin(spec)
    (epoch,) = watch.of_type(watch.execute(job), "epoch")
    assert epoch.validation.kl > 0
    assert epoch.validation.negative_elbo == epoch.validation.reconstruction + epoch.validation.kl
    assert epoch.effective_beta == 0.0
    assert epoch.objective == pytest.approx(epoch.train.reconstruction, rel=1e-6)
    assert "without a KL" in job.run.sampling_reason


@pytest.mark.parametrize(
    ("kl", "settings"),
    [("beta", {"kl.beta": "0"}), ("tfp_add_loss", {"kl.weight": "0"})],
    ids=["beta", "tfp_add_loss"],
)
def test_that_a_kl_of_weight_zero_ties_nothing_to_the_prior(build_model, kl, settings):
    assert not build_model((8, 8, 1), kl=kl, settings=settings).ties_prior
    assert build_model((8, 8, 1), kl=kl).ties_prior
