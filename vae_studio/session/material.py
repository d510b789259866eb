"""What a training loop works on, made from a model and a dataset. Imports TensorFlow on first use."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from vae_studio.data.dataset import Dataset
from vae_studio.runs.folder import RunFolder
from vae_studio.session.run import Run
from vae_studio.training.batch_source import BatchSource
from vae_studio.training.devices import device_for, placed, shards_for
from vae_studio.training.engine import Engine
from vae_studio.training.keras_fit import KerasEngine
from vae_studio.training.material import AnyEngine, Material


def training_material(run: Run, dataset: Dataset, folder: RunFolder, saved: Mapping[str, Any]) -> Material:
    """Return engine, meter and splits for one training run, on the device that its spec asks for.

    Parameters
    ----------
    run, dataset, folder
        What is trained, on what, and where it is kept.
    saved
        State of the checkpoint that the run goes on from; empty for a new run. Batches are split as
        they were then, because the parts are summed in order.
    """
    training = run.spec.training
    device = device_for(training)
    with placed(device):
        batches = BatchSource(
            dataset.examples,
            dataset.splits.train,
            pixels=run.pixels,
            batch_size=training.batch_size,
            seed=training.seed,
        )
        engine: AnyEngine
        if training.loop == "keras":
            engine = KerasEngine(
                run.model, batches, optimiser=training.optimiser, seed=training.seed, device=device
            )
        else:
            engine = Engine(
                run.model,
                batches,
                optimiser=training.optimiser,
                seed=training.seed,
                shards=int(saved.get("shards", shards_for(training, device))),
                device=device,
            )
    splits = dataset.splits
    return Material(engine, run.meter, dataset.examples, splits.validation, splits.test, training, folder)
