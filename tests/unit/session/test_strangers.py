"""Plugins of strangers that break, and runs whose plugins are gone."""

import shutil

import pytest

from vae_studio.api import Kind, PluginError
from vae_studio.registry.records import PluginStatus

RAISES = """
    def build(params, context):
        raise RuntimeError("out of luck")
"""
WRONG_SHAPE = """
    def build(params, context):
        import tensorflow as tf
        import tensorflow_probability as tfp
        return tfp.distributions.MultivariateNormalDiag(tf.zeros([1, context.latent_size]))
"""
TRAINABLE = """
    def build(params, context):
        import tensorflow as tf
        import tensorflow_probability as tfp
        loc = tf.Variable(tf.zeros([context.latent_size]), name="loc")
        scale = tfp.util.TransformedVariable(tf.ones([context.latent_size]), tfp.bijectors.Softplus())
        return tfp.distributions.MultivariateNormalDiag(loc, scale)
"""


@pytest.mark.parametrize(
    ("builder", "words"),
    [(RAISES, "out of luck"), (WRONG_SHAPE, r"batch \[1\] and event \[2\] instead of \[\] and \[2\]")],
)
def test_that_a_plugin_that_breaks_when_built_becomes_a_broken_record(stranger, small_spec, builder, words):
    session = stranger("PRIOR", builder)
    spec = session.spec_from(small_spec, prior="acme")
    with pytest.raises(PluginError, match=words):
        session.describe(spec, (8, 8, 1))
    record = session.registry.record(Kind.PRIOR, "acme")
    assert record.status is PluginStatus.BROKEN
    assert "Traceback" in record.details
    with pytest.raises(PluginError, match="is broken"):
        session.check(spec)
    assert session.describe(small_spec, (8, 8, 1)).parameters > 0


def test_that_a_prior_with_variables_trains_and_comes_back(stranger, small_spec, small_dataset):
    session = stranger("PRIOR", TRAINABLE)
    run = session.train(small_spec, dataset=small_dataset, prior="acme", epochs=1)
    names = [name for name in run.model.named_weights() if name.startswith("prior/")]
    assert len(names) == 2
    assert any(float(value) != 0 for value in run.prior.mean())
    opened = session.open(run.path)
    for name in names:
        before, after = run.model.named_weights()[name], opened.model.named_weights()[name]
        assert before.numpy().tolist() == after.numpy().tolist()


def test_that_opening_a_run_whose_plugin_is_gone_names_what_to_install(
    stranger, small_spec, small_dataset, tmp_path
):
    session = stranger("PRIOR", TRAINABLE)
    run = session.train(small_spec, dataset=small_dataset, prior="acme", epochs=1)
    shutil.rmtree(tmp_path / "site")
    session.registry.rescan()
    for use in (session.open, session.resume):
        with pytest.raises(PluginError, match="no prior named 'acme'") as caught:
            use(run.path)
        assert "acme-parts" in caught.value.remedy
