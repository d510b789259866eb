"""The kit finds what it is there to find."""

import importlib
import subprocess
import sys
import types

import numpy as np
import pytest

from vae_studio.api import API_VERSION, Kind, Needs, PluginSpec
from vae_studio.testing import check_plugin, checks_for, parametrize_with_checks, spec_checks

NEEDS = Needs(data=("table",), smallest_latent=2, largest_latent=2)


@pytest.fixture
def plugin(monkeypatch):
    """Return a function that makes a plugin out of a builder."""
    module = types.ModuleType("acme_kit")
    monkeypatch.setitem(sys.modules, "acme_kit", module)

    def make(kind, build, **values):
        module.build = build
        values = {"label": "Acme", "summary": "Made for a test.", "needs": NEEDS, **values}
        return PluginSpec(kind=kind, name="acme", build="acme_kit:build", api_version=API_VERSION, **values)

    return make


IMPORTED = {}
"""What came of importing modules by themselves, by the program that did it."""


@pytest.fixture(autouse=True)
def imported_once(monkeypatch):
    """Import a module by itself once, and not again for every plugin whose parameters it declares."""
    run = subprocess.run

    def remembered(command, **options):
        program = tuple(command)
        if program not in IMPORTED:
            IMPORTED[program] = run(command, **options)
        return IMPORTED[program]

    monkeypatch.setattr(spec_checks.subprocess, "run", remembered)


def failed(plugin):
    return {line.partition(":")[0] for line in check_plugin(plugin)}


def normal(loc, scale=1.0):
    import tensorflow as tf
    import tensorflow_probability as tfp

    return tfp.distributions.MultivariateNormalDiag(loc, scale * tf.ones_like(loc))


def linear(event, *, seed=None, spread=0.1, touched=True):
    """Return a network with a Gaussian output whose one matrix starts from a seed, or from chance."""
    import tensorflow as tf

    class Linear(tf.Module):
        def __init__(self, size):
            super().__init__()
            shape = (size, event)
            random = tf.random.normal(shape) if seed is None else tf.random.stateless_normal(shape, (seed, 1))
            self.matrix = tf.Variable(spread * random, name="matrix")
            self.unused = None if touched else tf.Variable(0.0, name="unused")

        def __call__(self, x):
            return normal(x @ self.matrix)

    return Linear


def encoder(params, context):
    return linear(context.latent_size, seed=context.seed)(context.data_shape[0])


def test_that_a_sound_encoder_passes(plugin):
    assert check_plugin(plugin(Kind.ENCODER, encoder)) == []


def test_that_a_wrong_event_shape_is_found_and_named(plugin):
    spec = plugin(Kind.ENCODER, lambda p, c: linear(c.latent_size + 1, seed=1)(c.data_shape[0]))
    (line,) = [line for line in check_plugin(spec) if line.startswith("check_shapes")]
    assert line == "check_shapes: data 12, latent size 2: batch [1] and event [3], expected [1] and [2]"


def test_that_initial_values_left_to_chance_are_found(plugin):
    spec = plugin(Kind.ENCODER, lambda p, c: linear(c.latent_size)(c.data_shape[0]))
    assert failed(spec) == {"check_same_seed_gives_the_same_initial_values"}


def test_that_a_variable_without_gradient_is_found(plugin):
    spec = plugin(Kind.ENCODER, lambda p, c: linear(c.latent_size, seed=c.seed, touched=False)(c.data_shape[0]))
    (line,) = check_plugin(spec)
    assert "no gradient reaches unused" in line


def test_that_an_output_that_is_not_finite_is_found(plugin):
    spec = plugin(Kind.ENCODER, lambda p, c: linear(c.latent_size, seed=1, spread=np.nan)(c.data_shape[0]))
    assert "check_log_prob_is_finite" in failed(spec)


def test_that_undeclared_coupling_of_examples_is_found(plugin):
    import tensorflow as tf

    def build(params, context):
        network = encoder(params, context)
        matrix = network.matrix

        class Centred(tf.Module):
            def __init__(self):
                super().__init__()
                self.matrix = matrix

            def __call__(self, x):
                return normal((x - tf.reduce_mean(x, axis=0)) @ self.matrix)

        return Centred()

    assert failed(plugin(Kind.ENCODER, build)) == {"check_examples_do_not_mix"}
    assert failed(plugin(Kind.ENCODER, build, couples_examples=True)) == set()


def test_that_an_encoder_whose_draws_carry_no_gradient_is_found(plugin):
    import tensorflow as tf
    import tensorflow_probability as tfp

    def build(params, context):
        network = encoder(params, context)

        class Discrete(tf.Module):
            def __init__(self):
                super().__init__()
                self.matrix = network.matrix

            def __call__(self, x):
                bernoulli = tfp.distributions.Bernoulli(logits=x @ self.matrix, dtype=tf.float32)
                return tfp.distributions.Independent(bernoulli, 1)

        return Discrete()

    assert failed(plugin(Kind.ENCODER, build)) == {"check_draws_carry_gradients"}


def test_that_numpy_in_a_network_is_found(plugin):
    def build(params, context):
        network = encoder(params, context)

        class Escaping(type(network)):
            def __call__(self, x):
                return normal(self.matrix.numpy()[: len(x)] * 0.0 + x.numpy() @ self.matrix.numpy())

        network.__class__ = Escaping
        return network

    assert "check_compiles_for_any_batch" in failed(plugin(Kind.ENCODER, build))


def test_that_a_decoder_is_held_to_the_shape_of_the_data(plugin):
    sound = plugin(Kind.DECODER, lambda p, c: linear(c.data_shape[0], seed=c.seed)(c.latent_size))
    assert check_plugin(sound) == []
    narrow = plugin(Kind.DECODER, lambda p, c: linear(c.data_shape[0] - 1, seed=c.seed)(c.latent_size))
    assert "check_shapes" in failed(narrow)


def test_that_a_plugin_is_tried_only_where_its_needs_allow(plugin):
    seen = []

    def build(params, context):
        seen.append((context.data_shape, context.latent_size))
        return encoder(params, context)

    assert check_plugin(plugin(Kind.ENCODER, build, needs=Needs(data=("table",), smallest_latent=2))) == []
    assert set(seen) == {((12,), 2), ((12,), 5)}
    seen.clear()
    assert check_plugin(plugin(Kind.ENCODER, build, needs=Needs(data=("table",), smallest_latent=9))) == []
    assert set(seen) == {((12,), 9)}


def test_that_a_prior_with_a_batch_is_found(plugin):
    import tensorflow as tf
    import tensorflow_probability as tfp

    sound = plugin(Kind.PRIOR, lambda p, c: normal(tf.zeros(c.latent_size)))
    assert check_plugin(sound) == []
    batched = plugin(Kind.PRIOR, lambda p, c: tfp.distributions.Normal(tf.zeros(c.latent_size), 1.0))
    assert "check_shapes" in failed(batched)


def test_that_a_prior_is_given_an_encoder(plugin):
    import tensorflow as tf

    def build(params, context):
        pseudo_input = tf.zeros((1, *context.data_shape))
        return normal(context.encoder(pseudo_input).mean()[0])

    assert check_plugin(plugin(Kind.PRIOR, build)) == []


class Strategy:
    samples = 1

    def penalty(self, q, p, z):
        return q.kl_divergence(p)

    def weight(self, epoch):
        return 1.0


STRATEGIES = {
    "a sum over the batch": (
        {"penalty": lambda self, q, p, z: sum(q.kl_divergence(p))},
        {"check_penalty_is_finite", "check_compiles"},
    ),
    "a negative weight": ({"weight": lambda self, epoch: 1.0 - epoch}, {"check_weight_is_not_negative"}),
    "a weight that overflows": (
        {"weight": lambda self, epoch: float("inf") if epoch > 100 else 1.0},
        {"check_weight_is_not_negative"},
    ),
    "no samples": ({"samples": 0}, {"check_is_a_strategy"}),
    "a penalty without the posterior": (
        {"penalty": lambda self, q, p, z: 0.0 * p.log_prob(p.sample(q.batch_shape[0], seed=(1, 2)))},
        {"check_gradients_reach_the_posterior"},
    ),
}


def test_that_a_sound_strategy_passes(plugin):
    assert check_plugin(plugin(Kind.KL_STRATEGY, lambda p, c: Strategy())) == []


@pytest.mark.parametrize(("changes", "expected"), STRATEGIES.values(), ids=STRATEGIES)
def test_that_a_strategy_that_breaks_its_contract_is_found(plugin, changes, expected):
    broken = type("Broken", (Strategy,), changes)
    found = failed(plugin(Kind.KL_STRATEGY, lambda p, c: broken()))
    assert expected & found
    assert found - expected <= {
        "check_penalty_is_finite",
        "check_gradients_reach_the_posterior",
        "check_compiles",
    }


PARAMETERS = """
from vae_studio.api import Params, parameter
import {imported}

class Acme(Params):
    depth: {type} = parameter({default}, {help!r}, minimum=1)
"""


@pytest.fixture
def params(tmp_path, monkeypatch):
    """Return a function that declares parameters in a module of their own."""
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "acme_params", raising=False)

    def make(type="int", default=3, help="Depth.", imported="math"):
        source = PARAMETERS.format(type=type, default=default, help=help, imported=imported)
        (tmp_path / "acme_params.py").write_text(source)
        return importlib.import_module("acme_params").Acme

    return make


def test_that_sound_parameters_pass(plugin, params):
    assert failed(plugin(Kind.ENCODER, encoder, params=params())) == set()


def test_that_parameters_may_be_none_by_default(plugin, params):
    sound = plugin(Kind.ENCODER, encoder, params=params(type="int | None", default=None))
    assert failed(sound) == set()


def test_that_parameters_without_help_are_found(plugin, params):
    assert failed(plugin(Kind.ENCODER, encoder, params=params(help=""))) == {"check_words"}


def test_that_defaults_that_are_not_allowed_are_found(plugin, params):
    assert "check_default_parameters" in failed(plugin(Kind.ENCODER, encoder, params=params(default=0)))


def test_that_parameters_that_a_spec_file_would_lose_are_found(plugin, params):
    """None cannot be written to TOML, so it has to be the default."""
    lossy = plugin(Kind.ENCODER, encoder, params=params(type="int | None", default=3))
    assert failed(lossy) == {"check_parameters_survive_a_spec_file"}


def test_that_a_listing_that_imports_a_window_is_found(plugin, params, tmp_path):
    (tmp_path / "PySide6.py").touch()
    spec = plugin(Kind.ENCODER, encoder, params=params(imported="PySide6"))
    (line,) = check_plugin(spec)
    assert line.startswith("check_listing_loads_no_tensorflow: listing it imports PySide6")


def test_that_another_version_of_the_contract_is_found(plugin):
    spec = plugin(Kind.ENCODER, encoder).model_copy(update={"api_version": API_VERSION + 1})
    assert failed(spec) == {"check_api_version"}


def test_that_a_plugin_that_raises_is_a_finding_and_no_crash(plugin):
    def build(params, context):
        raise RuntimeError("no weights on this machine")

    lines = check_plugin(plugin(Kind.PRIOR, build))
    assert "check_shapes: no weights on this machine" in lines


def test_that_the_decorator_makes_one_case_of_each_check(plugin):
    spec = plugin(Kind.PRIOR, lambda p, c: None)
    mark = parametrize_with_checks([spec]).mark
    assert len(mark.args[1]) == len(checks_for(spec))
    assert mark.args[1][0].id == "prior-acme-check_api_version"


def test_that_importing_the_kit_loads_neither_tensorflow_nor_pytest():
    code = "import sys, vae_studio.testing; print(*{'tensorflow', 'pytest', 'PySide6'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "\n"
