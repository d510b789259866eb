"""Starting the window."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSettings, QTimer
from PySide6.QtWidgets import QApplication

from vae_studio.api import RunSpec
from vae_studio.gui.main_window import MainWindow
from vae_studio.gui.preferences import Preferences
from vae_studio.gui.studio import Studio
from vae_studio.gui.theme import Mode, Theme
from vae_studio.gui.widgets.focus_ring import FocusRing
from vae_studio.gui.window_memory import WindowMemory
from vae_studio.session import Session

SWITCH_INTERVAL = 0.0002
"""Seconds after which a working thread lets the window have the interpreter; Python's own are 5 ms."""

BEFORE_TOUR_MS = 600
FIRST_EPOCHS = 100
"""Epochs of the 1,455 digits after which the latent grid shows all ten of them."""


def run_window(
    run: Path | None = None,
    *,
    session: Session | None = None,
    settings_file: Path | None = None,
    theme_mode: Mode | None = None,
    prepare: Callable[[MainWindow], None] | None = None,
) -> int:
    """Show the window and return the exit status once it is closed.

    Parameters
    ----------
    run
        Folder of a run to open.
    session
        The core; a new one by default.
    settings_file
        Where the window's place and theme are remembered; the user's settings by default.
    theme_mode
        The theme to begin with, instead of the one remembered.
    prepare
        Called with the window before it is shown.
    """
    sys.setswitchinterval(SWITCH_INTERVAL)
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        app = QApplication(sys.argv[:1])
    app.setApplicationName("VAE Studio")
    app.setQuitOnLastWindowClosed(False)
    window = make_window(app, session or Session(), settings_file, theme_mode, first_spec())
    window.finished.connect(app.quit)
    if prepare is not None:
        prepare(window)
    window.show()
    QTimer.singleShot(BEFORE_TOUR_MS, window, window.tour.offer)
    if run is not None:
        window.open_when_started(run)
    return app.exec()


def first_spec() -> RunSpec:
    """Return the settings that a newcomer finds: the digits, for as long as it takes to see them all."""
    return RunSpec().replaced("training", epochs=FIRST_EPOCHS)


def make_window(
    app: QApplication,
    session: Session,
    settings_file: Path | None = None,
    theme_mode: Mode | None = None,
    spec: RunSpec | None = None,
) -> MainWindow:
    """Return a window that is not shown yet; it loads TensorFlow when it is."""
    settings = _settings(settings_file)
    memory = WindowMemory(settings)
    theme = Theme(theme_mode or memory.theme_mode(), parent=app)
    theme.prepare(app)
    window = MainWindow(Studio(session, spec, preferences=Preferences(settings)), theme, memory)
    theme.apply(app)
    window.arrange()
    FocusRing(theme, app).setParent(window)
    return window


def _settings(file: Path | None) -> QSettings:
    if file is None:
        return QSettings("VAE Studio", "VAE Studio")
    return QSettings(str(file), QSettings.Format.IniFormat)
