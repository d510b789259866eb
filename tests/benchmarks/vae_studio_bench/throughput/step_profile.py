"""Where the time of a training step goes: TensorFlow's own trace of the operations, summed up."""

from __future__ import annotations

import re
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from vae_studio_bench.machine import describe_machine
from vae_studio_bench.rows import Row, known
from vae_studio_bench.throughput.self_times import Stretch, self_times
from vae_studio_bench.throughput.trainer import Trainer
from vae_studio_bench.throughput.turns import TimedTurn

EVERY_OPERATION = 3
"""Level of the trace at which cheap operations are in it, too."""
SHOWN = 12
LEAD_IN = 0.5
EXECUTOR = "ExecutorState::Process"
SCHEDULING = "scheduling of operations"
IDLE = "waiting cores"
OPERATION = re.compile(r"^(?P<path>[\w/.]+):(?P<type>_?[A-Za-z]\w*)$")
BESIDE_A_LAYER = re.compile(r"^while/(body|cond)/_\d+/|while/|gradient_tape/")
NUMBER = re.compile(r"_\d+$")


def profile(trainer: Trainer, seconds: float) -> dict[str, Any]:
    """Train for so long without and with the tracer, and return plain data for :func:`rows`."""
    import tensorflow as tf

    cores = describe_machine()["cores"]
    with tempfile.TemporaryDirectory() as folder:
        plain = TimedTurn(seconds, LEAD_IN)
        trainer.train(plain)
        options = tf.profiler.experimental.ProfilerOptions(host_tracer_level=EVERY_OPERATION)
        tf.profiler.experimental.start(folder, options=options)
        turn = TimedTurn(seconds, lead_in=0.0)
        trainer.train(turn)
        tf.profiler.experimental.stop()
        shares = _shares(next(Path(folder).rglob("*.xplane.pb")), cores)
    return {
        "cores": cores,
        "milliseconds": 1e3 * turn.seconds / turn.steps,
        "milliseconds_untraced": 1e3 * plain.seconds / plain.steps,
        "shares": shares,
    }


def rows(profile: dict[str, Any]) -> Iterator[Row]:
    """Yield where the time of a step goes, the largest part first."""
    step, untraced = profile["milliseconds"], profile["milliseconds_untraced"]
    note = f"{step:.2f} ms while traced; below: shares of the time of {profile['cores']} cores"
    yield known("  one step", untraced, "ms", note=note)
    shares = profile["shares"]
    for name, share in shares[:SHOWN]:
        yield known(f"    {name}", 100 * share, "%")
    if shares[SHOWN:]:
        rest = 100 * sum(share for _, share in shares[SHOWN:])
        yield known(f"    {len(shares) - SHOWN} smaller parts", rest, "%")


def part_of(name: str) -> str | None:
    """Return the part of a step that a traced operation belongs to; None where it is no operation.

    Shards and repetitions of the same operation of one layer are one part.

    >>> part_of("while/body/_1/gradient_tape/while/sequential/conv2d_1/BiasAdd_1/BiasAddGrad:BiasAddGrad")
    'sequential/conv2d_1, gradient: BiasAddGrad'
    """
    found = OPERATION.match(name)
    if found is None:
        return None
    path, gradient = found["path"], ", gradient" if "gradient_tape/" in found["path"] else ""
    scopes = BESIDE_A_LAYER.sub("", path).split("/")[:-1]
    place = "/".join(scopes[:2]) if scopes and scopes[0].startswith("sequential") else "/".join(scopes[:1])
    if not place.startswith("sequential"):
        place = NUMBER.sub("", place)
    return f"{place or 'step'}{gradient}: {found['type'].removeprefix('_')}"


def _shares(trace: Path, cores: int) -> list[tuple[str, float]]:
    """Return each part's share, 0 to 1, of the time of all cores, the largest first.

    What is left of the time between the first operation and the last one is that of idle cores.
    """
    from tensorflow.tsl.profiler.protobuf import xplane_pb2

    space = xplane_pb2.XSpace()
    space.ParseFromString(trace.read_bytes())
    lines = [list(_stretches(plane, line)) for plane in space.planes for line in plane.lines]
    everything = [stretch for line in lines for stretch in line]
    seconds = max(one.end for one in everything) - min(one.begin for one in everything)
    times = sum((self_times(line) for line in lines), Counter())
    times[IDLE] = seconds * cores - times.total()
    return [(name, time / (seconds * cores)) for name, time in times.most_common()]


def _stretches(plane: Any, line: Any) -> Iterator[Stretch]:
    for event in line.events:
        name = plane.event_metadata[event.metadata_id].name
        part = SCHEDULING if name == EXECUTOR else part_of(name)
        if part is not None:
            yield Stretch(part, event.offset_ps * 1e-12, event.duration_ps * 1e-12)
