"""The figure that colours the points, from the choice in the options to what was measured."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QObject, Signal

from vae_studio.gui.figures import decimal
from vae_studio.gui.notice import notice_from_error
from vae_studio.gui.scatter.colour_form import ColourForm
from vae_studio.gui.scatter.colouring import NAMES, ColourScale, value_colours
from vae_studio.gui.scatter.feed import ShownPoints
from vae_studio.gui.studio import Studio
from vae_studio.gui.theme import Theme
from vae_studio.latent.point_figures import PointFigures, Quantity

PLACES: dict[Quantity, int] = {"reconstruction": 1, "kl": 2, "negative_elbo": 1, "log_likelihood": 1}
"""Decimals of figures in nats."""


class FigureColours(QObject):
    """Measures what is chosen, and keeps it until something else is, or the weights change.

    Signals
    -------
    changed
        The colours are other ones.
    """

    changed = Signal()

    def __init__(self, studio: Studio, theme: Theme, form: ColourForm, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._studio = studio
        self._theme = theme
        self._form = form
        self._shown: ShownPoints | None = None
        self._figures: PointFigures | None = None
        self._epoch = 0
        feed = studio.views.figures
        form.chosen.connect(self._on_chosen)
        form.cancel.clicked.connect(feed.cancel)
        feed.arrived.connect(self.take)
        feed.progressed.connect(form.show_progress)
        feed.ended.connect(form.end_progress)
        feed.failed.connect(lambda error: studio.notice.emit(notice_from_error(error)))

    @property
    def quantity(self) -> Quantity | None:
        """What is to colour the points; None for their classes."""
        return self._form.quantity

    @property
    def figures(self) -> PointFigures | None:
        """What was measured; None before, and for the classes."""
        return self._figures

    def show(self, shown: ShownPoints) -> None:
        """Measure other points, or the same by newer weights."""
        self._shown = shown
        self._form.show_possible(shown.lacking, shown.points.labels is not None)
        if self.quantity is None:
            self._figures = None
        else:
            self._studio.views.figures.follow(shown, self.quantity)

    def take(self, figures: PointFigures) -> None:
        """Colour the points by what was measured."""
        if self._shown is not None and figures.quantity == self.quantity:
            self._figures, self._epoch = figures, self._shown.epoch
            self.changed.emit()

    def forget(self) -> None:
        """Let go of what was measured: the run is another one."""
        self._studio.views.figures.cancel()
        self._shown, self._figures = None, None

    def colours(self, shown: ShownPoints) -> tuple[np.ndarray, np.ndarray | None, ColourScale | None]:
        """Return the colours of all points, uint8 ``[N, 3]``, which were not measured, and the scale."""
        figures, points = self._figures, shown.points
        self._form.show_figures(figures, self._epoch if self._epoch != shown.epoch else None, len(points))
        if figures is None:
            unknown = np.full(len(points), np.nan)
            return value_colours(self._theme, unknown, ColourScale(0.0, 1.0, "", "")), None, None
        scale = ColourScale.of(figures)
        values = figures.of(points.indices)
        missing = ~np.isfinite(values)
        return value_colours(self._theme, values, scale), missing if missing.any() else None, scale

    def words(self, index: int) -> str:
        """Return what was measured of an example; empty while the classes colour the points."""
        figures = self._figures
        if figures is None:
            return ""
        value = float(figures.of(np.array([index]))[0])
        if figures.unit != "nats":
            return f"{NAMES[figures.quantity]}  {decimal(value, 4)} ({figures.unit})"
        return f"{NAMES[figures.quantity]}  {decimal(value, PLACES[figures.quantity])}"

    def _on_chosen(self, quantity: Quantity | None) -> None:
        self._studio.views.figures.cancel()
        self._figures = None
        if self._shown is not None and quantity is not None:
            self._studio.views.figures.measure(self._shown, quantity)
        self.changed.emit()
