"""What can be done with the curves, for every menu that offers it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal, SignalInstance
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget, QWidgetAction

from vae_studio.gui.theme import Theme
from vae_studio.gui.training.curve_looks import CurveLooks
from vae_studio.gui.widgets.labels import Label
from vae_studio.gui.widgets.option_column import ValueSlider

SMOOTHEST = 99
LOG_HELP = "Draw the values on log axes"
SMOOTHING_HELP = (
    "Weight of the exponential moving average, 0 to 0.99; what was measured stays faintly behind it"
)


class CurveActions(QObject):
    """Actions that change how the curves are drawn, and actions that take them away.

    Signals
    -------
    reset_wanted, export_wanted, copy_wanted, figures_wanted
        All epochs are to be shown; the curves are to be saved, copied as a picture, copied as numbers.
    """

    reset_wanted = Signal()
    export_wanted = Signal()
    copy_wanted = Signal()
    figures_wanted = Signal()

    def __init__(self, theme: Theme, looks: CurveLooks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.smoothing = SmoothingAction(theme, looks, self)
        self.logarithmic = self._check("Log axis", looks.set_logarithmic, LOG_HELP)
        self.objective = self._check(
            "Optimised objective",
            looks.set_objective,
            "Draw what training minimises, with the KL weight of the moment, beside the negative ELBO",
        )
        self.reset = self._act("Show all epochs\tA", self.reset_wanted)
        self.export = self._act("Export curves…", self.export_wanted)
        self.export.setShortcut(QKeySequence("Ctrl+Shift+E"))
        self.copy = self._act("Copy curves as a picture", self.copy_wanted)
        self.figures = self._act("Copy figures", self.figures_wanted)
        self.figures.setToolTip("Copy the figures of all epochs as a table, separated by commas")
        self.set_available(False)

    def set_available(self, available: bool) -> None:
        """Say whether there are figures to be taken away."""
        for action in (self.export, self.copy, self.figures):
            action.setEnabled(available)

    def set_positive(self, positive: bool) -> None:
        """Say whether every value has a logarithm."""
        self.logarithmic.setToolTip(LOG_HELP if positive else f"{LOG_HELP}; values of 0 and less are left out")

    def fill(self, menu: QMenu) -> None:
        """Put all of them into a menu."""
        menu.setToolTipsVisible(True)
        for action in (self.smoothing, self.logarithmic, self.objective, self.reset):
            menu.addAction(action)
        menu.addSeparator()
        for action in (self.export, self.copy, self.figures):
            menu.addAction(action)

    def _check(self, words: str, change: Callable[[bool], None], tooltip: str) -> QAction:
        action = QAction(words, self)
        action.setCheckable(True)
        action.setToolTip(tooltip)
        action.toggled.connect(change)
        return action

    def _act(self, words: str, wanted: SignalInstance) -> QAction:
        action = QAction(words, self)
        action.triggered.connect(lambda: wanted.emit())
        return action


class SmoothingAction(QWidgetAction):
    """A slider in a menu; each menu has its own, and all follow the looks."""

    def __init__(self, theme: Theme, looks: CurveLooks, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme
        self._looks = looks
        self.setText("Smoothing")

    def createWidget(self, parent: QWidget) -> QWidget:
        """Return the slider with its words."""
        return _SmoothingRow(self._theme, self._looks, parent)


class _SmoothingRow(QWidget):
    def __init__(self, theme: Theme, looks: CurveLooks, parent: QWidget) -> None:
        super().__init__(parent)
        self._looks = looks
        self._slider = ValueSlider(theme, 0, SMOOTHEST)
        self._slider.setAccessibleName("Smoothing")
        self._slider.setToolTip(SMOOTHING_HELP)
        self._slider.setMinimumWidth(150)
        row = QHBoxLayout(self)
        row.setContentsMargins(36, 4, 12, 4)
        row.setSpacing(10)
        row.addWidget(Label(theme, "Smoothing"))
        row.addWidget(self._slider, 1)
        self.setFocusProxy(self._slider)
        self._slider.slider.valueChanged.connect(self._smooth)
        looks.changed.connect(self._follow)
        self._follow()

    def _smooth(self, value: int) -> None:
        self._looks.set_smoothing(value / 100)

    def _follow(self) -> None:
        self._slider.slider.setValue(round(100 * self._looks.smoothing))
        self._slider.value.setText(f"{self._looks.smoothing:.2f}")
