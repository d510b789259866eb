"""The KL lab: controls, what is watched, and readings, side by side."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from vae_studio.gui.kl_lab.controls import Controls
from vae_studio.gui.kl_lab.lab import Lab
from vae_studio.gui.kl_lab.target_form import TargetForm
from vae_studio.gui.notice import notice_from_error
from vae_studio.gui.pieces import Pieces
from vae_studio.gui.saving.asking import ask_and_save, copy_figure
from vae_studio.gui.saving.figure import Figure
from vae_studio.gui.studio import Studio
from vae_studio.gui.theme import Theme
from vae_studio.gui.turns import Turns
from vae_studio.gui.widgets.buttons import Button
from vae_studio.gui.widgets.separator import Separator

if TYPE_CHECKING:
    from vae_studio.gui.kl_lab.readings import Readings
    from vae_studio.gui.kl_lab.stage_area import StageArea
    from vae_studio.kl_lab import KLFit

LEFT_WIDTH, RIGHT_WIDTH = 304, 424
LEAST_MIDDLE = 380


class KLLabPanel(QWidget):
    """Made at leisure, one column after another, and solved on a thread of its own once it is looked at.

    Attributes
    ----------
    lab
        Its state.
    corner
        What stands at the right end of the tab row.
    pieces
        Its columns, which are made late.

    Signals
    -------
    built
        All of it is there.
    drawable
        Whether there is a fit to save.
    """

    built = Signal()
    drawable = Signal(bool)

    def __init__(self, studio: Studio, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._studio = studio
        self._theme = theme
        self._turns = Turns(self)
        self.pieces = Pieces(self._make())
        self._core_ready = studio.hardware.devices is not None
        self._plots_loaded = studio.plots_loaded
        self._built = False
        self.lab = Lab(studio.session, self)
        self.controls: Controls | None = None
        self.middle: StageArea | None = None
        self.readings: Readings | None = None
        self.corner = Button(theme, "Save figure…", "ph.floppy-disk", variant="quiet")
        self.corner.setEnabled(False)
        self.corner.clicked.connect(self.save)
        self._row = self._lay_out()
        self.lab.failed.connect(lambda error: studio.notice.emit(notice_from_error(error, "The fit")))
        studio.core_phase.connect(self._on_phase)
        studio.plots_ready.connect(self._on_plots)

    @property
    def is_built(self) -> bool:
        """Whether all of it is there."""
        return self._built

    def showEvent(self, event: QShowEvent) -> None:
        """Build what is not there yet."""
        super().showEvent(event)
        self._studio.want_plots()
        self._build_if_visible()

    def save(self) -> None:
        """Ask where to, and save the plane or the course."""
        if self.middle is None or self.lab.fit is None:
            return
        ask_and_save(self._studio, self._theme, self._figure(self.middle, self.lab.fit), self)

    def copy(self) -> None:
        """Put the plane on the clipboard as a picture."""
        if self.middle is not None and self.lab.fit is not None:
            copy_figure(self._figure(self.middle, self.lab.fit))

    def _figure(self, middle: StageArea, fit: KLFit) -> Figure:
        from vae_studio.gui.kl_lab.saving import fit_figure

        return fit_figure(middle.plane, fit, self._theme.colour("canvas"), Path.home() / "kl-lab")

    def _on_phase(self, phase: str) -> None:
        """Solve as soon as TensorFlow is loaded, if the lab has been looked at."""
        if not phase:
            self._core_ready = True
            if self.is_built:
                self.lab.set_ready()

    def _on_plots(self) -> None:
        self._plots_loaded = True
        self._build_if_visible()

    def _build_if_visible(self) -> None:
        """Make what is left, unless it is unseen or would have to load the plotting library first."""
        if self.isVisible() and self._plots_loaded and not self._built:
            self._turns.begin([self._build_next])

    def _build_next(self) -> None:
        """Make one piece in each turn, so that what was made before it is painted."""
        more = self.pieces.take()
        self._turns.begin([self._build_next if more else self._finish])

    def _make(self) -> Iterator[None]:
        target = TargetForm(self._theme)
        yield
        self._make_controls(target)
        yield
        self._make_middle()
        yield
        self._make_readings()

    def _make_controls(self, target: TargetForm) -> None:
        self.controls = Controls(self.lab, self._theme, target, self._held)
        self.controls.setFixedWidth(LEFT_WIDTH)
        self._row.addWidget(self.controls)
        self._row.addWidget(Separator(vertical=True))

    def _make_middle(self) -> None:
        from vae_studio.gui.kl_lab.stage_area import StageArea

        self.middle = StageArea(self.lab, self._theme, self._held)
        self.middle.setMinimumWidth(LEAST_MIDDLE)
        self._row.addWidget(self.middle, 1)
        self.middle.show_problem()

    def _make_readings(self) -> None:
        from vae_studio.gui.kl_lab.readings import Readings

        self.readings = Readings(self.lab, self._theme, self._held)
        self.readings.setFixedWidth(RIGHT_WIDTH)
        self._row.addWidget(Separator(vertical=True))
        self._row.addWidget(self.readings)
        self.readings.show_problem()

    def _finish(self) -> None:
        if self._built:
            return
        lab = self.lab
        lab.problem_changed.connect(self._show_problem)
        lab.solved.connect(self._show_fit)
        lab.playback.moved.connect(self._show_frame)
        self._built = True
        if self._core_ready:
            lab.set_ready()
        self.built.emit()

    def _show_problem(self) -> None:
        self._allow_saving(False)
        for part in (self.middle, self.readings):
            if part is not None:
                part.show_problem()

    def _show_fit(self, fit: KLFit) -> None:
        self._allow_saving(True)
        for part in (self.middle, self.readings):
            if part is not None:
                part.show_fit(fit)

    def _allow_saving(self, allowed: bool) -> None:
        self.corner.setEnabled(allowed)
        self.drawable.emit(allowed)

    def _show_frame(self) -> None:
        for part in (self.middle, self.readings):
            if part is not None:
                part.show_frame()

    def _lay_out(self) -> QHBoxLayout:
        scroll = QScrollArea(self)
        held = self._held = QWidget(scroll.viewport())
        held.setMinimumWidth(LEFT_WIDTH + LEAST_MIDDLE + RIGHT_WIDTH + 2)
        row = QHBoxLayout(held)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        scroll.setWidgetResizable(True)
        scroll.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(held)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll)
        self.setProperty("ground", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        return row
