"""Where the cache of decoded datasets lies, and how large it may become."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import platformdirs

CACHE_VARIABLE = "VAE_STUDIO_CACHE"
MOST_BYTES = 50 * 10**9
"""What the cache may take at most."""

_SHARE_OF_FREE = 4


def datasets_folder() -> Path:
    """Return the folder of decoded datasets, in ``$VAE_STUDIO_CACHE`` or the user's cache; it may not exist."""
    root = os.environ.get(CACHE_VARIABLE) or platformdirs.user_cache_dir("vae-studio", appauthor=False)
    return Path(root).expanduser() / "datasets"


def free_bytes(folder: Path) -> int:
    """Return what is free on the disk of a folder that may not exist yet."""
    there = next(parent for parent in (folder, *folder.absolute().parents) if parent.is_dir())
    return shutil.disk_usage(there).free


def most_bytes(folder: Path, used: int) -> int:
    """Return how large the cache may become: 50 GB, or a quarter of what would be free without it.

    Parameters
    ----------
    folder
        Of the cache.
    used
        What it takes now, bytes.
    """
    return min(MOST_BYTES, (free_bytes(folder) + used) // _SHARE_OF_FREE)
