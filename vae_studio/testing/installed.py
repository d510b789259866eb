"""The conformance checks, run on a plugin as the studio found it."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal

from vae_studio.registry.records import PluginRecord, PluginStatus
from vae_studio.testing.cases import tried_in
from vae_studio.testing.kit import check_plugin, checks_for
from vae_studio.training.importing import import_tensorflow


@dataclass(frozen=True)
class CheckedPlugin:
    """What came of checking one installed plugin.

    Attributes
    ----------
    record
        The plugin.
    failures
        One line for each check that it failed; empty where it passed or was left out.
    checks
        How many checks were run.
    shapes
        Shapes of one example that it was tried on.
    latent_sizes
        Numbers of latent dimensions that it was tried with.
    seconds
        How long that took.
    """

    record: PluginRecord
    failures: tuple[str, ...] = ()
    checks: int = 0
    shapes: tuple[tuple[int, ...], ...] = ()
    latent_sizes: tuple[int, ...] = ()
    seconds: float = 0.0

    @property
    def result(self) -> Literal["passed", "failed", "left out"]:
        """Whether it keeps its contract; disabled plugins are left out."""
        if self.record.status is PluginStatus.DISABLED:
            return "left out"
        return "failed" if self.failures else "passed"


def check_installed(record: PluginRecord) -> CheckedPlugin:
    """Try a plugin on every shape of data and latent size that it says it takes.

    A broken plugin fails with the reason why it could not be loaded; a disabled one is left alone.
    """
    if record.status is PluginStatus.DISABLED:
        return CheckedPlugin(record)
    if record.status is PluginStatus.BROKEN or record.spec is None:
        return CheckedPlugin(record, failures=(record.error,))
    import_tensorflow()
    started = time.perf_counter()
    with _many_small_graphs():
        failures = tuple(check_plugin(record.spec))
    shapes, latent_sizes = tried_in(record.spec)
    seconds = time.perf_counter() - started
    return CheckedPlugin(record, failures, len(checks_for(record.spec)), shapes, latent_sizes, seconds)


@contextmanager
def _many_small_graphs() -> Iterator[None]:
    """Hold back TensorFlow's advice against tracing one function often: here every model is another one."""

    def is_worth_saying(message: logging.LogRecord) -> bool:
        return "retracing" not in message.getMessage()

    logger = logging.getLogger("tensorflow")
    logger.addFilter(is_worth_saying)
    try:
        yield
    finally:
        logger.removeFilter(is_worth_saying)
