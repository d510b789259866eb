"""How much of the machine other processes use meanwhile: figures taken beside them are worth little."""

from __future__ import annotations

import os
import time
from pathlib import Path

DISTURBING_SHARE = 0.05
STATISTICS = Path("/proc/stat")
BUSY_COLUMNS = (0, 1, 2, 5, 6, 7)
"""Of the line ``cpu``: user, nice, system, interrupts, soft interrupts, and time stolen by other machines."""


class ProcessorUse:
    """Measures from its construction on; only where the system tells (Linux)."""

    def __init__(self):
        self._began = time.perf_counter()
        self._busy = _busy_seconds()

    def by_others(self, own_seconds: float) -> float | None:
        """Return the share of all cores' time, 0 to 1, that others than the one measured have used.

        `own_seconds` is the processor time of the one measured; None where the system does not tell.
        """
        busy = _busy_seconds()
        if busy is None or self._busy is None:
            return None
        whole = (time.perf_counter() - self._began) * os.cpu_count()
        return min(1.0, max(0.0, (busy - self._busy - own_seconds) / whole))


def is_disturbing(share: float | None) -> bool:
    """Say whether others used so much of the cores, 0 to 1, that a figure is doubtful."""
    return share is not None and share > DISTURBING_SHARE


def _busy_seconds() -> float | None:
    if not STATISTICS.exists():
        return None
    columns = STATISTICS.read_text().partition("\n")[0].split()[1:]
    return sum(int(columns[number]) for number in BUSY_COLUMNS) / os.sysconf("SC_CLK_TCK")
