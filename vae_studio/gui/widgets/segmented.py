"""A row of choices of which exactly one is taken."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QSizePolicy, QToolButton, QWidget

from vae_studio.gui.theme import Theme, icon

_ICON_GAP = 4
_SIDES = 6


@dataclass(frozen=True)
class Segment:
    """One choice.

    Attributes
    ----------
    value
        What :attr:`SegmentedControl.changed` reports.
    label
        Its words.
    icon
        Icon before the words; may be empty.
    tooltip
        What it means; may be empty.
    """

    value: str
    label: str
    icon: str = ""
    tooltip: str = ""


class SegmentedControl(QFrame):
    """Checkable buttons side by side, one of them checked.

    Parameters
    ----------
    theme
        Colours.
    segments
        The choices, left to right; the first is checked.
    height
        28 px, or 24 inside a form row.

    Notes
    -----
    ``changed(value)`` is emitted when a person takes another choice, ``clicked(value)`` at every click,
    also on the one that is taken already.
    """

    changed = Signal(str)
    clicked = Signal(str)

    def __init__(
        self, theme: Theme, segments: Sequence[Segment], *, height: int = 24, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("variant", "segments")
        self.setFixedHeight(height)
        self._group = QButtonGroup(self)
        self._buttons: dict[str, QToolButton] = {}
        self._value = segments[0].value
        row = QHBoxLayout(self)
        row.setContentsMargins(1, 1, 1, 1)
        row.setSpacing(0)
        for index, segment in enumerate(segments):
            button = self._made(theme, segment, _place(index, len(segments)))
            row.addWidget(button)
        self._buttons[self._value].setChecked(True)
        self._group.buttonClicked.connect(self._on_clicked)

    def value(self) -> str:
        """Return the value of the choice that is taken."""
        return self._value

    def set_value(self, value: str) -> None:
        """Take a choice without reporting it.

        Raises
        ------
        KeyError
            There is no such choice.
        """
        self._buttons[value].setChecked(True)
        self._value = value

    def set_segment_enabled(self, value: str, enabled: bool, tooltip: str = "") -> None:
        """Allow or forbid one choice; the tooltip says why."""
        self._buttons[value].setEnabled(enabled)
        self._buttons[value].setToolTip(tooltip)

    def button(self, value: str) -> QToolButton:
        """Return the button of one choice."""
        return self._buttons[value]

    def _made(self, theme: Theme, segment: Segment, place: str) -> QToolButton:
        button = _SegmentButton(theme, self)
        button.setProperty("place", place)
        button.setText(segment.label)
        button.setCheckable(True)
        button.setToolTip(segment.tooltip)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        if segment.icon:
            button.setIcon(icon(theme, segment.icon, "text_2", on="accent"))
            button.setIconSize(QSize(16, 16))
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._group.addButton(button)
        self._buttons[segment.value] = button
        return button

    def _on_clicked(self, button: QToolButton) -> None:
        value = next(name for name, known in self._buttons.items() if known is button)
        is_new = value != self._value
        self._value = value
        self.clicked.emit(value)
        if is_new:
            self.changed.emit(value)


class _SegmentButton(QToolButton):
    """As wide as its words in bold, so that nothing moves or is cut when it is checked."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._bold = QFontMetrics(theme.font("section"))
        self.setProperty("variant", "segment")

    def sizeHint(self) -> QSize:
        icon_width = 0 if self.icon().isNull() else self.iconSize().width() + _ICON_GAP
        return QSize(
            icon_width + self._bold.horizontalAdvance(self.text()) + _SIDES, super().sizeHint().height()
        )

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()


def _place(index: int, count: int) -> str:
    if count == 1:
        return "only"
    return "first" if index == 0 else "last" if index == count - 1 else "middle"
