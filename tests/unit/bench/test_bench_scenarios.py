"""What the scenarios have in common, and that they compare like with like."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from vae_studio_bench.discovery import scenario_names
from vae_studio_bench.examples import coloured
from vae_studio_bench.outcome import play
from vae_studio_bench.throughput.models import MODELS

HERE = Path(__file__).parents[2] / "benchmarks"


def test_that_the_scenarios_of_the_table_are_found():
    assert {"throughput", "run", "live_grid"} <= set(scenario_names())


def test_that_what_cannot_be_run_is_the_failure_of_that_scenario_alone(tmp_path, monkeypatch, capfd):
    monkeypatch.setenv("PYTHONPATH", str(HERE))
    outcome = play("no_such_scenario", {"folder": str(tmp_path)})
    assert outcome.failure == "ended with status 1; why is told above"
    assert outcome.rows == []
    assert "no_such_scenario" in capfd.readouterr().err


def test_that_generated_images_are_the_same_for_the_same_seed():
    first, again, other = coloured(1, train=4), coloured(1, train=4), coloured(2, train=4)
    assert first.train.shape == (4, 64, 64, 3)
    assert set(np.unique(first.train)) == {0, 255}
    assert np.array_equal(first.train, again.train)
    assert not np.array_equal(first.train, other.train)


@pytest.mark.thorough
def test_that_listing_the_scenarios_imports_neither_tensorflow_nor_qt():
    code = (
        "import sys; from vae_studio_bench.main import listing; listing(); "
        "print(*{'tensorflow', 'PySide6', 'torch'} & set(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": str(HERE)},
    )
    assert done.stdout.strip() == ""


@pytest.mark.thorough
@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.name)
def test_that_the_tutorials_network_has_as_many_parameters_as_the_studios(model):
    from vae_studio_bench.throughput.peers.tfp_networks import (
        DATA_SHAPES,
        count_parameters,
        make_decoder,
        make_encoder,
    )

    from vae_studio.session import Session

    session = Session()
    described = session.describe(session.spec_from(settings=model.settings), DATA_SHAPES[model.network])
    theirs = count_parameters(make_encoder(model.network), make_decoder(model.network))
    assert described.parameters == theirs
