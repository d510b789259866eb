"""The tray's header."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent

from vae_studio.gui.theme import Theme
from vae_studio.gui.widgets.buttons import Button
from vae_studio.gui.widgets.dock_header import DockHeader
from vae_studio.gui.widgets.labels import ElidedLabel
from vae_studio.gui.widgets.segmented import Segment, SegmentedControl

ADD_IMAGES, ADD_ROWS = "Add images…", "Encode rows…"
RECONSTRUCTIONS = (
    Segment("mean", "Mean", tooltip="Reconstructions: the decoder's mean at the posterior's mean"),
    Segment(
        "draw", "Draw", tooltip="Reconstructions: x drawn from p(x|z), z from q(z|x); others at each click"
    ),
)
WIDE = 780
"""Width of the header with room for the choice of reconstructions, which is offered once there are any."""
GAP = 6


class TrayHeader(DockHeader):
    """Title, how many images there are, and what can be done with all of them."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "Encode", height=36)
        self._has_figures = False
        self._shorten_detail(theme)
        self.reconstruction = SegmentedControl(theme, RECONSTRUCTIONS)
        self.reconstruction.setAccessibleName("Reconstruction")
        self.add_widget(self.reconstruction)
        self.add = Button(theme, ADD_IMAGES, "ph.plus", variant="quiet", small=True)
        self.export = Button(theme, "Export…", "ph.export", variant="quiet", small=True)
        self.clear = Button(theme, "Clear", "ph.trash", variant="quiet", small=True)
        for button in (self.add, self.export, self.clear):
            self.add_widget(button)

    def _shorten_detail(self, theme: Theme) -> None:
        """Let the words beside the title give way to the buttons where there is no room for both."""
        detail = ElidedLabel(theme, "", tone="text_2")
        place = self._row.indexOf(self.detail)
        self._row.replaceWidget(self.detail, detail)
        self.detail.deleteLater()
        self.detail = detail
        self._row.setStretch(place, 1)
        self._row.setStretch(place + 1, 0)

    def minimumSizeHint(self) -> QSize:
        """Return a width without the choice of reconstructions, which is hidden where there is no room."""
        hint = super().minimumSizeHint()
        taken = self.reconstruction.sizeHint().width() + GAP if not self.reconstruction.isHidden() else 0
        return QSize(hint.width() - taken, hint.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show the choice of reconstructions where there is room for it."""
        super().resizeEvent(event)
        self._offer_reconstructions()

    def _offer_reconstructions(self) -> None:
        self.reconstruction.setVisible(self._has_figures and self.width() >= WIDE)

    def show_cards(self, count: int, figures: str) -> None:
        """Say how many images there are and in which unit their figures are; allow what can be done with them.

        The words for the figures are empty while nothing is encoded.
        """
        images = "1 image" if count == 1 else f"{count} images"
        self.set_detail(" · ".join(part for part in (images, figures) if part) if count else "")
        self._has_figures = bool(figures)
        self._offer_reconstructions()
        self.export.setEnabled(bool(figures))
        self.export.setToolTip(
            "Codes and figures as a table or arrays, or the pictures as a sheet"
            if figures
            else "No image is encoded yet."
        )
        self.clear.setEnabled(count > 0)
