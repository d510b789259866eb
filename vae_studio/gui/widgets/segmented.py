"""A row of choices of which exactly one is taken."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QIcon, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QSizePolicy,
    QStyle,
    QStyleOptionToolButton,
    QToolButton,
    QWidget,
)

from vae_studio.gui.theme import Theme, icon

_ICON_GAP = 4
_SIDES = 6
_DISABLED_OPACITY = 0.6


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
        self._value: str | None = segments[0].value
        row = QHBoxLayout(self)
        row.setContentsMargins(1, 1, 1, 1)
        row.setSpacing(0)
        for index, segment in enumerate(segments):
            button = self._made(theme, segment, _place(index, len(segments)))
            row.addWidget(button)
        self._buttons[segments[0].value].setChecked(True)
        self._group.buttonClicked.connect(self._on_clicked)

    def value(self) -> str:
        """Return the value of the choice that is taken; empty for none."""
        return self._value or ""

    def set_value(self, value: str | None) -> None:
        """Take a choice without reporting it; None takes none of them.

        Raises
        ------
        KeyError
            There is no such choice.
        """
        if value is not None:
            self._buttons[value].setChecked(True)
        elif self._value is not None:
            self._group.setExclusive(False)
            self._buttons[self._value].setChecked(False)
            self._group.setExclusive(True)
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
        self._theme = theme
        self.setProperty("variant", "segment")

    def sizeHint(self) -> QSize:
        words = QFontMetrics(self._theme.font("section")).horizontalAdvance(self.text())
        return QSize(self._icon_width() + words + _SIDES, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint ground and border by the stylesheet, icon and words in the middle."""
        del event
        option = QStyleOptionToolButton()
        self.initStyleOption(option)
        option.icon, option.text = QIcon(), ""
        painter = QPainter(self)
        self.style().drawComplexControl(QStyle.ComplexControl.CC_ToolButton, option, painter, self)
        painter.setFont(self._theme.font("section" if self.isChecked() else "body"))
        painter.setPen(self._colour())
        width = self._icon_width() + painter.fontMetrics().horizontalAdvance(self.text())
        left = (self.width() - width) // 2
        if not self.icon().isNull():
            size = self.iconSize()
            place = QRect(left, (self.height() - size.height()) // 2, size.width(), size.height())
            mode = QIcon.Mode.Normal if self.isEnabled() else QIcon.Mode.Disabled
            state = QIcon.State.On if self.isChecked() else QIcon.State.Off
            self.icon().paint(painter, place, Qt.AlignmentFlag.AlignCenter, mode, state)
        words = self.rect().adjusted(left + self._icon_width(), 0, 0, 0)
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(words, int(flags), self.text())

    def _icon_width(self) -> int:
        return 0 if self.icon().isNull() else self.iconSize().width() + _ICON_GAP

    def _colour(self) -> QColor:
        colour = self._theme.colour("accent" if self.isChecked() else "text_2")
        colour.setAlphaF(1.0 if self.isEnabled() else _DISABLED_OPACITY)
        return colour


def _place(index: int, count: int) -> str:
    if count == 1:
        return "only"
    return "first" if index == 0 else "last" if index == count - 1 else "middle"
