"""The column of options beside a plot: sections that scroll, and buttons that stay at the foot."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFormLayout, QFrame, QHBoxLayout, QScrollArea, QSlider, QVBoxLayout, QWidget

from vae_studio.gui.theme import Theme
from vae_studio.gui.widgets.labels import Label
from vae_studio.gui.widgets.separator import Separator

WIDTH = 212
SCROLL_BAR = 12
LABEL_WIDTH = 54


class OptionColumn(QWidget):
    """Sections with rules between them.

    Attributes
    ----------
    inside
        What the sections are to be made children of: given a parent later, they would be dressed anew.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rules: list[tuple[QWidget, QWidget]] = []
        self._scroll = QScrollArea(self)
        self.inside = QWidget(self._scroll.viewport())
        self.setFixedWidth(WIDTH + SCROLL_BAR)

    def fill(self, sections: Sequence[QWidget], foot: QWidget | None = None) -> None:
        """Place the sections, once.

        Parameters
        ----------
        sections
            Top to bottom; a hidden section takes its rule with it.
        foot
            Below them, always in sight.
        """
        scroll, inner = self._scroll, self.inside
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 16, 0, 10)
        column.setSpacing(10)
        for section in sections:
            rule = Separator()
            if self._rules:
                column.addWidget(rule)
            self._rules.append((section, rule))
            column.addWidget(section)
        column.addStretch(1)
        inner.setFixedWidth(WIDTH)
        scroll.setWidget(inner)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 12)
        whole.setSpacing(10)
        whole.addWidget(scroll, 1)
        if foot is not None:
            whole.addWidget(_inset(Separator(), self))
            whole.addWidget(_inset(foot, self))

    def show_section(self, section: QWidget, visible: bool) -> None:
        """Show or hide a section, with its rule."""
        section.setVisible(visible)
        for position, (known, rule) in enumerate(self._rules):
            above = any(not other.isHidden() for other, _ in self._rules[:position])
            rule.setVisible(not known.isHidden() and above)


class OptionForm(QWidget):
    """A titled section of labelled fields."""

    def __init__(
        self, theme: Theme, title: str, parent: QWidget | None = None, *, label_width: int = LABEL_WIDTH
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._label_width = label_width
        self._form = QFormLayout(self)
        self._form.setContentsMargins(0, 0, 0, 0)
        self._form.setHorizontalSpacing(8)
        self._form.setVerticalSpacing(5)
        self._form.addRow(Label(theme, title, role="section", tone="text_2"))

    def add(self, words: str, field: QWidget) -> None:
        """Add a field with its label."""
        label = Label(self._theme, words, tone="text_2")
        label.setFixedSize(self._label_width, 24)
        label.setBuddy(field)
        field.setAccessibleName(words)
        self._form.addRow(label, field)

    def add_wide(self, field: QWidget) -> None:
        """Add something over the whole width."""
        self._form.addRow(field)

    def show_row(self, field: QWidget, visible: bool) -> None:
        """Show or hide a field with its label."""
        self._form.setRowVisible(field, visible)


class ValueSlider(QWidget):
    """A slider with its value in words at the right."""

    def __init__(self, theme: Theme, low: int, high: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(low, high)
        self.value = Label(theme, "")
        self.value.setFixedWidth(30)
        self.value.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.slider, 1)
        row.addWidget(self.value)
        self.setFocusProxy(self.slider)

    def setAccessibleName(self, name: str) -> None:
        """Name the slider itself."""
        self.slider.setAccessibleName(name)


def button_row(first: QWidget, *others: QWidget) -> QWidget:
    """Return a foot of buttons of which the first takes the room there is."""
    place = QWidget()
    row = QHBoxLayout(place)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(8)
    row.addWidget(first, 1)
    for button in others:
        row.addWidget(button)
    return place


def _inset(widget: QWidget, parent: QWidget) -> QWidget:
    """Keep a widget clear of the scroll bar's place."""
    place = QWidget(parent)
    row = QHBoxLayout(place)
    row.setContentsMargins(0, 0, SCROLL_BAR, 0)
    row.addWidget(widget)
    return place
