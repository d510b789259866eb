"""The section of options that says how points are laid on the plane."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QStandardItemModel
from PySide6.QtWidgets import QHBoxLayout, QWidget

from vae_studio.gui.figures import count
from vae_studio.gui.scatter.projecting import Projector
from vae_studio.gui.theme import Theme
from vae_studio.gui.widgets.buttons import Button
from vae_studio.gui.widgets.fields import ComboBox
from vae_studio.gui.widgets.labels import Label
from vae_studio.gui.widgets.option_column import OptionForm
from vae_studio.latent.embedding import MOST_EMBEDDED
from vae_studio.latent.projection import EMBEDDINGS, METHOD_NAMES, Method, umap_reason

LIMIT = f"At most {MOST_EMBEDDED} examples, which take a minute or so"
MEANINGS: dict[Method, str] = {
    "dimensions": "Two latent dimensions against each other",
    "principal": "Principal components: the plane in which the codes vary most",
    "tsne": f"Keeps neighbours together; distances mean nothing. {LIMIT}",
    "umap": f"Keeps neighbours together; distances mean little. {LIMIT}",
}


class ProjectionForm(OptionForm):
    """Method, axes, and how far an embedding is.

    Signals
    -------
    method_chosen
        A :data:`Method`.
    axes_chosen
        Two latent dimensions, from 0.
    """

    method_chosen = Signal(str)
    axes_chosen = Signal(int, int)

    def __init__(self, theme: Theme, projector: Projector, parent: QWidget | None = None) -> None:
        super().__init__(theme, "Projection", parent)
        self._projector = projector
        self.method = ComboBox()
        self.across, self.up = ComboBox(), ComboBox()
        self.words = Label(theme, "", role="secondary", tone="text_2", wrap=True)
        self.again = Button(theme, "Embed again", variant="link")
        self.again.setToolTip("Embed the points as the present weights place them")
        self.cancel = Button(theme, "Cancel", variant="link")
        self.cancel.setToolTip("End the embedding that is under way")
        self._fill()
        self.add("Method", self.method)
        self.add("Across", self.across)
        self.add("Up", self.up)
        self._foot = _row(self.again, self.cancel)
        self.add_wide(self.words)
        self.add_wide(self._foot)
        self.method.activated.connect(lambda _: self.method_chosen.emit(self.method.currentData()))
        self.across.activated.connect(lambda _: self._on_axis(self.across, self.up))
        self.up.activated.connect(lambda _: self._on_axis(self.up, self.across))

    def show_projection(self, latent_size: int, epoch: int, working: str) -> None:
        """Show what is drawn, without asking for anything.

        Parameters
        ----------
        latent_size
            L.
        epoch
            Behind the weights that placed the points.
        working
            How far an embedding is; empty while none is under way.
        """
        method = self._projector.method
        is_plane = method == "dimensions"
        with QSignalBlocker(self.method):
            self.method.setCurrentIndex(self.method.findData(method))
        self.method.setToolTip(MEANINGS[method])
        self._show_axes(latent_size, self._projector.axes)
        for field in (self.across, self.up):
            self.show_row(field, is_plane)
        embeds = method in EMBEDDINGS
        self.show_row(self.words, embeds)
        self.show_row(self._foot, embeds)
        if embeds:
            self.words.setText(self._words(epoch, working))
            self.cancel.setVisible(bool(working))
            self.again.setVisible(not working)

    def _words(self, epoch: int, working: str) -> str:
        found = self._projector.embedding
        if working:
            return working
        if found is None:
            return "Cancelled. Nothing is drawn."
        words = f"{count(len(found.indices))} examples, epoch {found.epoch}."
        return words if found.epoch == epoch else f"{words} The weights are those of epoch {epoch} now."

    def _fill(self) -> None:
        for method, name in METHOD_NAMES.items():
            self.method.addItem(name, method)
            self.method.setItemData(self.method.count() - 1, MEANINGS[method], Qt.ItemDataRole.ToolTipRole)
        reason = umap_reason()
        if reason:
            place = self.method.findData("umap")
            model = self.method.model()
            assert isinstance(model, QStandardItemModel)
            model.item(place).setEnabled(False)
            self.method.setItemData(place, reason, Qt.ItemDataRole.ToolTipRole)

    def _show_axes(self, latent_size: int, axes: tuple[int, int | None]) -> None:
        for box, dimension in zip((self.across, self.up), axes, strict=True):
            with QSignalBlocker(box):
                if box.count() != latent_size:
                    box.clear()
                    for number in range(latent_size):
                        box.addItem(f"z{number + 1}", number)
                box.setCurrentIndex(-1 if dimension is None else dimension)

    def _on_axis(self, chosen: ComboBox, other: ComboBox) -> None:
        """Take another dimension for one axis; where the other axis has it, that one takes the next."""
        if other.currentData() == chosen.currentData():
            other.setCurrentIndex((other.currentIndex() + 1) % other.count())
        self.axes_chosen.emit(self.across.currentData(), self.up.currentData())


def _row(*buttons: QWidget) -> QWidget:
    place = QWidget()
    row = QHBoxLayout(place)
    row.setContentsMargins(0, 0, 0, 0)
    for button in buttons:
        row.addWidget(button)
    row.addStretch(1)
    return place
