"""The machines that train together, as ``TF_CONFIG`` or Slurm name them. Imports no TensorFlow."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from vae_studio.api import SpecError, TrainingSpec
from vae_studio.training.slurm import slurm_cluster

VARIABLE = "TF_CONFIG"
CHIEF, WORKER = "chief", "worker"
MULTI_WORKER = "multi-worker"
EXAMPLE = '{"cluster": {"worker": ["host1:2222", "host2:2222"]}, "task": {"type": "worker", "index": 0}}'
_ADDRESS = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[^\s:/]+):(\d{1,5})")


@dataclass(frozen=True)
class Cluster:
    """The processes that train one model together, and which of them this one is.

    Attributes
    ----------
    jobs
        Addresses, ``host:port``, by the kinds of task: ``chief`` where there is one, and ``worker``.
    task
        Kind of this process.
    index
        Its number among those of its kind.
    """

    jobs: Mapping[str, tuple[str, ...]]
    task: str
    index: int

    @property
    def addresses(self) -> tuple[str, ...]:
        """All addresses, that of the chief first."""
        return (*self.jobs.get(CHIEF, ()), *self.jobs.get(WORKER, ()))

    @property
    def size(self) -> int:
        """How many processes there are."""
        return len(self.addresses)

    @property
    def number(self) -> int:
        """Which of :attr:`addresses` this process is."""
        return self.number_of(self.task, self.index)

    @property
    def is_chief(self) -> bool:
        """Whether this process decides and writes: the chief, or the first worker where there is none."""
        return self.number == 0

    def number_of(self, task: str, index: int) -> int:
        """Return which of :attr:`addresses` belongs to a task."""
        return index if task == CHIEF else index + len(self.jobs.get(CHIEF, ()))

    def named(self, number: int) -> str:
        """Return a process in words, such as ``worker 2 of 3 (10.0.0.7:2222)``, counted from 1."""
        return f"worker {number + 1} of {self.size} ({self.addresses[number]})"


def cluster_of(training: TrainingSpec) -> Cluster | None:
    """Return the cluster of a run that several machines train; None for one that a single process does.

    Raises
    ------
    SpecError
        The spec asks for several machines, and the environment does not name them.
    """
    return cluster_from(os.environ) if training.distribute == MULTI_WORKER else None


def cluster_from(environment: Mapping[str, str]) -> Cluster:
    """Return the cluster that ``TF_CONFIG`` names, or where it is not set the tasks of a Slurm job step.

    Raises
    ------
    SpecError
        Neither is there, or what is there cannot be.
    """
    text = environment.get(VARIABLE, "").strip()
    if not text:
        return _of_slurm(environment)
    try:
        config = json.loads(text)
    except json.JSONDecodeError as error:
        raise _error(f"it is no JSON: {error}") from error
    jobs = _jobs(_entry(config, "cluster", dict))
    task = _entry(config, "task", dict)
    kind, index = _entry(task, "type", str, "task."), _index(task.get("index"))
    count = len(jobs.get(kind, ()))
    if kind not in jobs:
        raise _error(f"task.type is {kind!r}, and the cluster has {' and '.join(map(repr, jobs))}")
    if index >= count:
        raise _error(f"task.index is {index}, and the cluster has {count} of {kind!r}, counted from 0")
    return Cluster(jobs, kind, index)


def _of_slurm(environment: Mapping[str, str]) -> Cluster:
    try:
        found = slurm_cluster(environment)
    except ValueError as error:
        raise _error(f"Slurm's variables cannot be read: {error}") from error
    if found is None:
        raise _error("the environment variable is not set")
    return Cluster({WORKER: found[0]}, WORKER, found[1])


def _jobs(cluster: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    unknown = [job for job in cluster if job not in (CHIEF, WORKER)]
    if unknown:
        raise _error(f"cluster.{unknown[0]} has no part in this training, only 'chief' and 'worker' have")
    jobs = {job: _addresses(job, cluster[job]) for job in (CHIEF, WORKER) if job in cluster}
    if not any(jobs.values()):
        raise _error("the cluster is empty")
    if len(jobs.get(CHIEF, ())) > 1:
        raise _error(f"cluster.chief names {len(jobs[CHIEF])} processes, and one decides")
    everybody = [address for addresses in jobs.values() for address in addresses]
    twice = next((address for address in everybody if everybody.count(address) > 1), None)
    if twice is not None:
        raise _error(f"{twice} stands in the cluster more than once")
    return jobs


def _addresses(job: str, found: Any) -> tuple[str, ...]:
    if not isinstance(found, list):
        raise _error(f"cluster.{job} is no list of addresses")
    for address in found:
        match = _ADDRESS.fullmatch(address) if isinstance(address, str) else None
        if match is None or not 0 < int(match[2]) < 2**16:
            raise _error(f"cluster.{job} has {address!r}, which is no address of the form host:port")
    return tuple(found)


def _entry(config: Any, key: str, kind: type, where: str = "") -> Any:
    found = config.get(key) if isinstance(config, dict) else None
    if not isinstance(found, kind):
        raise _error(f"{where}{key} is missing" if found is None else f"{where}{key} cannot be {found!r}")
    return found


def _index(found: Any) -> int:
    """Return the number of a task, which job templates often give as a text."""
    text = str(found)
    if not text.isdecimal():
        raise _error("task.index is missing" if found is None else f"task.index cannot be {found!r}")
    return int(text)


def _error(what: str) -> SpecError:
    return SpecError(
        f"'{MULTI_WORKER}' needs {VARIABLE}, and {what}",
        "training.distribute",
        f"Set it for each process, such as {EXAMPLE}.",
    )
