"""Trains small models on one device and on two halves of the processor; ends with 1 where the losses differ.

A program of its own, because TensorFlow can divide the processor only before it computes for the first time.
"""

import sys

import numpy as np

from vae_studio.session import Session
from vae_studio.session.model_building import build_model
from vae_studio.session.run import Run
from vae_studio.session.team import build_for, gather
from vae_studio.training.importing import import_tensorflow

STEPS = 50
TOLERANCE = 1e-5
UNEVEN = 31
CONV = {"encoder.filters": "[4, 4]", "encoder.dense": "8", "decoder.filters": "[4, 4]"}
DENSE = {"encoder.units": "[8]", "decoder.units": "[8]"}
MODELS = (
    ({"encoder": "conv", "decoder": "conv"}, CONV),
    ({"encoder": "dense", "decoder": "dense", "prior": "mixture", "kl": "monte_carlo"}, DENSE),
)


def divide_the_processor():
    """Make two devices of the processor."""
    import_tensorflow()
    import tensorflow as tf

    processor = tf.config.list_physical_devices("CPU")[0]
    tf.config.set_logical_device_configuration(processor, [tf.config.LogicalDeviceConfiguration()] * 2)


def losses(session, distribute, plugins, networks):
    """Return the objective of single steps, then of some in one call."""
    from vae_studio.session.material import training_engine

    settings = networks | {
        "training.device": "cpu",
        "training.distribute": distribute,
        "training.batch_size": str(UNEVEN),
        "training.shards": "4",
        "data.size": "[16, 16]",
    }
    spec = session.spec_from(dataset="digits", seed=3, settings=settings, **plugins)
    data = session.load_dataset(spec.data)
    team = gather(spec, lambda _: None)
    assert (team is None) == (distribute == "none")
    vae = build_for(team, spec, data, lambda: build_model(session.registry, spec, data.data_shape))
    engine = training_engine(Run(vae, spec, registry=session.registry, dataset=data), data, None, team)
    single = [
        engine.run(step, [1.0], [1e-3], np.zeros(engine.figure_count)).last[0] for step in range(STEPS - 10)
    ]
    several = engine.run(STEPS - 10, [1.0] * 10, [1e-3] * 10, np.zeros(engine.figure_count))
    return np.array([*single, several.totals[0] / 10, several.last[0]])


def main():
    """Compare."""
    divide_the_processor()
    session = Session()
    worst = 0.0
    for plugins, networks in MODELS:
        one, two = (losses(session, distribute, plugins, networks) for distribute in ("none", "mirrored"))
        assert one[-1] < one[0], "nothing was learnt"
        worst = max(worst, float(np.max(np.abs(two / one - 1.0))))
    print(f"largest relative difference over {STEPS} steps: {worst:.1e}")
    return 0 if worst <= TOLERANCE else 1


if __name__ == "__main__":
    sys.exit(main())
