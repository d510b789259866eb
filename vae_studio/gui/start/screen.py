"""What stands in the centre before there is a run."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from vae_studio.data.catalogue import embedded_datasets
from vae_studio.gui.start.card import Card
from vae_studio.gui.start.card_grid import CardGrid
from vae_studio.gui.studio import Studio
from vae_studio.gui.theme import Theme
from vae_studio.gui.widgets.labels import Label
from vae_studio.runs.presets import presets

TITLE = "Start with a preset"
LINE = "It fills in dataset, model and training. The latent grid appears here while the model trains."
KL_LAB = ("KL lab", "Fit one Gaussian to another: the direction of the KL decides its spread.")
_MARGIN = 16
_SCROLL_BAR_WIDTH = 10


class StartScreen(QWidget):
    """A heading, the way to train, and a card for each preset and for the KL lab.

    Parameters
    ----------
    studio
        Takes the preset.
    theme
        Colours and type.
    train
        The button that trains with the settings as they are.

    Signals
    -------
    kl_lab_wanted
        The card of the KL lab was pressed.
    """

    kl_lab_wanted = Signal()

    def __init__(self, studio: Studio, theme: Theme, train: QPushButton, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._studio = studio
        self.cards = {one.name: Card(theme, one.label, one.teaches, "ph.database") for one in presets()}
        self.kl_lab = Card(theme, *KL_LAB, "ph.flask", "Opens its own tab")
        self.grid = CardGrid([*self.cards.values(), self.kl_lab])
        self._scroll = QScrollArea()
        self._lay_out(theme, train)
        self._connect()
        self._show_places()
        self._show_taken()

    def _connect(self) -> None:
        studio = self._studio
        for name, card in self.cards.items():
            card.clicked.connect(lambda _, chosen=name: studio.apply_preset(chosen))
        self.kl_lab.clicked.connect(lambda _: self.kl_lab_wanted.emit())
        self.grid.reached.connect(self._scroll.ensureWidgetVisible)
        studio.preset_changed.connect(self._show_taken)
        studio.dataset_changed.connect(self._show_places)
        studio.state_changed.connect(self._show_lock)

    def _show_taken(self) -> None:
        for name, card in self.cards.items():
            card.set_taken(name == self._studio.preset)

    def _show_places(self) -> None:
        """Say which dataset each preset needs, and whether it has to be downloaded first."""
        words = {
            one.name: one.label if one.available else f"{one.label} · {one.detail}"
            for one in embedded_datasets()
        }
        for one in presets():
            source = one.spec.data.source
            self.cards[one.name].set_place(words.get(source, source))

    def _show_lock(self) -> None:
        for card in self.cards.values():
            card.setEnabled(not self._studio.locked)

    def _lay_out(self, theme: Theme, train: QPushButton) -> None:
        words = QVBoxLayout()
        words.setSpacing(4)
        words.addWidget(Label(theme, TITLE, role="heading"))
        words.addWidget(Label(theme, LINE, tone="text_2", wrap=True))
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, _MARGIN, 0)
        head.setSpacing(_MARGIN)
        head.addLayout(words, 1)
        head.addWidget(train, 0, Qt.AlignmentFlag.AlignVCenter)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, _MARGIN, _MARGIN)
        column.addWidget(self.grid)
        column.addStretch(1)
        scroll = self._scroll
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inside)
        # The scroll bar stands in the margin, so that cards keep their width when it comes and goes.
        scroll.verticalScrollBar().rangeChanged.connect(
            lambda _, last: column.setContentsMargins(
                0, 0, _MARGIN - (_SCROLL_BAR_WIDTH if last else 0), _MARGIN
            )
        )
        whole = QVBoxLayout(self)
        whole.setContentsMargins(_MARGIN, _MARGIN, 0, 0)
        whole.setSpacing(12)
        whole.addLayout(head)
        whole.addWidget(scroll, 1)
