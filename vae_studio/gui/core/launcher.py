"""Loading, after the window shows, what would have delayed it."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from vae_studio.gui.core.short_jobs import ShortJobs
from vae_studio.gui.core.start_up import Hardware, known_hardware, load_plotting, load_tensorflow
from vae_studio.gui.core.worker import Core


class Launcher(QObject):
    """Starts the core thread, and has it import TensorFlow and after it the plotting library.

    Somebody who wants to see plots before gets the plotting library at once, on another thread.

    Signals
    -------
    plots_ready
        The plotting library is loaded.
    ready
        TensorFlow is loaded; the :class:`Hardware` that it can use.
    failed
        The exception of an import.
    """

    plots_ready = Signal()
    ready = Signal(object)
    failed = Signal(object)

    def __init__(self, core: Core, jobs: ShortJobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._core = core
        self._jobs = jobs
        self._loads_plots = False
        self._hardware = known_hardware()
        self._plots_loaded = False

    @property
    def plots_loaded(self) -> bool:
        """Whether the plotting library is loaded."""
        return self._plots_loaded

    @property
    def hardware(self) -> Hardware:
        """What training can run on, as far as is known."""
        return self._hardware

    def start(self) -> None:
        """Begin; garbage is left alone meanwhile."""
        self._core.hold_collector(True)
        self._core.submit(load_tensorflow, self._on_ready, self._on_failed)
        self._core.start()

    def want_plots(self) -> None:
        """Load the plotting library now, if nobody does yet."""
        if not self._loads_plots:
            self._loads_plots = True
            self._jobs.submit(load_plotting, self._on_plots, self.failed.emit)

    def _load_plots(self) -> None:
        if not self._loads_plots:
            self._loads_plots = True
            self._core.submit(load_plotting, self._on_plots, self.failed.emit)

    def _on_plots(self, _: object) -> None:
        self._plots_loaded = True
        self.plots_ready.emit()

    def _on_ready(self, hardware: Hardware) -> None:
        self._hardware = hardware
        self._core.hold_collector(False)
        self.ready.emit(hardware)
        self._load_plots()

    def _on_failed(self, error: Exception) -> None:
        self._core.hold_collector(False)
        self.failed.emit(error)
        self._load_plots()
