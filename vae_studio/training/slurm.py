"""The machines of a Slurm job step, as its environment names them. Imports no TensorFlow.

The conventions are those of ``tf.distribute.cluster_resolver.SlurmClusterResolver``: one worker for each task
of the step, tasks numbered node after node, and ports counted from one number on each node.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

FIRST_PORT = 8888
_PART = re.compile(r"([^,\[\]]+)(?:\[([^\]]+)\])?([^,\[\]]*)(?:,|$)")
_TASKS = re.compile(r"(\d+)(?:\(x(\d+)\))?")


def slurm_cluster(environment: Mapping[str, str]) -> tuple[tuple[str, ...], int] | None:
    """Return the addresses of a job step's tasks and the number of this one; None outside a step.

    Raises
    ------
    ValueError
        Nodes and tasks cannot be read, or do not belong together.
    """
    names = ("SLURM_PROCID", "SLURM_STEP_NODELIST", "SLURM_STEP_TASKS_PER_NODE")
    task, nodes, tasks = (environment.get(name, "") for name in names)
    if not (task and nodes and tasks):
        return None
    hosts, counts = tuple(expanded_nodes(nodes)), tuple(expanded_counts(tasks))
    if len(hosts) != len(counts) or not task.isdecimal() or int(task) >= sum(counts):
        raise ValueError(f"task {task} of {tasks} tasks on the nodes {nodes}")
    placed = zip(hosts, counts, strict=True)
    addresses = tuple(f"{host}:{FIRST_PORT + port}" for host, count in placed for port in range(count))
    return addresses, int(task)


def expanded_nodes(text: str) -> Iterator[str]:
    """Yield the names in a list of nodes, such as ``gpu[08-10,12],login``.

    Raises
    ------
    ValueError
        It is no such list.
    """
    end = 0
    for part in _PART.finditer(text):
        if part.start() != end:
            break
        end = part.end()
        before, ranges, after = part.groups()
        for number in ("",) if ranges is None else _numbers(ranges):
            yield f"{before}{number}{after}"
    if end != len(text) or not text or text.endswith(","):
        raise ValueError(f"the nodes {text}")


def expanded_counts(text: str) -> Iterator[int]:
    """Yield how many tasks each node has, from a text such as ``2(x3),1``.

    Raises
    ------
    ValueError
        It is no such list.
    """
    for part in text.split(","):
        match = _TASKS.fullmatch(part)
        if match is None:
            raise ValueError(f"the tasks per node {text}")
        yield from [int(match[1])] * int(match[2] or 1)


def _numbers(ranges: str) -> Iterator[str]:
    for one in ranges.split(","):
        first, _, last = one.partition("-")
        if not first.isdecimal() or not (last or first).isdecimal():
            raise ValueError(f"the range {ranges}")
        for number in range(int(first), int(last or first) + 1):
            yield str(number).zfill(len(first))
