"""The importance-weighted log-likelihood through the session."""

import numpy as np
import pytest

from vae_studio.api import SpecError
from vae_studio.session.likelihood import chosen_examples


def test_that_a_split_is_measured_with_its_standard_error(tiny_run, digits):
    told = []
    found = tiny_run.likelihood("validation", count=20, samples=20, progress=lambda *done: told.append(done))
    assert found.count == 20
    assert set(found.indices) <= set(digits.splits.validation.tolist())
    assert (found.split, found.samples, found.fingerprint) == ("validation", 20, digits.fingerprint)
    assert found.epoch == tiny_run.complete_epochs
    assert told[-1] == (20, 20)
    per_example = np.array(found.per_example)
    assert found.standard_error == pytest.approx(per_example.std(ddof=1) / np.sqrt(20))


def test_that_a_measurement_cut_short_is_a_fair_sample_with_the_same_figures(tiny_run, monkeypatch):
    monkeypatch.setattr("vae_studio.session.likelihood.READ_AT_ONCE", 8 * 28 * 28)
    done = []
    short = tiny_run.likelihood(
        "train", 60, 5, progress=lambda *told: done.append(told), cancelled=lambda: len(done) == 1
    )
    whole = tiny_run.likelihood("train", 60, 5)
    assert 0 < short.count < whole.count == 60
    assert list(whole.indices) == sorted(whole.indices)
    figures = dict(zip(whole.indices, whole.per_example, strict=True))
    assert [figures[index] for index in short.indices] == list(short.per_example)
    assert set(short.indices) != set(whole.indices[: short.count]), "not merely the first ones"


def test_that_examples_read_in_parts_have_the_figures_of_those_read_together(tiny_run, monkeypatch):
    whole = tiny_run.likelihood("validation", 9, 5)
    monkeypatch.setattr("vae_studio.session.likelihood.READ_AT_ONCE", 4 * 28 * 28)
    told = []
    parts = tiny_run.likelihood("validation", 9, 5, progress=lambda *done: told.append(done))
    assert parts == whole
    assert told == sorted(told)
    assert told[-1] == (9, 9)


def test_that_the_estimate_lies_above_the_elbo_on_average(tiny_run, digits):
    stored = digits.examples[:40]
    elbo = -tiny_run.encode(stored).negative_elbo
    gain = tiny_run.log_likelihood(stored, 50) - elbo
    assert gain.mean() > 2 * gain.std() / np.sqrt(40)


def test_that_an_autoencoder_has_no_likelihood(tiny_autoencoder, digits):
    with pytest.raises(SpecError, match="standard autoencoder has no likelihood"):
        tiny_autoencoder.log_likelihood(digits.examples[:2])


def test_that_what_is_not_there_is_refused_in_words(tiny_run):
    with pytest.raises(SpecError, match="no split 'all'"):
        tiny_run.likelihood("all")
    with pytest.raises(SpecError, match="0 examples"):
        tiny_run.likelihood(count=0)
    with pytest.raises(SpecError, match="cancelled"):
        tiny_run.likelihood("validation", 5, cancelled=lambda: True)


def test_that_examples_are_spread_evenly_over_a_split():
    indices = np.arange(10, 110)
    assert chosen_examples(indices, 4).tolist() == [10, 43, 76, 109]
    assert chosen_examples(indices, 100) is indices
    assert len(np.unique(chosen_examples(indices, 99))) == 99
