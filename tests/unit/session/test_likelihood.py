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
