"""How much memory this process uses, and how much the machine has."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

STATM = Path("/proc/self/statm")


@dataclass(frozen=True)
class Memory:
    """Bytes used by this process, and in the machine."""

    used: int
    total: int


def memory() -> Memory | None:
    """Return the use of memory, or None where the system does not say."""
    try:
        pages = int(STATM.read_text(encoding="ascii").split()[1])
        size = os.sysconf("SC_PAGE_SIZE")
        return Memory(pages * size, os.sysconf("SC_PHYS_PAGES") * size)
    except (OSError, ValueError, AttributeError):
        return None
