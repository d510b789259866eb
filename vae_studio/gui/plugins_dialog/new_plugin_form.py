"""Asking for kind, name and folder of a new plugin."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QVBoxLayout, QWidget

from vae_studio.api import Kind, OutputError, PluginError
from vae_studio.gui.file_dialogs import open_folder
from vae_studio.gui.preferences import Preferences
from vae_studio.gui.theme import Theme
from vae_studio.gui.widgets.buttons import Button, PrimaryButton
from vae_studio.gui.widgets.fields import ComboBox, LineEdit
from vae_studio.gui.widgets.labels import Label
from vae_studio.gui.widgets.properties import set_property
from vae_studio.registry.registry import Registry
from vae_studio.scaffold.writing import contents, project_folder
from vae_studio.session.new_plugin import draft_plugin

PURPOSE = "plugins"


class NewPluginForm(QWidget):
    """The first page of New plugin…

    Parameters
    ----------
    theme
        Colours and type.
    registry
        Whose names are taken.
    preferences
        Where the folder is remembered.
    folder
        Where plugins go unless another folder was used last.

    Signals
    -------
    wanted
        :class:`Kind`, name and folder of the plugin to write.
    cancelled
        No plugin is wanted after all.
    """

    wanted = Signal(object, str, object)
    cancelled = Signal()

    def __init__(
        self,
        theme: Theme,
        registry: Registry,
        preferences: Preferences,
        folder: Path,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._registry = registry
        self._preferences = preferences
        self.kind = ComboBox()
        self.kind.setAccessibleName("Kind of the plugin")
        self.kind.setToolTip("What the plugin provides")
        for kind in Kind:
            self.kind.addItem(kind.label, kind)
        self.name = LineEdit("student_t")
        self.name.setAccessibleName("Name of the plugin")
        self.name.setToolTip("Lower-case letters, digits and underscores; specs and the command line use it")
        self.folder = LineEdit()
        self.folder.setAccessibleName("Folder")
        self.folder.setToolTip("The plugin's own folder is made in it")
        self.folder.setText(str(preferences.folder(PURPOSE) or folder))
        self.browse_button = Button(theme, "Browse…", small=True)
        self.name_problem = Label(theme, "", role="secondary", tone="error", wrap=True)
        self.problem = Label(theme, "", role="secondary", tone="error", wrap=True)
        self.preview = Label(theme, "", role="secondary", tone="text_2", wrap=True)
        self.create_button = PrimaryButton(theme, "Create", "ph.plus")
        self.cancel_button = Button(theme, "Cancel")
        self._lay_out(theme)
        for changed in (self.name.textChanged, self.folder.textChanged, self.kind.currentIndexChanged):
            changed.connect(self._check)
        self.name.returnPressed.connect(self.create_button.click)
        self.folder.returnPressed.connect(self.create_button.click)
        self.browse_button.clicked.connect(self._browse)
        self.create_button.clicked.connect(self._create)
        self.cancel_button.clicked.connect(self.cancelled)
        self._check()

    def begin(self, kind: Kind) -> None:
        """Ask for a plugin of a kind."""
        self.kind.setCurrentIndex(self.kind.findData(kind))
        self.name.clear()
        self._check()
        self.name.setFocus(Qt.FocusReason.TabFocusReason)

    def show_problem(self, words: str) -> None:
        """Say why the plugin could not be written."""
        self.problem.setText(words)
        self.problem.setVisible(bool(words))

    def _chosen(self) -> tuple[Kind, str, Path]:
        return Kind(self.kind.currentData()), self.name.text().strip(), Path(self.folder.text().strip())

    def _check(self) -> None:
        """Show what would be written, or why nothing can be; an empty name is no mistake yet."""
        kind, name, folder = self._chosen()
        problem, elsewhere, preview = "", "", ""
        try:
            self._require_folder()
            draft = draft_plugin(self._registry, kind, name)
            place = project_folder(draft, folder)
        except PluginError as error:
            problem = str(error) if name else ""
        except OutputError as error:
            elsewhere = str(error)
        else:
            preview = "\n".join([f"Writes {place}", *(f"    {file}" for file in contents(draft))])
        set_property(self.name, "error", "true" if problem else "false")
        self.name_problem.setText(problem)
        self.name_problem.setVisible(bool(problem))
        self.show_problem(elsewhere)
        self.preview.setText(preview)
        self.create_button.setEnabled(bool(preview))
        self.create_button.setToolTip(problem or elsewhere or ("" if preview else "Give the plugin a name."))

    def _require_folder(self) -> None:
        if not self.folder.text().strip():
            raise OutputError("There is no folder to write to.", "Choose one.")

    def _create(self) -> None:
        kind, name, folder = self._chosen()
        self._preferences.remember_folder(PURPOSE, folder)
        self.wanted.emit(kind, name, folder)

    def _browse(self) -> None:
        open_folder(
            self._preferences,
            self,
            PURPOSE,
            "Folder for the plugin",
            lambda path: self.folder.setText(str(path)),
        )

    def _lay_out(self, theme: Theme) -> None:
        place = QHBoxLayout()
        place.setSpacing(8)
        place.addWidget(self.folder, 1)
        place.addWidget(self.browse_button)
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(8)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(Label(theme, "Kind", tone="text_2"), self.kind)
        form.addRow(Label(theme, "Name", tone="text_2"), self.name)
        form.addRow(self.name_problem)
        form.addRow(Label(theme, "Folder", tone="text_2"), place)
        form.addRow(self.problem)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.create_button)
        buttons.addWidget(self.cancel_button)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        column.addWidget(Label(theme, "New plugin", role="heading"))
        words = "Writes a small, complete distribution that can be installed and passes its own tests."
        column.addWidget(Label(theme, words, tone="text_2", wrap=True))
        column.addLayout(form)
        column.addLayout(buttons)
        column.addWidget(self.preview)
        column.addStretch(1)
