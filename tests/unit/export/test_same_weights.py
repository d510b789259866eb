"""A script's model with the weights of the studio's own: the same losses and the same figures."""

import numpy as np
import pytest
import tensorflow as tf

from vae_studio.api import BuildContext, Kind
from vae_studio.data.dataset import Dataset
from vae_studio.export.parts import script_parts
from vae_studio.model.objective import example_figures, standard_noise
from vae_studio.model.posterior_draws import draw
from vae_studio.model.seeds import stateless_seed

REPEATS = 8
BATCH = 16
SMALL = {
    "encoder.units": "[12]",
    "decoder.units": "[12]",
    "training.batch_size": "16",
    "training.shards": "1",
    "data.binarise": "none",
}
NORMAL = {"decoder.likelihood": '"normal"'}


@pytest.fixture(scope="module")
def pair(session, small_spec, small_dataset, scripts, tmp_path_factory):
    """Return a function that gives an untrained run and the names of its script, with the same weights."""

    made = {}

    def make(settings, *, dataset: Dataset | None = None, **choices):
        key = (str(settings), str(choices), dataset is None)
        if key not in made:
            made[key] = build(settings, dataset, choices)
        return made[key]

    def build(settings, dataset, choices):
        base = small_spec if dataset is None else small_spec.model_copy(update={"data": dataset.spec})
        spec = session.spec_from(
            base, encoder="dense", decoder="dense", settings=SMALL | NORMAL | settings, **choices
        )
        data = dataset or session.load_dataset(spec.data)
        run = session.begin(spec, data).run
        (path, *_) = run.export_script(tmp_path_factory.mktemp("script") / "model.py")
        script = scripts.load(path)
        scripts.copy_weights(run.model, script, 0.3 if dataset is None else 0.1)
        return run, script

    return make


def measured(values):
    """Return mean and its standard error of repeated measurements."""
    values = np.array(values, np.float64)
    return values.mean(axis=0), values.std(axis=0, ddof=1) / np.sqrt(len(values))


def assert_same_means(ones, others):
    """Compare the means of repeated measurements, which may differ by chance: by five standard errors."""
    (mean, error), (wanted, other_error) = measured(ones), measured(others)
    rounding = 1e-4 * np.abs(wanted) + 1e-6
    np.testing.assert_array_less(np.abs(mean - wanted), 5 * np.hypot(error, other_error) + rounding)


ADD, REGULAR = "tfp_add_loss", "tfp_regularizer"
EXACT = {"kl.use_exact_kl": "true"}
TEN = {"kl.test_points": "10"}
AS_TFP = {"kl.reduction": '"as-tfp"'}
EACH = {"kl.weight": str([0.25 * number for number in range(16)])}


def axis(name):
    return {"kl.test_points_reduce_axis": f'"{name}"'}


def rarer(*values):
    """Values that only ``pytest -m thorough`` tries."""
    return pytest.param(*values, marks=pytest.mark.thorough)


@pytest.mark.parametrize(
    ("kl", "settings"),
    [
        rarer("analytic", {}),
        rarer("analytic", {"encoder.posterior": '"full"'}),
        rarer("monte_carlo", {}),
        ("monte_carlo", {"kl.samples": "5"}),
        rarer("beta", {"kl.schedule": '"constant"', "kl.beta": "3"}),
        rarer("beta", {"kl.schedule": '"constant"', "kl.free_bits": "0.5"}),
        rarer("beta", {"kl.schedule": '"constant"', "kl.estimate": '"monte_carlo"', "kl.samples": "3"}),
        (
            "beta",
            {
                "kl.schedule": '"constant"',
                "kl.estimate": '"monte_carlo"',
                "kl.free_bits": "0.5",
                "kl.samples": "50",
            },
        ),
        rarer(ADD, {"kl.weight": "2"} | EXACT),
        rarer(ADD, {}),
        rarer(ADD, TEN | axis("0")),
        rarer(ADD, TEN | axis("()")),
        rarer(ADD, EACH | EXACT),
        rarer(ADD, AS_TFP | EXACT),
        rarer(ADD, AS_TFP),
        rarer(ADD, AS_TFP | TEN | axis("()")),
        (ADD, AS_TFP | EACH | TEN | axis("0")),
        rarer(REGULAR, {"kl.weight": "2"} | EXACT),
        rarer(REGULAR, {}),
        rarer(REGULAR, TEN | axis("None")),
        (REGULAR, EACH | EXACT),
        rarer(REGULAR, AS_TFP | EXACT),
        (REGULAR, AS_TFP | TEN | axis("None")),
        rarer(REGULAR, AS_TFP | EACH),
    ],
)
def test_that_the_script_adds_what_the_strategy_adds(pair, session, kl, settings):
    posterior = settings.get("encoder.posterior", '"diagonal"')
    run, script = pair({"encoder.posterior": posterior})
    spec = session.spec_from(run.spec, kl=kl, settings=settings)
    context = BuildContext(run.data_shape, 2, 1, BATCH)
    strategy = session.registry.builder(Kind.KL_STRATEGY, kl)(
        session.registry.validate(Kind.KL_STRATEGY, spec.kl), context
    )
    layer = kl_layer(script, script_parts(session.registry, spec, context)[Kind.KL_STRATEGY].code)
    x = run.pixels(run.dataset.examples[:BATCH], stateless_seed(1, "pixels"))
    posterior = run.model.posterior(x)

    @compiled
    def added():
        layer(script["encoder"](x))
        return tf.add_n(layer.losses)

    @compiled
    def wanted(repeat):
        noise = tf.random.stateless_normal([strategy.samples, BATCH, 2], seed=tf.stack([repeat, 1]))
        penalty = strategy.penalty(posterior, run.model.prior, draw(posterior, noise, (0, 0)))
        return strategy.weight(0.0) * tf.reduce_mean(penalty)

    repeats = tf.range(REPEATS)
    assert_same_means([float(added()) for _ in repeats], [float(wanted(repeat)) for repeat in repeats])


def compiled(function):
    """Return a function of tensors, compiled as it stands: what is repeated is traced once."""
    return tf.function(function, autograph=False)


def kl_layer(script, code):
    """Return the layer that the code of a KL strategy defines, among the other names of a script."""
    names = {**script, "BATCH_SIZE": BATCH}
    exec(code, names)
    return names["kl_loss"]


@pytest.mark.parametrize("schedule", [rarer("linear"), rarer("cosine"), "cyclical"])
def test_that_the_weight_of_the_kl_follows_the_same_course(pair, schedule):
    settings = {
        "kl.beta": "4",
        "kl.warm_up": "2.5",
        "kl.cycles": "3",
        "kl.schedule": f'"{schedule}"',
    }
    run, script = pair(settings, kl="beta")
    epochs = np.linspace(0, 12, 97)
    found = [script["beta_after"](epoch) for epoch in epochs]
    np.testing.assert_allclose(found, [run.model.kl.weight(epoch) for epoch in epochs], rtol=1e-12)
    steps = []
    callback = script["WarmUp"]()
    callback.set_params({"steps": 12})
    script["vae"].compile(optimizer="sgd", loss=script["negloglik"])
    callback.set_model(script["vae"])
    for step in range(24):
        script["vae"].optimizer.iterations.assign(step)
        callback.on_train_batch_begin(step % 12)
        steps.append(float(script["beta"]))
    np.testing.assert_allclose(steps, [run.model.kl.weight(step / 12) for step in range(24)], rtol=1e-6)


def figures_of_both(run, script, examples):
    """Return repeated figures of the script and of the studio: reconstruction, and KL where there is one."""

    @compiled
    def own(repeat):
        seed = stateless_seed(2, "posterior", repeat)
        noise = standard_noise(run.model, len(examples), seed)
        x = run.pixels(examples, stateless_seed(2, "pixels", repeat))
        figures = example_figures(run.model, x, noise, seed, penalised=False)
        kl = tf.constant(0.0) if figures.kl is None else tf.reduce_mean(figures.kl)
        return tf.stack([tf.reduce_mean(figures.reconstruction), kl])

    found, wanted = [], []
    for repeat in tf.range(REPEATS):
        figures = script["figures"](examples)
        found.append([figures["reconstruction"], figures["kl"] or 0.0])
        wanted.append(own(repeat).numpy())
    return found, wanted


LIKELIHOODS = [
    {"decoder.likelihood": '"bernoulli"', "data.binarise": '"dynamic"'},
    rarer({"decoder.likelihood": '"continuous_bernoulli"'}),
    {"decoder.likelihood": '"normal"', "decoder.scale": "0.5", "decoder.output": '"sigmoid"'},
    rarer({"decoder.likelihood": '"normal_learned"', "decoder.scale": "0.3"}),
    rarer({"decoder.likelihood": '"mean_squared_error"', "decoder.output": '"sigmoid"'}),
]


@pytest.mark.parametrize("settings", LIKELIHOODS)
def test_that_the_figures_of_images_agree(pair, settings):
    run, script = pair(settings)
    assert_same_means(*figures_of_both(run, script, run.dataset.examples[:60]))


@pytest.mark.parametrize(
    "settings",
    [
        rarer({"decoder.likelihood": '"independent_normal"'}),
        rarer({"decoder.likelihood": '"independent_normal"', "decoder.output": '"sigmoid"'}),
        {"decoder.likelihood": '"normal_learned"', "encoder.posterior": '"full"'},
    ],
)
def test_that_the_figures_of_tables_agree(pair, session, small_table, settings):
    run, script = pair(settings, dataset=small_table)
    assert_same_means(*figures_of_both(run, script, run.dataset.examples))


@pytest.mark.parametrize("likelihood", [rarer("bernoulli"), "independent_normal"])
def test_that_convolutional_networks_agree(session, scripts, tmp_path, likelihood):
    settings = {
        "data.size": "[19, 16]",
        "data.binarise": "none",
        "encoder.filters": "[4, 3]",
        "decoder.filters": "[4, 3]",
        "decoder.likelihood": f'"{likelihood}"',
        "encoder.kernel": "6",
        "decoder.kernel": "4",
        "encoder.activation": '"relu"',
    }
    spec = session.spec_from(dataset="digits", settings=settings)
    run = session.begin(spec).run
    script = scripts.load(run.export_script(tmp_path / "model.py")[0])
    scripts.copy_weights(run.model, script)
    assert_same_means(*figures_of_both(run, script, run.dataset.examples[:20]))


@pytest.mark.parametrize(
    ("prior", "settings", "trained"),
    [
        ("gaussian", {"prior.loc": "[0.5, -1]", "prior.scale": "[2, 0.3]"}, 0),
        rarer("gaussian", {"prior.covariance": '"full"', "prior.scale": "[2, -0.4, 0.3]"}, 0),
        rarer("gaussian", {"prior.trainable": "true"}, 2),
        ("gaussian", {"prior.trainable": "true", "prior.covariance": '"full"', "prior.scale": "2"}, 2),
        ("mixture", {"prior.components": "3"}, 3),
    ],
)
def test_that_priors_agree_and_are_trained(pair, prior, settings, trained):
    run, script = pair(settings, prior=prior, kl="monte_carlo")
    z = tf.random.stateless_normal([20, 2], seed=(0, 0))
    np.testing.assert_allclose(script["prior"].log_prob(z), run.model.prior.log_prob(z), rtol=1e-4)
    assert len(script["prior"].trainable_variables) == trained
    found = {id(variable) for variable in script["vae"].trainable_variables}
    assert {id(variable) for variable in script["prior"].trainable_variables} <= found
    assert len(script["vae"].trainable_variables) == len(run.model.named_trainable_weights())


@pytest.mark.parametrize("activation", [rarer("linear"), "tanh"])
def test_that_deterministic_codes_agree(pair, activation):
    settings = {
        "encoder.posterior": '"deterministic"',
        "encoder.code_activation": f'"{activation}"',
        "decoder.likelihood": '"mean_squared_error"',
    }
    run, script = pair(settings, kl="none")
    x = run.pixels(run.dataset.examples[:10], stateless_seed(1, "pixels"))
    np.testing.assert_allclose(script["encoder"](x), run.model.posterior(x).mean(), rtol=1e-5, atol=1e-6)
    assert "prior" not in script
    assert script["figures"](run.dataset.examples[:10])["kl"] is None


def test_that_pixels_are_binarised_alike(pair):
    run, script = pair({"data.binarise": '"threshold"', "data.threshold": "0.3"})
    stored = run.dataset.examples[:30]
    np.testing.assert_array_equal(
        script["prepare"](tf.constant(stored)), run.pixels(stored, stateless_seed(1, "pixels"))
    )


def test_that_each_epoch_binarises_anew(pair):
    _, script = pair({"data.binarise": '"dynamic"'})
    grey = np.full((160, 8, 8, 1), 0.25, np.float32)
    batches = script["batches"](grey)
    epochs = [np.concatenate([x.numpy() for x, _ in batches]) for _ in range(3)]
    assert [set(np.unique(x)) for x in epochs] == [{0.0, 1.0}] * 3
    assert not np.array_equal(epochs[0][:16], epochs[0][16:32])
    error = np.sqrt(0.25 * 0.75 / grey.size)
    for one, other in zip(epochs, [*epochs[1:], epochs[0]], strict=True):
        assert np.mean(one) == pytest.approx(0.25, abs=5 * error)
        both = 0.25**2  # how often independent draws are 1 together
        assert np.mean(one * other) == pytest.approx(both, abs=5 * np.sqrt(both * (1 - both) / grey.size))


def test_that_a_batch_drops_what_does_not_fill_it_and_shuffles_anew(pair):
    _, script = pair({})
    examples = np.arange(50, dtype=np.float32)[:, None, None, None] * np.ones((8, 8, 1), np.float32)
    batches = script["batches"](examples)
    epochs = [[x.numpy()[:, 0, 0, 0] for x, _ in batches] for _ in range(2)]
    assert [len(x) for x in epochs[0]] == [16, 16, 16]
    assert len(set(np.concatenate(epochs[0]))) == 48
    assert not np.array_equal(epochs[0][0], epochs[1][0])
