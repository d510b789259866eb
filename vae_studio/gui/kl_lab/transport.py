"""The bar that moves through the steps of a fit."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QHBoxLayout, QSlider, QWidget

from vae_studio.gui.figures import count
from vae_studio.gui.kl_lab.playback import Playback
from vae_studio.gui.theme import Theme
from vae_studio.gui.widgets.buttons import IconButton
from vae_studio.gui.widgets.labels import Label

WORDS_WIDTH = 104


class Transport(QWidget):
    """First, back, play, on, last; a slider; and the step in words."""

    def __init__(self, playback: Playback, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._playback = playback
        self.first = IconButton(theme, "ph.skip-back", "First step")
        self.back = IconButton(theme, "ph.caret-left", "One step back")
        self.play = IconButton(theme, "ph.play-fill", "Play", checkable=True)
        self.on = IconButton(theme, "ph.caret-right", "One step on")
        self.last = IconButton(theme, "ph.skip-forward", "Last step")
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setAccessibleName("Step")
        self.words = Label(theme, role="section")
        self.words.setFixedWidth(WORDS_WIDTH)
        self.words.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        for button in (self.first, self.back, self.play, self.on, self.last):
            row.addWidget(button)
        row.addSpacing(8)
        row.addWidget(self.slider, 1)
        row.addWidget(self.words)
        self._connect()
        self._show_step(playback.step)

    def _connect(self) -> None:
        playback = self._playback
        self.first.clicked.connect(lambda: playback.go_to(0))
        self.back.clicked.connect(lambda: playback.go_to(playback.step - 1))
        self.play.clicked.connect(self._on_play)
        self.on.clicked.connect(lambda: playback.go_to(playback.step + 1))
        self.last.clicked.connect(lambda: playback.go_to(playback.last))
        self.slider.valueChanged.connect(playback.go_to)
        playback.moved.connect(self._show_step)
        playback.playing_changed.connect(self._show_playing)

    def _on_play(self) -> None:
        self._playback.toggle()
        self._show_playing(self._playback.playing)

    def _show_step(self, step: int) -> None:
        last = self._playback.last
        with QSignalBlocker(self.slider):
            self.slider.setRange(0, last)
            self.slider.setPageStep(max(1, last // 10))
            self.slider.setValue(step)
        self.words.setText(f"Step {count(step)} / {count(last)}")
        for button in (self.first, self.back):
            button.setEnabled(step > 0)
        for button in (self.on, self.last):
            button.setEnabled(step < last)
        for part in (self.play, self.slider):
            part.setEnabled(last > 0)

    def _show_playing(self, playing: bool) -> None:
        self.play.setChecked(playing)
        self.play.set_icon("ph.pause-fill" if playing else "ph.play-fill")
        self.play.set_tooltip("Pause" if playing else "Play")
