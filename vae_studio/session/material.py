"""What a training loop works on, made from a model and a dataset. Imports TensorFlow on first use."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from vae_studio.data.dataset import Dataset
from vae_studio.runs.folder import RunFolder
from vae_studio.session.run import Run
from vae_studio.session.team import Team
from vae_studio.training.batch_source import Batches, BatchSource
from vae_studio.training.devices import device_for, placed, shards_for
from vae_studio.training.engine import Engine
from vae_studio.training.keras_fit import KerasEngine
from vae_studio.training.material import AnyEngine, Material
from vae_studio.training.precision import FLOAT16
from vae_studio.training.streamed_batches import StreamedBatches


def training_material(
    run: Run, dataset: Dataset, folder: RunFolder, saved: Mapping[str, Any], team: Team | None = None
) -> Material:
    """Return engine, meter and splits for one training run, on the devices that its spec asks for.

    Parameters
    ----------
    run, dataset, folder
        What is trained, on what, and where it is kept.
    saved
        State of the checkpoint that the run goes on from; empty for a new run. Batches are split as
        they were then, unless the spec says how: the parts are summed in order.
    team
        Who trains it together; None for one device.
    """
    engine = training_engine(run, dataset, saved.get("shards"), team)
    splits = dataset.splits
    return Material(
        engine, run.meter, dataset.examples, splits.validation, splits.test, run.spec.training, folder
    )


def training_engine(run: Run, dataset: Dataset, shards: int | None, team: Team | None = None) -> AnyEngine:
    """Return the training steps of a run.

    Parameters
    ----------
    run, dataset
        What is trained, and on what.
    shards
        Parts of a batch where the spec does not say; None for as many as the devices work on at once.
    team
        Who trains it together; None for one device.
    """
    training = run.spec.training
    device = device_for(training)
    with placed(device):
        batches = batches_of(run, dataset, device)
        if training.loop == "keras":
            return KerasEngine(
                run.model, batches, optimiser=training.optimiser, seed=training.seed, device=device
            )
        make_engine = Engine if team is None else team.engine
        replicas = 1 if team is None else team.replicas
        return make_engine(
            run.model,
            batches,
            optimiser=training.optimiser,
            seed=training.seed,
            shards=int(training.shards or shards or replicas * shards_for(training, device)),
            device=device,
            scaled=training.precision == FLOAT16,
            xla=training.xla,
        )


def batches_of(run: Run, dataset: Dataset, device: str) -> Batches:
    """Return the batches that a run is trained on: from memory, or read from a file as they are needed."""
    training, split = run.spec.training, dataset.splits.train
    if dataset.is_streamed:
        return StreamedBatches(
            dataset.examples,
            split,
            pixels=run.pixels,
            batch_size=training.batch_size,
            seed=training.seed,
            device=device,
        )
    return BatchSource(
        dataset.examples, split, pixels=run.pixels, batch_size=training.batch_size, seed=training.seed
    )
