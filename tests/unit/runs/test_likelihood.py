"""The log-likelihood that a run's folder keeps."""

import json

import pytest

from vae_studio.api import RunError
from vae_studio.runs.likelihood import SplitLikelihood, keep_likelihood, kept_likelihood

FOUND = SplitLikelihood(
    split="test",
    epoch=3,
    samples=50,
    seed=0,
    fingerprint="f",
    indices=(4, 7, 9),
    per_example=(-100.0, -103.0, -106.0),
)


def test_that_a_measurement_is_kept_and_read_again(tmp_path):
    assert kept_likelihood(tmp_path) is None
    path = keep_likelihood(tmp_path, FOUND)
    assert kept_likelihood(tmp_path) == FOUND
    text = json.loads(path.read_text())
    assert (text["count"], text["mean"]) == (3, -103.0)
    assert text["standard_error"] == pytest.approx(3**0.5)


def test_that_one_example_has_no_standard_error():
    one = FOUND.model_copy(update={"indices": (1,), "per_example": (-3.0,)})
    assert one.standard_error is None


def test_that_a_damaged_file_is_named(tmp_path):
    keep_likelihood(tmp_path, FOUND).write_text("{")
    with pytest.raises(RunError, match=r"likelihood\.json is damaged"):
        kept_likelihood(tmp_path)
