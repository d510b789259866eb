"""Composing a model from four builders that may break their contracts."""

import random

import numpy as np
import pytest
import tensorflow as tf
import tensorflow_probability as tfp

from vae_studio.api import API_VERSION, BuildContext, Kind, Needs, Params, PluginSpec, SpecError
from vae_studio.model.composition import BrokenPartError, Part, compose
from vae_studio.model.description import describe

tfd = tfp.distributions
CONTEXT = BuildContext((4, 4, 1), 2, 1)


def normal(batch, event):
    return tfd.Independent(tfd.Normal(tf.zeros([*batch, *event]), 1.0), len(event))


class Strategy:
    samples = 2

    def penalty(self, q, p, z):
        return tf.reduce_mean(q.log_prob(z) - p.log_prob(z), axis=0)

    def weight(self, epoch):
        return 1.0


GOOD = {
    Kind.ENCODER: lambda params, context: lambda x: normal([len(x)], [2]),
    Kind.DECODER: lambda params, context: lambda z: normal([len(z)], [4, 4, 1]),
    Kind.PRIOR: lambda params, context: normal([], [2]),
    Kind.KL_STRATEGY: lambda params, context: Strategy(),
}


def parts(closed_form_kl=False, **builders):
    found = {}
    for kind, good in GOOD.items():
        spec = PluginSpec(
            kind=kind,
            name=f"my_{kind.value}",
            label="Mine",
            summary="Mine.",
            build="mine:build",
            api_version=API_VERSION,
            needs=Needs(closed_form_kl=closed_form_kl and kind is Kind.KL_STRATEGY),
        )
        found[kind] = Part(spec, Params(), builders.get(kind.value, good))
    return found


def strategy(**members):
    return lambda params, context: type("Mine", (Strategy,), members)()


def test_that_parts_that_keep_their_contract_become_a_model():
    vae = compose(parts(), CONTEXT)
    assert vae.data_shape == (4, 4, 1)
    assert describe(vae).encoder_flow == ()
    assert vae.parameter_count() == 0


@pytest.mark.parametrize(
    ("kind", "builder", "words"),
    [
        ("encoder", lambda p, c: 1 / 0, "could not be built: division by zero"),
        ("encoder", lambda p, c: lambda x: tf.zeros([2, 2]), "breaks its contract"),
        ("encoder", lambda p, c: lambda x: normal([len(x)], [3]), r"batch \[2\] and event \[3\]"),
        ("encoder", lambda p, c: lambda x: normal([1], [2]), r"instead of \[2\] and \[2\]"),
        (
            "decoder",
            lambda p, c: lambda z: normal([len(z)], [16]),
            r"event \[16\] instead of \[2\] and \[4, 4, 1\]",
        ),
        ("decoder", lambda p, c: lambda z: tfd.Normal(tf.zeros([2, 4, 4, 1]), 1.0), "breaks its contract"),
        ("prior", lambda p, c: normal([1], [2]), r"batch \[1\] and event \[2\] instead of \[\] and \[2\]"),
        ("prior", lambda p, c: None, "breaks its contract"),
        ("kl_strategy", strategy(penalty=lambda self, q, p, z: tf.constant(0.0)), r"instead of \[B\] = \(2,\)"),
        ("kl_strategy", strategy(samples="many"), "breaks its contract"),
        ("kl_strategy", strategy(weight=lambda self, epoch: "one"), "breaks its contract"),
    ],
)
def test_that_a_part_that_breaks_its_contract_is_named(kind, builder, words):
    with pytest.raises(BrokenPartError, match=words) as caught:
        compose(parts(**{kind: builder}), CONTEXT)
    assert (caught.value.kind, caught.value.plugin) == (Kind(kind), f"my_{kind}")
    assert "Traceback" in caught.value.details


def test_that_a_builder_may_refuse_a_parameter_itself():
    def refuse(params, context):
        raise SpecError("no", "encoder.width", "Less.")

    with pytest.raises(SpecError) as caught:
        compose(parts(encoder=refuse), CONTEXT)
    assert caught.value.key == "encoder.width"


def test_that_the_prior_is_told_of_the_encoder_and_the_others_are_not():
    seen = {}

    def noting(kind):
        def build(params, context):
            seen[kind] = context.encoder
            return GOOD[kind](params, context)

        return build

    vae = compose(parts(**{kind.value: noting(kind) for kind in Kind}), CONTEXT)
    assert seen.pop(Kind.PRIOR) is vae.encoder
    assert set(seen.values()) == {None}


def test_that_a_strategy_that_needs_a_closed_form_refuses_a_prior_without_one():
    laplace = tfd.Independent(tfd.Laplace(tf.zeros(2), 1.0), 1)
    with pytest.raises(SpecError, match="needs a closed-form KL") as caught:
        compose(parts(closed_form_kl=True, prior=lambda params, context: laplace), CONTEXT)
    assert caught.value.key == "kl.plugin"
    assert "monte_carlo" in caught.value.remedy


def test_that_initial_values_left_to_chance_are_a_function_of_the_seed():
    def encoder(params, context):
        part = tf.Module()
        part.noise = tf.Variable([np.random.normal(), random.random(), float(tf.random.normal([]))])  # noqa: NPY002

        class Encoder(tf.Module):
            def __call__(self, x):
                return normal([len(x)], [2])

        built = Encoder()
        built.part = part
        return built

    one, same = (compose(parts(encoder=encoder), CONTEXT).encoder.part.noise.numpy() for _ in range(2))
    np.testing.assert_array_equal(one, same)
    other = compose(parts(encoder=encoder), BuildContext((4, 4, 1), 2, 2)).encoder.part.noise.numpy()
    assert not np.any(one == other)


def test_that_building_leaves_the_random_numbers_of_others_alone():
    state = random.getstate(), np.random.get_state()[1].tolist()  # noqa: NPY002
    compose(parts(), CONTEXT)
    assert (random.getstate(), np.random.get_state()[1].tolist()) == state  # noqa: NPY002


def point(batch):
    return tfd.Independent(tfd.Deterministic(tf.zeros([*batch, 2])), 1)


def test_that_a_point_for_a_posterior_is_refused_by_a_strategy_that_needs_a_density():
    with pytest.raises(SpecError, match="no density") as caught:
        compose(parts(encoder=lambda params, context: lambda x: point([len(x)])), CONTEXT)
    assert caught.value.key == "kl.plugin"


def test_that_a_point_for_a_posterior_goes_with_a_strategy_that_ties_nothing_to_the_prior():
    chosen = parts(
        encoder=lambda params, context: lambda x: point([len(x)]),
        kl_strategy=strategy(penalty=lambda self, q, p, z: tf.zeros_like(z[0, :, 0])),
    )
    part = chosen[Kind.KL_STRATEGY]
    untied = part.spec.model_copy(update={"ties_prior": False})
    chosen[Kind.KL_STRATEGY] = Part(untied, part.params, part.builder)
    vae = compose(chosen, CONTEXT)
    assert not vae.has_density
    assert not vae.ties_prior


def test_that_a_strategy_that_couples_examples_is_tried_on_a_whole_batch():
    tried = []

    def penalty(self, q, p, z):
        tried.append(z.shape[1])
        return tf.zeros_like(z[0, :, 0])

    context = BuildContext((4, 4, 1), 2, 1, batch_size=7)
    vae = compose(parts(kl_strategy=strategy(penalty=penalty, couples_examples=True)), context)
    assert tried == [7]
    assert vae.couples_examples


def test_that_a_strategy_may_say_itself_whether_it_needs_a_closed_form():
    mixture = tfd.MixtureSameFamily(tfd.Categorical(logits=[0.0, 0.0]), normal([2], [2]))
    chosen = {"prior": lambda params, context: mixture}
    compose(parts(closed_form_kl=True, kl_strategy=strategy(closed_form_kl=False), **chosen), CONTEXT)
    with pytest.raises(SpecError, match="closed-form"):
        compose(parts(kl_strategy=strategy(closed_form_kl=True), **chosen), CONTEXT)


def test_that_the_model_passes_on_the_caution_of_its_strategy_and_the_unit_of_its_decoder():
    class Decoder:
        reconstruction_unit = "mean squared error"

        def __call__(self, z):
            return normal([len(z)], [4, 4, 1])

    chosen = parts(kl_strategy=strategy(caution="Beware."), decoder=lambda params, context: Decoder())
    vae = compose(chosen, CONTEXT)
    assert (vae.caution, vae.reconstruction_unit) == ("Beware.", "mean squared error")
    assert compose(parts(), CONTEXT).caution == ""
    assert compose(parts(), CONTEXT).reconstruction_unit == "nats"
