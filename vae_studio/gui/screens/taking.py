"""Starting a window of its own for the pictures, and ending it."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from vae_studio.api import OutputError, RunSpec
from vae_studio.registry.registry import Registry


def take_screens(
    folder: Path,
    *,
    size: tuple[int, int] = (1440, 900),
    pixel_ratio: float = 1.0,
    dataset: str = "digits",
    epochs: int = 30,
    modes: Sequence[str] = ("dark", "light"),
    registry: Registry | None = None,
) -> list[Path]:
    """Take a picture of every screen in each theme; nothing of the user's is touched.

    Runs are trained in a temporary workspace, and the window is drawn in memory.

    Parameters
    ----------
    folder
        Where the pictures go; made if it is missing.
    size
        Width and height of the window, logical pixels.
    pixel_ratio
        Pixels of a picture for each logical pixel.
    dataset, epochs
        What is trained on, and how long.
    modes
        ``dark`` and ``light``.
    registry
        Where plugins are found; by default every installed one.

    Raises
    ------
    OutputError
        A picture cannot be written, or the window did not come as far as it should.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"There can be no folder {folder}: {error.strerror}.") from error
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    os.environ["QT_SCALE_FACTOR"] = str(pixel_ratio)
    with tempfile.TemporaryDirectory(prefix="vae-studio-screens-", ignore_cleanup_errors=True) as temporary:
        return _taken(folder, Path(temporary), size, dataset, epochs, tuple(modes), registry)


def _taken(
    folder: Path,
    temporary: Path,
    size: tuple[int, int],
    dataset: str,
    epochs: int,
    modes: tuple[str, ...],
    registry: Registry | None,
) -> list[Path]:
    from PySide6.QtWidgets import QApplication

    from vae_studio.gui.app import SWITCH_INTERVAL, make_window
    from vae_studio.gui.screens.camera import Camera
    from vae_studio.gui.screens.director import Director
    from vae_studio.gui.screens.scenes import Screens
    from vae_studio.session import Session

    sys.setswitchinterval(SWITCH_INTERVAL)
    app = QApplication(sys.argv[:1])
    app.setApplicationName("VAE Studio")
    app.setQuitOnLastWindowClosed(False)
    spec = RunSpec().replaced("data", source=dataset)
    session = Session(registry, temporary / "runs")
    window = make_window(app, session, temporary / "settings.ini", "dark", spec)
    window.resize(*size)
    window.docks.arrange()
    window.finished.connect(app.quit)
    camera = Camera(window.theme, folder, tuple("light" if mode == "light" else "dark" for mode in modes))
    director = Director(Screens(window, camera, epochs).play(), window)
    errors: list[Exception] = []

    def end(error: Exception | None) -> None:
        if error is not None:
            errors.append(error)
        window.close()

    director.ended.connect(end)
    window.show()
    director.start()
    app.exec()
    if errors:
        raise errors[0]
    return camera.taken
