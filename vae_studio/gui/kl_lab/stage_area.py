"""The middle of the KL lab: the plane, the transport bar under it, and what is seen in words."""

from __future__ import annotations

import html

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from vae_studio.gui.kl_lab.lab import Lab
from vae_studio.gui.kl_lab.plane import Plane
from vae_studio.gui.kl_lab.transport import Transport
from vae_studio.gui.kl_lab.words import explanation
from vae_studio.gui.theme import Theme
from vae_studio.gui.widgets.labels import IconLabel
from vae_studio.gui.widgets.separator import Separator
from vae_studio.kl_lab import KLFit, KLProblem


class StageArea(QWidget):
    """Where the fit is watched."""

    def __init__(self, lab: Lab, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lab = lab
        self._theme = theme
        self.plane = Plane(theme)
        self.transport = Transport(lab.playback, theme)
        self.explanation = QLabel()
        self.explanation.setTextFormat(Qt.TextFormat.RichText)
        self.explanation.setWordWrap(True)
        self._lay_out()

    def show_problem(self) -> None:
        """Show what is known before the fit."""
        self.plane.show_problem(self._lab.problem)
        self.plane.show_frame(self._lab.frame)
        self.explanation.setText(_explained(self._lab.problem))

    def show_fit(self, fit: KLFit) -> None:
        """Show the course."""
        self.plane.show_fit(fit)
        self.plane.show_frame(self._lab.frame)

    def show_frame(self) -> None:
        """Show the step that is chosen."""
        self.plane.show_frame(self._lab.frame)

    def _lay_out(self) -> None:
        notice = QFrame()
        notice.setProperty("variant", "notice")
        notice.setProperty("level", "info")
        row = QHBoxLayout(notice)
        row.setContentsMargins(12, 8, 12, 8)
        row.setSpacing(10)
        row.addWidget(IconLabel(self._theme, "ph.info", "accent"))
        row.addWidget(self.explanation, 1)
        below = QWidget()
        below.setProperty("ground", "panel")
        below.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        around = QVBoxLayout(below)
        around.setContentsMargins(24, 10, 24, 12)
        around.setSpacing(8)
        around.addWidget(self.transport)
        around.addWidget(notice)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.plane, 1)
        column.addWidget(Separator())
        column.addWidget(below)
        self.setProperty("ground", "canvas")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)


def _explained(problem: KLProblem) -> str:
    lead, _, rest = explanation(problem).partition(": ")
    return f"<b>{html.escape(lead)}:</b> {html.escape(rest)}"
