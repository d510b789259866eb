"""What a training loop works on."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from vae_studio.api import TrainingSpec
from vae_studio.evaluation.split_figures import SplitMeter
from vae_studio.runs.folder import RunFolder
from vae_studio.training.engine import Engine
from vae_studio.training.keras_fit import KerasEngine

AnyEngine = Engine | KerasEngine


@dataclass(frozen=True)
class Material:
    """What a loop works on.

    Attributes
    ----------
    engine
        The training steps.
    meter
        Measures validation and test.
    examples
        All stored examples, ``[N, *data_shape]``.
    validation, test
        Indices of the two splits; empty where there is none.
    spec
        How to train.
    folder
        Where the run is kept.
    """

    engine: AnyEngine
    meter: SplitMeter
    examples: np.ndarray
    validation: np.ndarray
    test: np.ndarray
    spec: TrainingSpec
    folder: RunFolder
