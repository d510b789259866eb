"""The strip between the pages and the tray: two cards, and what lies between them."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QSignalBlocker, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QToolTip, QVBoxLayout, QWidget

from vae_studio.gui.drops import titled
from vae_studio.gui.figures import decimal
from vae_studio.gui.interpolation.chip import Chip
from vae_studio.gui.interpolation.feed import ShownInterpolation
from vae_studio.gui.interpolation.strip_view import StripView
from vae_studio.gui.notice import notice_from_error
from vae_studio.gui.pixels import to_image
from vae_studio.gui.saving.asking import ask_and_save, copy_figure
from vae_studio.gui.saving.figure import Figure
from vae_studio.gui.studio import Studio
from vae_studio.gui.theme import Theme
from vae_studio.gui.tray.cards import numbers
from vae_studio.gui.widgets.buttons import Button, IconButton
from vae_studio.gui.widgets.fields import ComboBox, SpinBox
from vae_studio.gui.widgets.labels import IconLabel, Label
from vae_studio.gui.widgets.separator import Separator
from vae_studio.latent.strips import of_interpolation

MOST_STEPS = 60
HEADER = 36
WITH_WORDS = 800
"""Width with room for the words beside the fields."""
WITH_SAVE_WORDS = 720
"""Width with room for the words of the button that saves."""
SAVE = "Save strip…"
WITH_TITLE = 560
NARROWEST = 440


class InterpolationPanel(QWidget):
    """Shown while two cards of the tray are selected that the run on screen can decode."""

    def __init__(self, studio: Studio, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._studio = studio
        self._theme = theme
        self._allowed = True
        self._title = Label(theme, "Interpolate", role="section")
        self._words: list[Label] = []
        self.first, self.last = Chip(theme), Chip(theme)
        self.swap = IconButton(theme, "ph.swap", "Swap the two ends")
        self.path = ComboBox()
        self.path.addItem("Linear", "linear")
        self.path.addItem("Spherical", "spherical")
        self.path.setFixedWidth(88)
        self.path.setAccessibleName("Path")
        self.path.setToolTip(
            "Linear: a straight line between the two means. Spherical: an arc about the prior's mean, which "
            "does not come nearer to it than the ends lie"
        )
        self.steps = SpinBox()
        self.steps.setRange(2, MOST_STEPS)
        self.steps.setKeyboardTracking(False)
        self.steps.setFixedWidth(56)
        self.steps.setAccessibleName("Steps")
        self.steps.setToolTip("Pictures of the strip, both ends among them")
        self.save_button = Button(theme, SAVE, "ph.floppy-disk", variant="quiet", small=True)
        self.save_button.setAccessibleName(SAVE)
        self.save_button.setToolTip("Save the strip as a picture, an animation or numbers")
        self.copy_button = IconButton(theme, "ph.copy", "Copy the strip as a picture")
        self.strip = StripView(theme)
        self._lay_out()
        self._connect()
        self._show_request()
        self.hide()
        self._on_selection()
        self._refresh()

    def allow(self, allowed: bool) -> None:
        """Say whether the page above it has to do with the tray; elsewhere the strip is hidden."""
        self._allowed = allowed
        self._refresh()

    def minimumSizeHint(self) -> QSize:
        """Return a width without the words beside the fields, which are left out where there is no room."""
        return QSize(NARROWEST, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show the words beside the fields where there is room for them."""
        super().resizeEvent(event)
        self._title.setVisible(self.width() >= WITH_TITLE)
        self.save_button.setText(SAVE if self.width() >= WITH_SAVE_WORDS else "")
        for label in self._words:
            label.setVisible(self.width() >= WITH_WORDS)

    def figure(self) -> Figure | None:
        """Return the strip on screen as a figure; None without one."""
        shown = self._studio.views.interpolation.shown
        if shown is None:
            return None
        strips = of_interpolation(shown.found)
        return Figure(
            "Interpolation",
            self._studio.outputs.suggested(f"interpolation-epoch-{shown.epoch}"),
            {**shown.metadata, **strips.metadata, "From": shown.names[0], "To": shown.names[1]},
            pixels=strips.pixels(),
            arrays=lambda: strips.arrays,
            frames=strips.frames,
        )

    def save(self) -> None:
        """Ask where to, and save the strip."""
        ask_and_save(self._studio, self._theme, self.figure(), self)

    def copy(self) -> None:
        """Put the strip on the clipboard as a picture."""
        copy_figure(self.figure())

    def _connect(self) -> None:
        feed = self._studio.views.interpolation
        feed.changed.connect(self._refresh)
        feed.failed.connect(self._on_failed)
        self._studio.selection.changed.connect(self._on_selection)
        self._studio.tray_changed.connect(self._name_ends)
        self.swap.clicked.connect(self._studio.selection.swap)
        self.path.activated.connect(lambda _: feed.ask(kind=self.path.currentData()))
        self.steps.valueChanged.connect(lambda steps: feed.ask(steps=steps))
        self.save_button.clicked.connect(self.save)
        self.copy_button.clicked.connect(self.copy)
        self.strip.pointed.connect(self._on_pointed)
        self.strip.chosen.connect(self._add_to_tray)

    def _on_failed(self, error: Exception) -> None:
        self._studio.notice.emit(notice_from_error(error, "Interpolating"))

    def _on_selection(self) -> None:
        self._studio.views.interpolation.choose(self._studio.selection.pair)

    def _refresh(self) -> None:
        shown = self._studio.views.interpolation.shown
        if shown is not None:
            self.strip.show_path(shown.found)
            self._show_request()
            self._name_ends()
        self.setVisible(shown is not None and self._allowed)

    def _show_request(self) -> None:
        request = self._studio.views.interpolation.request
        self.path.setCurrentIndex(self.path.findData(request.kind))
        with QSignalBlocker(self.steps):
            self.steps.setValue(request.steps)

    def _name_ends(self) -> None:
        shown = self._studio.views.interpolation.shown
        if shown is None:
            return
        numbered = numbers(self._studio.tray.cards)
        for chip, identity, name in (
            (self.first, shown.request.first, shown.names[0]),
            (self.last, shown.request.last, shown.names[1]),
        ):
            chip.show_card(numbered.get(identity), name)

    def _on_pointed(self, tile: int) -> None:
        shown = self._studio.views.interpolation.shown
        if shown is None or tile < 0:
            QToolTip.hideText()
            return
        place = self.strip.tile_rect(tile).toRect()
        z = ", ".join(decimal(value, 2) for value in shown.found.z[tile].tolist())
        words = f"{tile + 1} of {len(shown.found)}: z = {z}"
        QToolTip.showText(self.strip.mapToGlobal(place.bottomLeft() + QPoint(0, 2)), words, self.strip, place)

    def _add_to_tray(self, tile: int) -> None:
        """Put a picture of the path into the tray, as if it came from outside."""
        shown = self._studio.views.interpolation.shown
        if shown is not None:
            words = f"step {tile + 1} of {_between(shown)}"
            self._studio.add_images([titled(to_image(shown.found.images[tile]), words)])

    def _lay_out(self) -> None:
        header = QHBoxLayout()
        header.setContentsMargins(0, 0, 0, 0)
        header.setSpacing(8)
        header.addWidget(self._title)
        header.addWidget(self.first)
        header.addWidget(IconLabel(self._theme, "ph.arrow-right", "text_2"))
        header.addWidget(self.last)
        header.addWidget(self.swap)
        header.addStretch(1)
        for words, field in (("Path", self.path), ("Steps", self.steps)):
            label = Label(self._theme, words, tone="text_2")
            label.setBuddy(field)
            self._words.append(label)
            header.addWidget(label)
            header.addWidget(field)
        header.addWidget(self.save_button)
        header.addWidget(self.copy_button)
        top = QWidget()
        top.setFixedHeight(HEADER)
        top.setLayout(header)
        inner = QVBoxLayout()
        inner.setContentsMargins(16, 0, 16, 8)
        inner.setSpacing(0)
        inner.addWidget(top)
        inner.addWidget(self.strip)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(Separator())
        whole.addLayout(inner)
        self.setProperty("ground", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)


def _between(shown: ShownInterpolation) -> str:
    return f"{shown.names[0]} to {shown.names[1]}"
