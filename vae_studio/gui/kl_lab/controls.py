"""The left column of the KL lab: target, approximation, optimiser."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from vae_studio.gui.kl_lab.fit_form import FitForm
from vae_studio.gui.kl_lab.lab import Lab
from vae_studio.gui.kl_lab.target_form import TargetForm
from vae_studio.gui.theme import Theme
from vae_studio.gui.widgets.separator import Separator
from vae_studio.kl_lab import KLFit, KLProblem, Target


class Controls(QScrollArea):
    """Every setting of the lab; scrolls where the window is low.

    Parameters
    ----------
    lab
        What the settings change.
    theme
        Colours and type.
    target
        The form of p, made before: both forms at once would hold up the window.
    """

    def __init__(self, lab: Lab, theme: Theme, target: TargetForm, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lab = lab
        self.target = target
        self.fit = FitForm(theme)
        self._lay_out()
        self.target.changed.connect(lambda raw: lab.change(target=Target.from_raw(raw)))
        self.fit.changed.connect(lambda values: lab.change(**values))
        self.fit.run.clicked.connect(lab.run_again)
        self.fit.reset.clicked.connect(self._reset)
        lab.problem_changed.connect(self._show)
        lab.solved.connect(self._show_stages)
        self._show()
        if lab.fit is not None:
            self._show_stages(lab.fit)

    def _show(self) -> None:
        self.target.show_target(self._lab.problem.target)
        self.fit.show_problem(self._lab.problem)

    def _show_stages(self, fit: KLFit) -> None:
        self.target.stages.show_stages(fit.stages)

    def _reset(self) -> None:
        self._lab.take(KLProblem())
        self._lab.playback.go_to(0)
        self.target.show_example()

    def _lay_out(self) -> None:
        held = QWidget(self.viewport())
        column = QVBoxLayout(held)
        column.setContentsMargins(0, 4, 0, 16)
        column.setSpacing(10)
        for part in (self.target, Separator(), self.fit):
            column.addWidget(part)
        column.addStretch(1)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(held)
