"""What to do with a plugin that was just written: install it, look at it, go back."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from vae_studio.gui.plugins_dialog.installer import Installer
from vae_studio.gui.theme import Theme
from vae_studio.gui.widgets.buttons import Button, IconButton, PrimaryButton
from vae_studio.gui.widgets.labels import Label
from vae_studio.scaffold import Scaffold
from vae_studio.scaffold.installing import install_arguments, install_command


class WrittenPage(QWidget):
    """The second page of New plugin…

    Signals
    -------
    installed
        The :class:`Scaffold` is installed into the studio's environment.
    folder_wanted
        Path of a folder to show.
    left
        The person is done here.
    """

    installed = Signal(object)
    folder_wanted = Signal(object)
    left = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scaffold: Scaffold | None = None
        self._installer = Installer(self)
        self.title = Label(theme, "", role="heading", wrap=True)
        self.folder = Label(theme, "", tone="text_2", wrap=True)
        self.folder.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.command = Label(theme, "", role="mono", wrap=True)
        self.command.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.copy_button = IconButton(theme, "ph.copy", "Copy the command")
        self.install_button = PrimaryButton(theme, "Install here", "ph.file-arrow-down")
        self.cancel_button = Button(theme, "Cancel")
        self.files_button = Button(theme, "Show files", "ph.folder-open")
        self.done_button = Button(theme, "Done")
        self.outcome = Label(theme, "", tone="text_2", wrap=True)
        self.output = QPlainTextEdit()
        self.output.setReadOnly(True)
        self.output.setFont(theme.font("mono"))
        self.output.setAccessibleName("Output of the installation")
        self.output.setTabChangesFocus(True)
        self._lay_out(theme)
        self.copy_button.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.command.text()))
        self.install_button.clicked.connect(self.install)
        self.cancel_button.clicked.connect(self.cancel)
        self.files_button.clicked.connect(self._show_files)
        self.done_button.clicked.connect(self.left)
        self._installer.ended.connect(self._on_ended)

    def show_scaffold(self, scaffold: Scaffold) -> None:
        """Show a plugin that was written."""
        self.cancel()
        self._scaffold = scaffold
        self.title.setText(f"{scaffold.draft.label} is written")
        files = "\n".join(f"    {file}" for file in scaffold.files)
        self.folder.setText(f"{scaffold.folder}\n{files}")
        self.command.setText(install_command(scaffold.folder))
        can_install = install_arguments(scaffold.folder) is not None
        self.install_button.setEnabled(can_install)
        self.install_button.setToolTip(
            "Run the command above, then rescan" if can_install else "This environment has neither pip nor uv."
        )
        self._say("")

    def install(self) -> None:
        """Install the plugin into the environment that the studio runs in."""
        arguments = install_arguments(self._scaffold.folder) if self._scaffold is not None else None
        if arguments is None or self._installer.running:
            return
        self._show_running(running=True)
        self._say("Installing… The first time, this fetches the build tool.")
        self._installer.start(arguments)

    def say_missing(self) -> None:
        """Say that the plugin was installed, but that the rescan did not find it."""
        self._say("It was installed, but it is found only when the studio starts again.")

    def cancel(self) -> None:
        """End an installation that is under way."""
        if self._installer.running:
            self._installer.cancel()
            self._say("The installation was cancelled.")
        self._show_running(running=False)

    def _on_ended(self, succeeded: bool, output: str) -> None:
        self._show_running(running=False)
        if succeeded:
            self._say("Installed. Rescanning…")
            self.installed.emit(self._scaffold)
        else:
            self._say("It could not be installed:", output.strip())
            self.outcome.set_tone("error")

    def _show_running(self, *, running: bool) -> None:
        self.install_button.setVisible(not running)
        self.cancel_button.setVisible(running)

    def _say(self, words: str, output: str = "") -> None:
        self.outcome.set_tone("text_2")
        self.outcome.setText(words)
        self.outcome.setVisible(bool(words))
        self.output.setPlainText(output)
        self.output.setVisible(bool(output))

    def _show_files(self) -> None:
        if self._scaffold is not None:
            self.folder_wanted.emit(Path(self._scaffold.folder))

    def _lay_out(self, theme: Theme) -> None:
        command = QHBoxLayout()
        command.addWidget(self.command, 1)
        command.addWidget(self.copy_button, 0, Qt.AlignmentFlag.AlignTop)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in (self.install_button, self.cancel_button, self.files_button, self.done_button):
            buttons.addWidget(button)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        column.addWidget(self.title)
        column.addWidget(self.folder)
        column.addWidget(Label(theme, "Install it into the studio's environment:", role="section"))
        column.addLayout(command)
        column.addLayout(buttons)
        column.addWidget(self.outcome)
        column.addWidget(self.output, 1)
        column.addStretch(0)
