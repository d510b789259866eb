"""The way from the command line to the window: what is to be done before the window's own code is imported."""

from __future__ import annotations

import gc
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from vae_studio.gui.source_check import quicken_source_check

if TYPE_CHECKING:
    from vae_studio.gui.main_window import MainWindow


def launch(run: Path | None = None, prepare: Callable[[MainWindow], None] | None = None) -> int:
    """Open the window, and return the exit status once it is closed.

    Garbage is left alone until the first frame is on screen: hardly any arises, and each collection would walk
    all that has been imported.

    Parameters
    ----------
    run
        Folder of a run to open.
    prepare
        Called with the window before it is shown.
    """
    gc.disable()
    import_module("PySide6.QtCore")
    quicken_source_check()
    from vae_studio.gui.app import run_window

    def make_ready(window: MainWindow) -> None:
        window.painted.connect(_collect_again)
        if prepare is not None:
            prepare(window)

    return run_window(run, prepare=make_ready)


def _collect_again() -> None:
    gc.freeze()
    gc.enable()
