"""Exported scripts, run in this process so that TensorFlow is imported once."""

import contextlib
import io
import json
import runpy
import sys
from pathlib import Path

import numpy as np
import pytest
import tensorflow as tf

from vae_studio.api import DataSpec


class Scripts:
    """Running exported scripts."""

    @staticmethod
    def load(path: Path) -> dict:
        """Return the names that a script defines, without training."""
        return runpy.run_path(str(path), run_name="script")

    @staticmethod
    def run(path: Path, *arguments: str) -> dict:
        """Train as ``python path …`` does, and return the figures that it prints last."""
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(sys, "argv", [str(path), *arguments])
            return Scripts.printed(lambda: runpy.run_path(str(path), run_name="__main__"))

    @staticmethod
    def printed(train) -> dict:
        """Return the figures that a training prints last."""
        lines = io.StringIO()
        with contextlib.redirect_stdout(lines):
            train()
        return json.loads(lines.getvalue().splitlines()[-1])

    @staticmethod
    def copy_weights(model, script, perturbation=0.3) -> None:
        """Give the script's model a model's weights, after making them less even than initial ones are."""
        noise = np.random.default_rng(0)
        for weight in model.named_trainable_weights().values():
            weight.assign_add(perturbation * noise.normal(size=weight.shape))
        for part in ("encoder", "decoder"):
            layers = [layer for layer in script[part].layers if hasattr(layer, "kernel")]
            own = [layer for layer in getattr(model, part).trunk.layers if hasattr(layer, "kernel")]
            for layer, other in zip(layers, own, strict=True):
                layer.set_weights(other.get_weights())
        if "likelihood_scale" in script:
            script["likelihood_scale"].assign(tf.convert_to_tensor(model.decoder.head.scale))
        if "prior" in script:
            for variable, other in zip(script["prior"].variables, model.prior.variables, strict=True):
                variable.assign(other)


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
