"""What cannot work is refused before training, naming the key and the remedy."""

from dataclasses import replace

import numpy as np
import pytest

from vae_studio.api import PluginError, SpecError

MIXTURE = """
    def build(params, context):
        import tensorflow as tf
        import tensorflow_probability as tfp
        weights = tfp.distributions.Categorical(probs=[0.5, 0.5])
        normals = tfp.distributions.MultivariateNormalDiag(
            tf.zeros([2, context.latent_size]), tf.ones([context.latent_size])
        )
        return tfp.distributions.MixtureSameFamily(weights, normals)
"""


@pytest.fixture(scope="module")
def table(session, tmp_path_factory):
    path = tmp_path_factory.mktemp("table") / "table.npy"
    np.save(path, np.random.default_rng(0).normal(size=(60, 5)).astype(np.float32))
    return str(path)


def refusal(call, *arguments):
    with pytest.raises(SpecError) as caught:
        call(*arguments)
    return caught.value


@pytest.mark.parametrize("section", ["encoder", "decoder"])
def test_that_an_image_network_on_a_table_is_refused_and_dense_offered(session, table, section):
    spec = session.spec_from(dataset=table, encoder="dense", decoder="dense")
    spec = session.spec_from(spec, **{section: "conv"})
    error = refusal(session.check, spec, session.load_dataset(spec.data))
    assert error.key == f"{section}.plugin"
    assert "'dense'" in error.remedy
    assert refusal(session.describe, spec, (5,)).key == f"{section}.plugin"


def test_that_a_bernoulli_likelihood_of_values_outside_0_to_1_is_refused(session, table):
    spec = session.spec_from(dataset=table, encoder="dense", decoder="dense")
    dataset = session.load_dataset(spec.data)
    error = refusal(session.begin, spec, replace(dataset, examples=dataset.examples * 3 - 1))
    assert error.key == "decoder.likelihood"
    assert "Normal" in error.remedy


def test_that_a_normal_likelihood_trains_on_a_table(session, table):
    settings = {"decoder.likelihood": "normal_learned", "encoder.units": "[6]", "decoder.units": "[6]"}
    settings |= {"training.batch_size": "16", "training.shards": "1"}
    run = session.train(
        dataset=table, encoder="dense", decoder="dense", kl="monte_carlo", epochs=1, settings=settings
    )
    assert run.data_shape == (5,)
    assert run.sample(3).shape == (3, 5)


def test_that_a_closed_form_that_does_not_exist_is_refused(stranger, small_spec, small_dataset):
    session = stranger("PRIOR", MIXTURE)
    error = refusal(session.begin, session.spec_from(small_spec, prior="acme"), small_dataset)
    assert error.key == "kl.plugin"
    assert "'acme'" in error.message
    assert "'monte_carlo'" in error.remedy


def test_that_monte_carlo_trains_with_a_prior_without_closed_form(stranger, small_spec, small_dataset):
    session = stranger("PRIOR", MIXTURE)
    run = session.train(small_spec, dataset=small_dataset, prior="acme", kl="monte_carlo", epochs=1)
    figures = run.history[0]["validation"]
    assert figures["kl_per_dimension"] is None
    assert figures["negative_elbo"] == figures["reconstruction"] + figures["kl"]
    grid = run.latent_grid()
    assert not grid.has_quantiles


def test_that_a_latent_size_that_a_plugin_cannot_have_is_refused(stranger):
    session = stranger("PRIOR", MIXTURE, needs="Needs(smallest_latent=3, largest_latent=8)")
    error = refusal(session.check, session.spec_from(prior="acme"))
    assert error.key == "encoder.latent_size"
    assert "3 to 8" in error.message
    session.check(session.spec_from(prior="acme", settings={"encoder.latent_size": "8"}))


def test_that_too_many_layers_are_refused_when_the_model_is_described(session):
    spec = session.spec_from(settings={"encoder.filters": "[8, 8, 8, 8, 8]"})
    assert refusal(session.describe, spec, (28, 28, 1)).key == "encoder.filters"


def test_that_a_parameter_out_of_bounds_is_refused_without_building_anything(session):
    error = refusal(session.check, session.spec_from(settings={"decoder.kernel": "99"}))
    assert error.key == "decoder.kernel"


def test_that_an_unknown_plugin_is_refused_with_the_names_there_are(session):
    with pytest.raises(PluginError, match="conv, dense"):
        session.check(session.spec_from(encoder="transformer"))


def test_that_a_gpu_that_is_not_there_is_refused(session, small_spec, small_dataset, monkeypatch):
    import tensorflow as tf

    monkeypatch.setattr(tf.config, "list_logical_devices", lambda kind: [])
    spec = session.spec_from(small_spec, settings={"training.device": "gpu"})
    assert refusal(session.begin, spec, small_dataset).key == "training.device"


def test_that_bernoulli_of_grey_values_is_told_when_the_run_begins(session, small_spec, small_dataset, watch):
    spec = session.spec_from(small_spec, epochs=1, settings={"data.binarise": "none"})
    events = watch.execute(session.begin(spec, small_dataset))
    assert "cross-entropy" in watch.of_type(events, "warning")[0].message
    assert watch.finished(events).status == "completed"
