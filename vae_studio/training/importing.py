"""Importing TensorFlow beside a living window.

Loading its libraries through ``import`` holds the interpreter's lock for hundreds of milliseconds,
and the garbage collector then walks every new module. Loading them first through the C library's own
``dlopen``, which ctypes calls without the lock, and putting the collector aside meanwhile, keeps the
longest silence of the window below a frame or two.
"""

from __future__ import annotations

import ctypes
import functools
import gc
import importlib
import importlib.util
import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from vae_studio.training.quiet import without_chatter

_lock = threading.RLock()
_LIBRARIES = (
    "libtensorflow_framework.so.2",
    "libtensorflow_cc.so.2",
    "python/lib_pywrap_tensorflow_common.so",
)
_LOAD_NOW = 2


def import_tensorflow() -> None:
    """Import TensorFlow, tf_keras and TensorFlow Probability, and set the process up for training.

    May be called from any thread and any number of times, also where the caller imported them before.
    """
    with _lock:
        _import_once()


def is_imported() -> bool:
    """Return whether :func:`import_tensorflow` has done its work."""
    return _import_once.cache_info().currsize > 0


@functools.cache
def _import_once() -> None:
    with collector_aside(), without_chatter():
        _preload_libraries()
        for module in ("tensorflow", "tf_keras", "tensorflow_probability"):
            importlib.import_module(module)
        importlib.import_module("tensorflow_probability").distributions.Normal  # noqa: B018 (loads it)
        importlib.import_module("vae_studio.training.devices").set_up()


@contextmanager
def collector_aside() -> Iterator[None]:
    """Keep the garbage collector from running, and from ever walking what is made meanwhile."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if was_enabled:
            gc.enable()


def _preload_libraries() -> None:
    if not sys.platform.startswith("linux"):
        return
    spec = importlib.util.find_spec("tensorflow")
    if spec is None or spec.origin is None:
        return
    dlopen = ctypes.CDLL(None).dlopen
    dlopen.restype = ctypes.c_void_p
    dlopen.argtypes = [ctypes.c_char_p, ctypes.c_int]
    for name in _LIBRARIES:
        library = Path(spec.origin).parent / name
        if library.exists():
            dlopen(os.fsencode(library), _LOAD_NOW)
