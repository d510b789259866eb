"""What a training loop works on, made from a model and a dataset. Imports TensorFlow on first use."""

from __future__ import annotations

from vae_studio.api import RunSpec
from vae_studio.data.dataset import Dataset
from vae_studio.evaluation.split_figures import SplitMeter
from vae_studio.model.pixels import Pixels
from vae_studio.model.vae import VAE
from vae_studio.runs.folder import RunFolder
from vae_studio.training.devices import device_for, placed, shards_for
from vae_studio.training.engine import Engine
from vae_studio.training.material import Material


def training_material(vae: VAE, dataset: Dataset, spec: RunSpec, pixels: Pixels, folder: RunFolder) -> Material:
    """Return engine, meter and splits for one training run, on the device that the spec asks for."""
    training = spec.training
    device = device_for(training)
    shards = shards_for(training, device, training.batch_size)
    with placed(device):
        engine = Engine(
            vae,
            dataset.examples,
            dataset.splits.train,
            pixels=pixels,
            optimiser=training.optimiser,
            batch_size=training.batch_size,
            seed=training.seed,
            shards=shards,
        )
    meter = SplitMeter(vae, pixels, training.seed, shards)
    return Material(
        engine, meter, dataset.examples, dataset.splits.validation, dataset.splits.test, training, folder
    )
