"""The script of every preset, run, gives the figures of the run itself.

Run and script start from other weights and see the examples in another order, so that their figures differ as
those of two seeds do. The presets that minimise the same objective with the same networks on the same data,
each trained with a seed of its own, show how much that is: s, the standard deviation of their figures. A script
and its run differ by s √2 on average; the tolerance is ``TOLERANCE`` times that. (With n seeds behind s the
difference follows Student's t with n - 1 degrees of freedom.) A fault in the objective that is smaller than
that shows in ``test_same_weights.py``.
"""

import numpy as np
import pytest

from vae_studio.runs.presets import presets

NAMES = [one.name for one in presets()]
REFERENCE = ("conv-vae", "monte-carlo", "kl-add-loss", "kl-regularizer", "keras-fit")
"""Presets of one objective: the ELBO of the reference model, its KL exact or estimated without bias."""
OWN_DATA = ("autoencoder", "table-vae")
"""Presets whose figures are on another scale: these are trained with several seeds themselves."""
SEEDS = 4
TOLERANCE = 8.0


@pytest.fixture(scope="module")
def runs(session, small_preset):
    """Return a function that gives the run of a preset with a seed, trained once."""
    trained = {}

    def run_of(name, seed=None):
        seed = NAMES.index(name) + 1 if seed is None else seed
        if (name, seed) not in trained:
            trained[name, seed] = session.train(small_preset(name, seed))
        return trained[name, seed]

    return run_of


def score(figures):
    """Return what is compared: negative ELBO, or what there is instead."""
    return figures["reconstruction"] if figures["negative_elbo"] is None else figures["negative_elbo"]


def own_figures(run):
    """Return the figures of a run as a script gives them."""
    found = run.evaluate()
    fields = {"negative_elbo", "reconstruction", "kl"}
    return {
        split: getattr(found, split).figures.model_dump(include=fields)
        for split in ("train", "validation", "test")
    }


@pytest.fixture(scope="module")
def spread(runs):
    """Return a function that gives the standard deviation between seeds of a preset's figures."""
    measured = {}

    def spread_of(name):
        kind = name if name in OWN_DATA else "reference"
        if kind not in measured:
            same = [runs(one) for one in REFERENCE]
            if name in OWN_DATA:
                same = [runs(name), *(runs(name, 100 + seed) for seed in range(SEEDS))]
            figures = [own_figures(run) for run in same]
            measured[kind] = {
                split: np.std([score(one[split]) for one in figures], ddof=1) for split in figures[0]
            }
        return measured[kind]

    return spread_of


@pytest.mark.parametrize("name", NAMES)
def test_that_the_script_gives_the_figures_of_the_run(runs, spread, scripts, tmp_path, name):
    run = runs(name)
    path, *_ = run.export_script(tmp_path / "model.py")
    found, own, allowed = scripts.run(path), own_figures(run), spread(name)
    assert found.keys() == own.keys() == {"train", "validation", "test"}
    for split in own:
        assert {key for key, value in found[split].items() if value is None} == {
            key for key, value in own[split].items() if value is None
        }
        difference = abs(score(found[split]) - score(own[split]))
        assert difference < TOLERANCE * np.sqrt(2) * allowed[split], (split, found[split], own[split])
