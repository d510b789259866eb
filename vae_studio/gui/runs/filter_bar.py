"""Which runs are listed, and what is done with the selected ones."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from vae_studio.gui.theme import Theme, icon
from vae_studio.gui.widgets.buttons import Button
from vae_studio.gui.widgets.fields import ComboBox, LineEdit
from vae_studio.gui.widgets.labels import Label
from vae_studio.session.run_library import LibraryRun
from vae_studio.session.run_words import STATUS_WORDS

HEIGHT = 44
SEARCH_WIDTH, CHOICE_WIDTH = 240, 132


class FilterBar(QWidget):
    """Words, dataset and status to filter by; buttons at the right.

    Signals
    -------
    changed
        Other runs are wanted.
    """

    changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.search = LineEdit("Filter by name, dataset or model")
        self.search.setAccessibleName("Filter runs")
        self.search.setToolTip("Runs that hold all of these words in name, dataset, model, strategy or status")
        self.search.setClearButtonEnabled(True)
        self.search.setMinimumWidth(120)
        self.search.setMaximumWidth(SEARCH_WIDTH)
        self.search.addAction(
            icon(theme, "ph.magnifying-glass", "text_3"), LineEdit.ActionPosition.LeadingPosition
        )
        self.dataset = _choice("All datasets", "Only runs on this dataset")
        self.status = _choice("Any status", "Only runs that stand there")
        for status, words in STATUS_WORDS.items():
            self.status.addItem(words, status)
        self.count = Label(theme, "", tone="text_2")
        self.open = Button(theme, "Open in workspace", "ph.arrow-square-out")
        self.measure = Button(theme, "Measure IW-NLL", "ph.gauge")
        self.duplicate = Button(theme, "Duplicate", "ph.copy")
        self.export = Button(theme, "Export CSV…", "ph.export")
        self.delete = Button(theme, "Delete", "ph.trash")
        self.search.textChanged.connect(self.changed)
        self.dataset.currentIndexChanged.connect(self.changed)
        self.status.currentIndexChanged.connect(self.changed)
        self._lay_out()

    @property
    def wanted(self) -> tuple[str, str, str]:
        """Words, dataset and status; empty for any."""
        return self.search.text(), self.dataset.currentData() or "", self.status.currentData() or ""

    def show_datasets(self, runs: Sequence[LibraryRun]) -> None:
        """Offer the datasets of these runs."""
        names = sorted({run.dataset for run in runs if run.dataset})
        offered = [self.dataset.itemData(number) for number in range(1, self.dataset.count())]
        if names == offered:
            return
        chosen = self.dataset.currentData()
        with QSignalBlocker(self.dataset):
            while self.dataset.count() > 1:
                self.dataset.removeItem(1)
            for name in names:
                self.dataset.addItem(name, name)
            self.dataset.setCurrentIndex(max(0, self.dataset.findData(chosen)))
        if self.dataset.currentData() != chosen:
            self.changed.emit()

    def show_selection(self, selected: int, hidden: int) -> None:
        """Say how many runs are selected, and how many of them no one sees."""
        words = f"{selected} selected" if selected else ""
        self.count.setText(f"{words}, {hidden} hidden" if hidden else words)

    def _lay_out(self) -> None:
        self.setFixedHeight(HEIGHT)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 16, 0)
        row.setSpacing(8)
        row.addWidget(self.search, 1000)
        row.addWidget(self.dataset)
        row.addWidget(self.status)
        row.addStretch(1)
        row.addWidget(self.count)
        row.addSpacing(8)
        for button in (self.open, self.measure, self.duplicate, self.export, self.delete):
            row.addWidget(button)


def _choice(words: str, help: str) -> ComboBox:
    choice = ComboBox()
    choice.addItem(words, "")
    choice.setFixedWidth(CHOICE_WIDTH)
    choice.setAccessibleName(words)
    choice.setToolTip(help)
    return choice
