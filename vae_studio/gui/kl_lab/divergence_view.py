"""How far q is from p: at the start, now and at best, and the course between them."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from vae_studio.gui.kl_lab.key_figure import BadgeLevel, KeyFigure, StateBadge
from vae_studio.gui.kl_lab.kl_curve import KLCurve
from vae_studio.gui.kl_lab.lab import Frame, Lab
from vae_studio.gui.kl_lab.words import OPTIMUM, nats, start_formula
from vae_studio.gui.theme import Theme
from vae_studio.gui.widgets.labels import Label
from vae_studio.kl_lab import KLFit
from vae_studio.kl_lab.closed_form import optimum

CONVERGED = 1e-4
"""A q so close to the optimum, in nats, has converged."""


class DivergenceView(QWidget):
    """Three figures, a state and a curve."""

    def __init__(self, lab: Lab, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lab = lab
        self._theme = theme
        self.state = StateBadge(theme)
        self.start = KeyFigure(theme, "Start", "text")
        self.now = KeyFigure(theme, "Now", "series_val")
        self.best = KeyFigure(theme, "Optimum", "series_train")
        self.curve = KLCurve(theme)
        self.curve.setMinimumHeight(180)
        self.curve.pointed.connect(self._read_out)
        self._lay_out()

    def show_problem(self) -> None:
        """Show what is known before the fit."""
        problem, frame = self._lab.problem, self._lab.frame
        self.start.show_figure(nats(frame.kl), start_formula(problem.start))
        self.best.show_figure(nats(optimum(problem)), OPTIMUM[problem.family])
        self.curve.show_problem(problem, frame)
        self.state.show_state("text_2", "")
        self.show_frame()

    def show_fit(self, fit: KLFit) -> None:
        """Show the course."""
        self.curve.show_fit(fit)
        self.show_frame()

    def show_frame(self) -> None:
        """Show the step that is chosen."""
        frame = self._lab.frame
        self.curve.show_frame(frame)
        self.now.show_figure(nats(frame.kl), f"step {frame.step}")
        if self._lab.fit is not None:
            self.state.show_state(*state_words(self._lab.fit, frame))

    def _read_out(self, step: int) -> None:
        """Show the step under the pointer in place of the one that is chosen."""
        fit = self._lab.fit
        if step < 0 or fit is None or step > fit.steps:
            self.show_frame()
        else:
            self.now.show_figure(nats(float(fit.kl[step])), f"step {step}, under the pointer")

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(6)
        head.addWidget(Label(self._theme, "Divergence", role="section"))
        head.addWidget(Label(self._theme, "nats", tone="text_2"))
        head.addStretch(1)
        head.addWidget(self.state)
        figures = QHBoxLayout()
        figures.setSpacing(8)
        for figure in (self.start, self.now, self.best):
            figures.addWidget(figure, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 5, 16, 4)
        column.setSpacing(6)
        column.addLayout(head)
        column.addLayout(figures)
        column.addWidget(self.curve, 1)


def state_words(fit: KLFit, frame: Frame) -> tuple[BadgeLevel, str]:
    """Return what is said of a fit at one step, and how seriously."""
    if fit.diverged:
        return "warn", f"Diverged after step {fit.steps}: learning rate too large"
    gap = frame.kl - fit.kl_optimum
    return ("ok", "Converged") if gap < CONVERGED else ("text_2", f"{nats(gap)} above the optimum")
