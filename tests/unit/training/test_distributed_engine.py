"""Several devices take the steps that one would take."""

import itertools
import subprocess
import sys
from contextlib import nullcontext
from pathlib import Path

import numpy as np
import pytest
import tensorflow as tf

from vae_studio.api import SpecError
from vae_studio.training.distributed_engine import DistributedEngine, require_parts
from vae_studio.training.distribution import Distribution, distribution_for

SCRIPT = Path(__file__).parent / "two_devices.py"


def test_that_a_mirrored_engine_takes_the_steps_of_one_that_is_not(fresh_model, make_engine):
    distribution = Distribution(tf.distribute.MirroredStrategy(["/cpu:0"]))
    ends = []
    mirrored = {"kind": DistributedEngine, "distribution": distribution}
    for scope, options in ((nullcontext(), {}), (distribution.scope(), mirrored)):
        with scope:
            vae = fresh_model()
        engine = make_engine(vae, **options)
        result = engine.run(0, [1.0] * 3, [1e-3] * 3, np.zeros(engine.figure_count))
        ends.append([result.totals, *engine.optimiser.state().values()])
    for one, several in zip(*ends, strict=True):
        np.testing.assert_allclose(several, one, rtol=1e-6, atol=1e-9)


@pytest.mark.thorough
def test_that_two_devices_have_the_losses_of_one_over_fifty_steps():
    ran = subprocess.run([sys.executable, str(SCRIPT)], capture_output=True, text=True, timeout=300)
    assert ran.returncode == 0, ran.stderr
    assert "largest relative difference" in ran.stdout


def test_that_each_replica_takes_neighbouring_parts_and_none_is_left_out(monkeypatch):
    distribution = Distribution(type("Strategy", (), {"num_replicas_in_sync": 3}))
    taken = []
    for replica in range(3):
        context = type("Context", (), {"replica_id_in_sync_group": replica})
        monkeypatch.setattr(tf.distribute, "get_replica_context", lambda context=context: context)
        taken.append(list(distribution.share(8)))
    assert [*itertools.chain(*taken)] == list(range(8))
    assert {len(parts) for parts in taken} == {2, 3}


def test_that_one_device_cannot_be_mirrored_over(session):
    training = session.spec_from(
        settings={"training.distribute": "mirrored", "training.device": "cpu"}
    ).training
    with pytest.raises(SpecError, match=r"training\.distribute.*CPU:0"):
        distribution_for(training)
    everything = training.model_copy(update={"distribute": "none", "device": "all"})
    if not tf.config.list_logical_devices("GPU"):
        assert distribution_for(everything) is None


def test_that_batches_that_cannot_be_shared_out_are_refused(small_model, monkeypatch):
    require_parts(small_model, 2, 2)
    with pytest.raises(SpecError, match=r"training\.batch_size.*2 devices"):
        require_parts(small_model, 1, 2)
    monkeypatch.setattr(small_model, "couples_examples", True)
    with pytest.raises(SpecError, match=r"training\.distribute"):
        require_parts(small_model, 16, 2)
