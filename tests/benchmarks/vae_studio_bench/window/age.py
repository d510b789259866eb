"""How long ago this process was started."""

from __future__ import annotations

import os
import time
from pathlib import Path


def age() -> float:
    """Return how long ago this process was started, s (Linux)."""
    ticks = int(Path("/proc/self/stat").read_text().rpartition(")")[2].split()[19])
    return time.clock_gettime(time.CLOCK_BOOTTIME) - ticks / os.sysconf("SC_CLK_TCK")
