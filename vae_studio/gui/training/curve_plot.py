"""One small plot of curves over epochs, with its title and its figures above it."""

from __future__ import annotations

from collections.abc import Sequence

import pyqtgraph as pg
from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from vae_studio.gui.theme import Theme
from vae_studio.gui.training.crosshair import Crosshair
from vae_studio.gui.training.curve_ground import LEFT_AXIS
from vae_studio.gui.training.curve_items import CurveItems
from vae_studio.gui.training.history import Points
from vae_studio.gui.training.legend import LegendEntry, Series
from vae_studio.gui.training.marks import Mark
from vae_studio.gui.training.plot_area import PlotArea
from vae_studio.gui.widgets.labels import ElidedLabel, Label

LATEST = float("nan")
"""The reading where the pointer is nowhere: the last values."""


class CurvePlot(QWidget):
    """Curves that share a title, a unit and an x axis of epochs.

    Signals
    -------
    pointed
        The epoch under the pointer, or NaN when it leaves.
    stepped
        How many epochs on the reading is wanted, with the keyboard.
    menu_wanted
        Where on the screen the plot's menu is asked for.
    """

    pointed = Signal(float)
    stepped = Signal(int)
    menu_wanted = Signal(QPoint)

    def __init__(
        self,
        theme: Theme,
        title: str,
        unit: str,
        series: Sequence[Series],
        *,
        height: int,
        labelled: bool = False,
    ) -> None:
        super().__init__()
        self._theme = theme
        self._missing = False
        self._epoch = LATEST
        self._named = False
        self.title = ElidedLabel(theme, title, role="section", offer_all=False)
        self.title.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.unit = Label(theme, unit, tone="text_2")
        self._figures = {one.name: LegendEntry(theme, one) for one in series}
        self.plot = PlotArea(theme, labelled=labelled, has_right=any(one.on_right for one in series))
        self.plot.setFixedHeight(height)
        self.items = CurveItems(self.plot.curves, theme, series)
        self._crosshair = Crosshair(self.plot.curves, theme, self.items.marks)
        self.words = Label(theme, "", tone="text_3", wrap=True)
        self._lay_out()
        self.plot.pointed.connect(self.pointed)
        self.plot.stepped.connect(self.stepped)
        self.plot.menu_wanted.connect(self.menu_wanted)
        theme.changed.connect(self._dress)
        self._describe()

    def set_points(self, name: str, points: Points) -> None:
        """Draw one curve anew; its figure is read where the others are."""
        self.items.set_points(name, points)
        self.read_out(self._epoch, named=self._named)

    def read_out(self, epoch: float, *, named: bool = False) -> None:
        """Show the figures nearest to one epoch, or with NaN the last ones.

        Parameters
        ----------
        epoch
            Where on the x axis.
        named
            Whether the epoch is written beside the line.
        """
        self._epoch, self._named = epoch, named
        self._crosshair.show_at(epoch, named=named)
        self.items.mark_points(epoch)
        for name, figure in self._figures.items():
            if self._missing:
                figure.show_missing()
            else:
                figure.show_value(self.items.value_at(name, epoch))
        self._describe()

    def set_heading(self, title: str, unit: str, places: int) -> None:
        """Say what is drawn, in which unit, and with how many decimals its figures are written."""
        self.title.setText(title)
        self.unit.setText(unit)
        for figure in self._figures.values():
            figure.set_places(places)
        self._fit()
        self._describe()

    def set_called(self, name: str, words: str) -> None:
        """Call a curve something else in the legend; empty for its name."""
        if words != self._figures[name].called:
            self._figures[name].set_called(words)
            self.read_out(self._epoch, named=self._named)
            self._fit()

    def set_missing(self, words: str) -> None:
        """Say in the plot why there is nothing to draw; empty words take that back."""
        self._missing = bool(words)
        self.words.setText(words)
        self.words.setVisible(bool(words))
        self.read_out(self._epoch, named=self._named)

    def set_shown(self, name: str, shown: bool) -> None:
        """Show or hide one curve, with its figure."""
        self.items.set_shown(name, shown)
        self._figures[name].setVisible(shown)
        self._second.setVisible(any(self.items.shown[one.name] for one in self._hidden()))

    @property
    def named_epoch(self) -> str:
        """What is written beside the line at which the curves are read out; empty without one."""
        return self._crosshair.words

    def set_marks(self, marks: Sequence[Mark], *, with_words: bool) -> None:
        """Draw where the run was changed on its way."""
        self.items.marks.show(marks, with_words=with_words)
        self._crosshair.show_at(self._epoch, named=self._named)

    def set_epochs(self, epochs: int) -> None:
        """Let the x axis reach to so many epochs."""
        self.plot.curves.set_epochs(epochs)

    def figure_text(self, name: str) -> str:
        """Return what the legend says of one curve."""
        return self._figures[name].label.text()

    def called(self, name: str) -> str:
        """Return what the legend calls one curve instead of its name; empty for its name."""
        return self._figures[name].called

    def places_of(self, name: str) -> int:
        """Return with how many decimals the legend writes one curve."""
        return self._figures[name].places

    @property
    def box(self) -> pg.ViewBox:
        """Where the curves are drawn."""
        return self.plot.box

    def _hidden(self) -> list[Series]:
        return [one for one in self.items.series.values() if one.hidden]

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addWidget(self.title)
        row.addWidget(self.unit)
        row.addStretch(1)
        usual = [one for one in self.items.series.values() if not one.hidden]
        for position, one in enumerate(usual):
            if position:
                row.addSpacing(6)
            row.addWidget(self._figures[one.name])
        self._second = QWidget()
        second = QHBoxLayout(self._second)
        second.setContentsMargins(0, 0, 0, 0)
        second.addStretch(1)
        for one in self._hidden():
            second.addWidget(self._figures[one.name])
        self._second.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(row)
        column.addWidget(self._second)
        column.addWidget(self.plot)
        self.words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.words.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.words.hide()
        over = QVBoxLayout(self.plot)
        over.setContentsMargins(LEFT_AXIS, 0, 0, 0)
        over.addWidget(self.words)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the unit out where the figures need its place; the tooltip of the title has it."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        unit = self.unit.text()
        entries = [entry for one, entry in self._figures.items() if not self.items.series[one].hidden]
        taken = self.title.sizeHint().width() + sum(entry.sizeHint().width() + 10 for entry in entries)
        self.unit.setVisible(bool(unit) and taken + self.unit.sizeHint().width() + 8 <= self.width())
        self.title.setToolTip(f"{self.title.text()}, {unit}" if unit else self.title.text())

    def _describe(self) -> None:
        """Say to a screen reader what is drawn and what is read out."""
        where = "latest" if self._epoch != self._epoch else f"epoch {self._epoch:.4g}"
        figures = [self._figures[name].label.text() for name, shown in self.items.shown.items() if shown]
        self.plot.setAccessibleName(f"{self.title.text()} {self.unit.text()}".strip())
        self.plot.setAccessibleDescription(", ".join((where, *figures)))

    def _dress(self) -> None:
        self.items.dress()
        self._crosshair.dress()
        for figure in self._figures.values():
            figure.update()
