"""The script of every preset, run, gives the figures of the run itself.

Run and script start from the same weights, so that nothing but the order of the examples and the random draws
tells them apart. Those starting weights are far from even: the encoder tells much at once, and the KL falls
under its weight within a few dozen steps. The script trains :data:`REPEATS` times, each with another seed; the
standard deviation s of these n trainings, over both causes, is that of the run's own figures as well. So the
run's figure less their mean has the standard error s √(1 + 1/n), and in these units follows Student's t with
n - 1 degrees of freedom: beyond :data:`LIMIT` lies one in a thousand. Reconstruction, KL and their sum are
compared one by one, and a script whose KL counts three times is found out. By default the script of one
preset is trained, and of two others the networks are compared; ``pytest -m thorough`` does the rest.
"""

import sys
from typing import NamedTuple

import numpy as np
import pytest

from vae_studio.api import DataSpec
from vae_studio.model.seeds import stateless_seed
from vae_studio.runs.presets import preset, presets

SPLITS = ("train", "validation", "test")
FIGURES = ("reconstruction", "kl", "negative_elbo")
REPEATS = 8
LIMIT = 5.5
SHORT = {"training.batch_size": "16", "training.shards": "1", "training.learning_rate": "0.003"}
EPOCHS = 2
PERTURBATIONS = {"mnist": 0.2, "wine": 0.05}
"""How uneven the starting weights are; with more, a table's likelihoods become extreme."""

TRAINED = ["conv-vae"]
COMPARED = ["autoencoder", "table-vae"]
"""With that a preset of each kind; what the others add, :mod:`test_same_weights` compares part by part."""


def usually(names):
    """Every preset; those that are not named only in ``pytest -m thorough``."""
    all_names = [one.name for one in presets()]
    assert set(names) <= set(all_names)
    return [name if name in names else pytest.param(name, marks=pytest.mark.thorough) for name in all_names]


class Trained(NamedTuple):
    """A trained run beside its script: what it gives, and where both start from."""

    own: dict
    script: str
    start: list


@pytest.fixture(scope="module")
def digits_file(session, tmp_path_factory):
    """An array file with 160 real digits of 16×16 px."""
    path = tmp_path_factory.mktemp("data") / "digits.npy"
    np.save(path, session.load_dataset(DataSpec(source="digits", size=(16, 16))).examples[:160])
    return path


@pytest.fixture(scope="module")
def untrained(session, scripts, digits_file, tmp_path_factory):
    """Return a function that gives a preset's job, its script, and the names in it with the same weights."""

    def make(name):
        spec = preset(name).spec
        perturbation = PERTURBATIONS[spec.data.source]
        source = str(digits_file) if spec.data.source == "mnist" else spec.data.source
        spec = session.spec_from(spec, dataset=source, epochs=EPOCHS, seed=1, settings=SHORT)
        job = session.begin(spec)
        path, *_ = job.run.export_script(tmp_path_factory.mktemp("script") / "model.py")
        script = scripts.load(path)
        scripts.copy_weights(job.run.model, script, perturbation)
        return job, path, script

    return make


@pytest.fixture(scope="module")
def trained(untrained):
    """Return a function that trains the run of a preset, once."""
    made = {}

    def train(name):
        job, path, script = untrained(name)
        start = [variable.numpy() for variable in model_of(script).trainable_variables]
        assert job.execute(lambda _: None).status == "completed"
        found = job.run.evaluate()
        own = {split: getattr(found, split).figures.model_dump(include=set(FIGURES)) for split in SPLITS}
        return Trained(own, path, start)

    def once(name):
        if name not in made:
            made[name] = train(name)
        return made[name]

    return once


def model_of(script):
    """Return the Keras model of a script."""
    return script["vae"] if "vae" in script else script["autoencoder"]


def mean_of(output):
    """Return the mean of a distribution, or what an autoencoder gives instead of one."""
    return output.mean() if hasattr(output, "log_prob") else output


def repeated(scripts, path, start, patch):
    """Return the figures of a script that trains from given weights again and again, traced once."""
    script = scripts.load(path)
    model, main = model_of(script), script["main"]
    patch.setattr(sys, "argv", [str(path)])
    found = []
    for seed in range(REPEATS):
        for variable, value in zip(model.trainable_variables, start, strict=True):
            variable.assign(value)
        patch.setitem(main.__globals__, "SEED", seed)
        found.append(scripts.printed(main))
        patch.setattr(model, "compile", lambda **_: None)
        for variable in model.optimizer.variables:
            if "learning_rate" not in variable.name:
                variable.assign(np.zeros(variable.shape, variable.dtype.as_numpy_dtype))
    return found


def standard_errors(own, repeats, figure):
    """Return how far a run's figure is from its script's, in standard errors of the difference, each split."""
    found = np.array([[one[split][figure] for split in SPLITS] for one in repeats])
    difference = [own[split][figure] for split in SPLITS] - found.mean(axis=0)
    return np.abs(difference) / (found.std(axis=0, ddof=1) * np.sqrt(1 + 1 / len(found)))


@pytest.mark.parametrize("name", usually(COMPARED))
def test_that_the_script_has_the_networks_of_the_run(untrained, name):
    job, _, script = untrained(name)
    model, data = job.run.model, job.run.dataset
    assert len(model_of(script).trainable_variables) == len(model.named_trainable_weights())
    x = job.run.pixels(data.examples[data.splits.test], stateless_seed(1, "pixels"))
    codes = model.posterior(x).mean()
    np.testing.assert_allclose(mean_of(script["encoder"](x)), codes, rtol=1e-4, atol=1e-5)
    wanted = model.likelihood(codes).mean()
    np.testing.assert_allclose(mean_of(script["decoder"](codes)), wanted, rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize("name", usually(TRAINED))
def test_that_the_script_gives_the_figures_of_the_run(trained, scripts, monkeypatch, name):
    own, path, start = trained(name)
    repeats = repeated(scripts, path, start, monkeypatch)
    assert repeats[0].keys() == own.keys()
    for figure in FIGURES:
        missing = {one[split][figure] is None for one in (own, *repeats) for split in SPLITS}
        assert len(missing) == 1
        if missing == {False}:
            assert max(standard_errors(own, repeats, figure)) < LIMIT, (figure, own, repeats)


@pytest.mark.thorough
def test_that_a_script_whose_kl_counts_three_times_is_found_out(trained, scripts, monkeypatch, tmp_path):
    own, path, start = trained("conv-vae")
    text, term = path.read_text(), "self.add_loss("
    assert text.count(term) == 1
    other = tmp_path / "model.py"
    other.write_text(text.replace(term, f"{term}3 * "))
    repeats = repeated(scripts, other, start, monkeypatch)
    assert max(standard_errors(own, repeats, "kl")) > LIMIT
