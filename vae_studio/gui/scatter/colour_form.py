"""The section of options that says what colours the points: their classes, or a figure on a scale."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QRectF, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QStandardItemModel
from PySide6.QtWidgets import QHBoxLayout, QWidget

from vae_studio.gui.figures import count, decimal
from vae_studio.gui.scatter.colouring import MEANINGS, NAMES, ColourScale
from vae_studio.gui.scatter.plot_key import paint_bar
from vae_studio.gui.theme import Theme
from vae_studio.gui.widgets.buttons import Button
from vae_studio.gui.widgets.fields import ComboBox
from vae_studio.gui.widgets.labels import Label
from vae_studio.gui.widgets.option_column import OptionForm
from vae_studio.latent.point_figures import QUANTITIES, PointFigures, Quantity

CLASS = "class"
BAR_HEIGHT, TICKS_HEIGHT = 10, 16


class ColourForm(OptionForm):
    """What colours the points, the scale, and how far measuring is.

    Signals
    -------
    chosen
        A :data:`Quantity`, or None for the classes.
    """

    chosen = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "Colour", parent)
        self.by = ComboBox()
        self.scale = ScaleBar(theme)
        self.words = Label(theme, "", role="secondary", tone="text_2", wrap=True)
        self.cancel = Button(theme, "Cancel", variant="link")
        self.cancel.setToolTip("Measure no more examples")
        self.by.addItem("Class", CLASS)
        for quantity in QUANTITIES:
            self.by.addItem(NAMES[quantity], quantity)
        self.add("By", self.by)
        self.by.setAccessibleName("Colour by")
        self.add_wide(self.scale)
        self.add_wide(_line(self.words, self.cancel))
        self._progress = ""
        self._said = ""
        self.cancel.hide()
        self.words.hide()
        self.scale.hide()
        self.by.activated.connect(lambda _: self.chosen.emit(self.quantity))

    @property
    def quantity(self) -> Quantity | None:
        """The figure that colours the points; None for the classes."""
        data = self.by.currentData()
        return None if data == CLASS else data

    def set_quantity(self, quantity: Quantity | None) -> None:
        """Take a figure, or the classes, without reporting it."""
        with QSignalBlocker(self.by):
            self.by.setCurrentIndex(self.by.findData(CLASS if quantity is None else quantity))

    def show_possible(self, lacking: Mapping[Quantity, str], has_classes: bool) -> None:
        """Say which figures a model lacks, and why; without classes their entry is called otherwise."""
        model = self.by.model()
        assert isinstance(model, QStandardItemModel)
        self.by.setItemText(0, "Class" if has_classes else "One colour")
        for quantity in QUANTITIES:
            place = self.by.findData(quantity)
            model.item(place).setEnabled(quantity not in lacking)
            words = lacking.get(quantity) or MEANINGS[quantity]
            self.by.setItemData(place, words, Qt.ItemDataRole.ToolTipRole)
        if self.quantity in lacking:
            self.set_quantity(None)

    def show_figures(self, figures: PointFigures | None, epoch: int | None, shown: int) -> None:
        """Show the scale of a figure, of how many of the shown examples it is known, and by which weights."""
        self.scale.setVisible(figures is not None)
        self._said = ""
        if figures is not None:
            self.scale.show_scale(ColourScale.of(figures))
            parts = []
            if figures.known < shown:
                parts.append(f"{count(figures.known)} of {count(shown)} examples, the others grey.")
            if epoch is not None:
                parts.append(f"Of epoch {epoch}.")
            self._said = " ".join(parts)
        quantity = self.quantity
        self.by.setToolTip("What colours the points" if quantity is None else MEANINGS[quantity])
        self._say()

    def show_progress(self, done: int, total: int) -> None:
        """Say how far measuring is."""
        self._progress = f"{count(done)} of {count(total)} measured"
        self._say()

    def end_progress(self) -> None:
        """Say that nothing is being measured."""
        self._progress = ""
        self._say()

    def _say(self) -> None:
        words = self._progress or self._said
        self.words.setText(words)
        self.words.setVisible(bool(words))
        self.cancel.setVisible(bool(self._progress))


class ScaleBar(QWidget):
    """The colours of a scale with its ends and its middle."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._scale = ColourScale(0.0, 1.0, "", "")
        theme.changed.connect(self.update)

    @property
    def shown(self) -> ColourScale:
        """The scale."""
        return self._scale

    def show_scale(self, scale: ColourScale) -> None:
        """Show another scale."""
        self._scale = scale
        low, middle, high = self._ticks()
        self.setToolTip(f"{scale.name}, {scale.unit}: from {low} to {high}, 98 % of the examples")
        self.setAccessibleName(f"Colour scale: {scale.name} from {low} to {high} {scale.unit}")
        self.setAccessibleDescription(f"In the middle {middle}")
        self.update()

    def sizeHint(self) -> QSize:
        """Return room for the bar, its numbers and its unit."""
        return QSize(120, BAR_HEIGHT + 2 * TICKS_HEIGHT)

    def minimumSizeHint(self) -> QSize:
        """Return the same."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint bar and numbers."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_bar(painter, self._theme, QRectF(0, 2, self.width(), BAR_HEIGHT - 2))
        painter.setFont(self._theme.font("tick"))
        painter.setPen(self._theme.colour("text_3"))
        line = QRectF(0, BAR_HEIGHT, self.width(), TICKS_HEIGHT)
        sides = (Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignHCenter, Qt.AlignmentFlag.AlignRight)
        for words, side in zip(self._ticks(), sides, strict=True):
            painter.drawText(line, side | Qt.AlignmentFlag.AlignVCenter, words)
        line.moveTop(BAR_HEIGHT + TICKS_HEIGHT)
        painter.drawText(line, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter, self._scale.unit)

    def _ticks(self) -> tuple[str, str, str]:
        low, high = self._scale.low, self._scale.high
        places = 4 if high - low < 0.1 else 2 if high - low < 10 else 1
        return decimal(low, places), decimal((low + high) / 2, places), decimal(high, places)


def _line(words: QWidget, button: QWidget) -> QWidget:
    place = QWidget()
    row = QHBoxLayout(place)
    row.setContentsMargins(0, 0, 0, 0)
    row.addWidget(words, 1)
    row.addWidget(button)
    return place
