"""The bar under the latent grid that replays it over the finished epochs."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QHBoxLayout, QSlider, QWidget

from vae_studio.gui.latent.replay import EpochReplay
from vae_studio.gui.studio import Studio
from vae_studio.gui.theme import Theme
from vae_studio.gui.widgets.buttons import Button, IconButton
from vae_studio.gui.widgets.labels import Label

HEIGHT = 28
WORDS_WIDTH = 96
LATEST_WIDTH = 60
NO_EPOCHS = "Epochs can be replayed here once two are finished."
NONE_KEPT = "This run kept no weights of its epochs: training.keep_epochs is 0."


class EpochScrubber(QWidget):
    """Play, a slider over the epochs, what is shown in words, and the way back to the present weights."""

    def __init__(self, studio: Studio, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._studio = studio
        self.replay = EpochReplay(studio, self)
        self.play = IconButton(theme, "ph.play-fill", "Replay the epochs", checkable=True)
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setAccessibleName("Epoch whose weights the grid shows")
        self.words = Label(theme, role="secondary", tone="text_2")
        self.words.setFixedWidth(WORDS_WIDTH)
        self.words.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.latest = Button(theme, "Latest", variant="quiet", small=True)
        self.latest.setFixedWidth(LATEST_WIDTH)
        policy = self.latest.sizePolicy()
        policy.setRetainSizeWhenHidden(True)  # so that the slider keeps its length under the mouse
        self.latest.setSizePolicy(policy)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.play)
        row.addWidget(self.slider, 1)
        row.addWidget(self.latest)
        row.addWidget(self.words)
        self.setFixedHeight(HEIGHT)
        self._connect()
        self._show()

    def _connect(self) -> None:
        self.play.clicked.connect(self._on_play)
        self.slider.valueChanged.connect(self.replay.go_to)
        self.latest.clicked.connect(self._on_latest)
        self.replay.changed.connect(self._show)
        self.replay.playing_changed.connect(self._show_playing)
        self._studio.state_changed.connect(self._show)

    def _on_play(self) -> None:
        self.replay.toggle()
        self._show_playing(self.replay.playing)

    def _on_latest(self) -> None:
        self.slider.setFocus(Qt.FocusReason.OtherFocusReason)  # the button hides
        self.replay.go_to(len(self.replay.past))

    def _show(self) -> None:
        """Follow the epochs there are, and the one that is shown."""
        past = self.replay.past
        with QSignalBlocker(self.slider):
            self.slider.setRange(0, len(past))
            self.slider.setPageStep(max(1, len(past) // 10))
            self.slider.setValue(self.replay.position)
        self.words.setText(self.replay.words)
        training = self._studio.locked
        self.latest.setText("Live" if training else "Latest")
        self.latest.setToolTip(
            "Follow the weights in training" if training else "Show the weights after the last epoch"
        )
        self.latest.setVisible(self._studio.shown_epoch is not None)
        for part in (self.play, self.slider):
            part.setEnabled(bool(past))
        self.slider.setToolTip(self._hint() if past else self._reason())

    def _show_playing(self, playing: bool) -> None:
        self.play.setChecked(playing)
        self.play.set_icon("ph.pause-fill" if playing else "ph.play-fill")
        self.play.set_tooltip("Pause the replay" if playing else "Replay the epochs")

    def _hint(self) -> str:
        past = self.replay.past
        return f"The grid as it was after epochs {past[0]} to {past[-1]}; Left and Right move by one of them."

    def _reason(self) -> str:
        run = self._studio.run
        return NONE_KEPT if run is not None and run.spec.training.keep_epochs == 0 else NO_EPOCHS
