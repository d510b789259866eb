"""The models that are trained, and what is aimed at for each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from vae_studio_bench.examples import Examples, coloured, mnist_sized


@dataclass(frozen=True)
class Goal:
    """How many times a peer's pace is aimed at."""

    target: float
    moonshot: float | None = None


@dataclass(frozen=True)
class Model:
    """A network, a batch size, and what it is trained on.

    Attributes
    ----------
    name, label
        How the command line and the table call it.
    network
        Name of the network, which every contestant writes its own way: ``conv28``, ``mlp``, ``conv64``.
    batch_size
        Examples per step.
    steps
        Optimiser steps before the rounds, after which the negative ELBO of all contestants is compared.
    spread
        How far apart, as a share, these may lie.
    settings
        The studio's spec of the network.
    goals
        What is aimed at, by the name of the contestant.
    """

    name: str
    label: str
    network: str
    batch_size: int
    steps: int
    spread: float
    settings: Mapping[str, str]
    goals: Mapping[str, Goal] = field(default_factory=dict)

    def examples(self, *, quick: bool) -> Examples:
        """Return what it is trained and measured on; fewer examples where it has to be quick."""
        if self.network == "conv64":
            return coloured(train=1_280 if quick else 6_400)
        return mnist_sized(train=12_800) if quick else mnist_sized()


CONV28 = {"encoder.plugin": "conv", "decoder.plugin": "conv"}
"""Convolutions to 8 and 8 channels with 5×5 kernels and stride 2, 64 units, two latent dimensions, tanh."""
MLP = {
    "encoder.plugin": "dense",
    "encoder.latent_size": "32",
    "encoder.units": "[512, 256]",
    "encoder.activation": "relu",
    "decoder.plugin": "dense",
    "decoder.units": "[256, 512]",
    "decoder.activation": "relu",
}
CONV64 = {
    "encoder.plugin": "conv",
    "encoder.latent_size": "128",
    "encoder.filters": "[32, 64, 128, 256]",
    "encoder.kernel": "4",
    "encoder.dense": "256",
    "encoder.activation": "relu",
    "decoder.plugin": "conv",
    "decoder.filters": "[256, 128, 64, 32]",
    "decoder.kernel": "4",
    "decoder.dense": "256",
    "decoder.activation": "relu",
}
"""Sides 64, 31, 14, 6, 2 and back; kernels 4×4, stride 2, no padding; then 3×3 to the three channels."""

MODELS = (
    Model(
        "conv28-128",
        "reference conv 28×28, batch 128",
        "conv28",
        batch_size=128,
        steps=468,
        spread=0.05,
        settings=CONV28,
        goals={"tfp_loop": Goal(3.5, 5), "torch_eager": Goal(1.7, 2.2), "torch_compile": Goal(1.3, 1.7)},
    ),
    Model(
        "conv28-512",
        "reference conv 28×28, batch 512",
        "conv28",
        batch_size=512,
        steps=117,
        spread=0.05,
        settings=CONV28,
        goals={"tfp_loop": Goal(1.6), "torch_eager": Goal(1.8), "torch_compile": Goal(1.2, 1.5)},
    ),
    Model(
        "mlp-128",
        "MLP 784-512-256-32, batch 128",
        "mlp",
        batch_size=128,
        steps=468,
        spread=0.05,
        settings=MLP,
        goals={"tfp_loop": Goal(5, 6), "torch_eager": Goal(1.3), "torch_compile": Goal(1, 1.1)},
    ),
    Model(
        "conv64-64",
        "conv 64×64×3, four layers 32–256, latent 128, batch 64",
        "conv64",
        batch_size=64,
        steps=60,
        spread=0.1,
        settings=CONV64,
        goals={"tfp_loop": Goal(1.6, 2), "torch_eager": Goal(1.2), "torch_compile": Goal(1.15, 1.3)},
    ),
)
MODEL_NAMES = tuple(model.name for model in MODELS)


def model_named(name: str) -> Model:
    """Return the model of that name."""
    return next(model for model in MODELS if model.name == name)
