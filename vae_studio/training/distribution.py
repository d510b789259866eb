"""Several devices or machines that train one model together, through ``tf.distribute``."""

from __future__ import annotations

import functools
import signal
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import Any

import tensorflow as tf

from vae_studio.api import SpecError, TrainingSpec
from vae_studio.training.cluster import Cluster, cluster_of

MIRRORED = "mirrored"


@dataclass(frozen=True)
class Distribution:
    """How one model is trained by several devices: each has all weights, and a part of every batch.

    Attributes
    ----------
    strategy
        TensorFlow's own.
    cluster
        The machines; None where all devices are in this one.
    """

    strategy: Any
    cluster: Cluster | None = None

    @property
    def replicas(self) -> int:
        """How many devices there are, those of all machines together."""
        return int(self.strategy.num_replicas_in_sync)

    def scope(self) -> AbstractContextManager[Any]:
        """Return the context in which variables are made on every device."""
        context: AbstractContextManager[Any] = self.strategy.scope()
        return context

    def share(self, parts: int) -> range:
        """Return which parts of a batch belong to the replica that asks, in its replica context."""
        replica = tf.distribute.get_replica_context().replica_id_in_sync_group
        number = int(tf.get_static_value(replica))
        return range(number * parts // self.replicas, (number + 1) * parts // self.replicas)


def distribution_for(training: TrainingSpec) -> Distribution | None:
    """Return how a spec wants its training spread; None for one device.

    For several machines it waits until all of them are there.

    Raises
    ------
    SpecError
        There are not several devices, or no machines are named, or this process has computed before.
    """
    cluster = cluster_of(training)
    if cluster is not None:
        return _of_machines(tuple(cluster.jobs.items()), cluster.task, cluster.index, training.device == "cpu")
    devices = _mirrored_devices(training)
    return _of_devices(devices) if devices else None


def _mirrored_devices(training: TrainingSpec) -> tuple[str, ...]:
    """Return the devices to mirror a model over; none where a single one is to train it."""
    gpus = () if training.device == "cpu" else tf.config.list_logical_devices("GPU")
    if training.distribute != MIRRORED:
        names = tuple(gpu.name for gpu in gpus)
        return names if training.device == "all" and len(names) > 1 else ()
    devices = gpus or tf.config.list_logical_devices("CPU")
    if len(devices) < 2:
        raise SpecError(
            f"'{MIRRORED}' is for several devices, and there is one: {devices[0].name.partition('device:')[2]}",
            "training.distribute",
            "Choose 'none'.",
        )
    return tuple(device.name for device in devices)


@functools.cache
def _of_devices(names: tuple[str, ...]) -> Distribution:
    return Distribution(tf.distribute.MirroredStrategy(list(names)))


@functools.cache
def _of_machines(
    jobs: tuple[tuple[str, tuple[str, ...]], ...], task: str, index: int, on_cpu: bool
) -> Distribution:
    cluster = Cluster(dict(jobs), task, index)
    gpus = 0 if on_cpu else len(tf.config.list_physical_devices("GPU"))
    resolver = tf.distribute.cluster_resolver.SimpleClusterResolver(
        tf.train.ClusterSpec({job: list(addresses) for job, addresses in jobs}),
        task_type=task,
        task_id=index,
        num_accelerators={"GPU": gpus},
        rpc_layer="grpc",
    )
    try:
        with _interruptible():
            strategy = tf.distribute.MultiWorkerMirroredStrategy(cluster_resolver=resolver)
    except RuntimeError as error:
        raise SpecError(
            f"several machines cannot train from this process: {error}",
            "training.distribute",
            "Start the training in a process of its own: vae-studio train --distribute multi-worker.",
        ) from error
    except tf.errors.OpError as error:
        raise SpecError(
            f"{cluster.named(cluster.number)} cannot take its place: {error.message}",
            "training.distribute",
            "Check that its address is this machine's and that its port is free.",
        ) from error
    return Distribution(strategy, cluster)


@contextmanager
def _interruptible() -> Iterator[None]:
    """Let Ctrl+C end the process while TensorFlow waits for the other machines, which hears of no signal."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_DFL)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
