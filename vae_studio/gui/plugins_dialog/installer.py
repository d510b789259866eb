"""Installing a new plugin from the window: one process, whose output is kept to be read."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, QProcess, Signal


class Installer(QObject):
    """Runs one command at a time.

    Signals
    -------
    ended
        Whether it succeeded, and all that it printed.
    """

    ended = Signal(bool, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._process = QProcess(self)
        self._process.setProcessChannelMode(QProcess.ProcessChannelMode.MergedChannels)
        self._process.finished.connect(self._on_finished)
        self._process.errorOccurred.connect(self._on_error)

    @property
    def running(self) -> bool:
        """Whether the command is under way."""
        return self._process.state() is not QProcess.ProcessState.NotRunning

    def start(self, arguments: Sequence[str]) -> None:
        """Run a command: the program, then its arguments."""
        program, *rest = arguments
        self._process.start(program, rest)

    def cancel(self) -> None:
        """End the command and wait for it; nothing is reported."""
        self._process.blockSignals(True)
        self._process.kill()
        self._process.waitForFinished()
        self._process.blockSignals(False)

    def _on_finished(self, code: int, status: QProcess.ExitStatus) -> None:
        succeeded = code == 0 and status is QProcess.ExitStatus.NormalExit
        self.ended.emit(succeeded, bytes(self._process.readAll().data()).decode("utf-8", "replace"))

    def _on_error(self, error: QProcess.ProcessError) -> None:
        if error is QProcess.ProcessError.FailedToStart:
            self.ended.emit(False, self._process.errorString())
