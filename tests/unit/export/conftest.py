"""Exported scripts, run in this process so that TensorFlow is imported once."""

import contextlib
import io
import json
import runpy
import sys
from pathlib import Path

import numpy as np
import pytest

from vae_studio.api import DataSpec
from vae_studio.runs.presets import preset

# Each preset is trained with a seed of its own: their spread is the spread between seeds.
SMALL = {"training.batch_size": "32", "training.shards": "1"}
EPOCHS = 2


@pytest.fixture(scope="session")
def small_preset(session):
    """Return a function that gives the spec of a preset on embedded data, short enough for a test."""

    def spec_of(name, seed=1, epochs=EPOCHS, settings=None):
        spec = preset(name).spec
        source = "digits" if spec.data.source == "mnist" else spec.data.source
        return session.spec_from(
            spec, dataset=source, epochs=epochs, seed=seed, settings=SMALL | (settings or {})
        )

    return spec_of


class Scripts:
    """Running exported scripts."""

    @staticmethod
    def load(path: Path) -> dict:
        """Return the names that a script defines, without training."""
        return runpy.run_path(str(path), run_name="script")

    @staticmethod
    def run(path: Path) -> dict:
        """Train as ``python path`` does, and return the figures that it prints last."""
        printed = io.StringIO()
        with pytest.MonkeyPatch.context() as patch, contextlib.redirect_stdout(printed):
            patch.setattr(sys, "argv", [str(path)])
            runpy.run_path(str(path), run_name="__main__")
        return json.loads(printed.getvalue().splitlines()[-1])


@pytest.fixture(scope="session")
def scripts() -> Scripts:
    return Scripts()


@pytest.fixture(scope="session")
def small_table(session, tmp_path_factory):
    """Sixty rows of five columns."""
    path = tmp_path_factory.mktemp("table") / "table.csv"
    rows = np.random.default_rng(2).normal(3, 2, (60, 5))
    np.savetxt(path, rows, delimiter=",", header="a,b,c,d,e", comments="")
    return session.load_dataset(DataSpec(source=str(path)))
