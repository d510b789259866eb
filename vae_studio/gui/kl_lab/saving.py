"""The plane and the course of a fit, as a figure that can be taken away."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QColor
from PySide6.QtWidgets import QGraphicsView

from vae_studio.gui.saving.figure import Figure
from vae_studio.kl_lab import KLFit
from vae_studio.kl_lab.files import course_arrays, course_table


def fit_figure(view: QGraphicsView, fit: KLFit, ground: QColor, file: Path) -> Figure:
    """Return the contours as a plot, and every step of the fit as numbers.

    Parameters
    ----------
    view
        Where the contours are drawn.
    fit
        What is drawn.
    ground
        Colour behind them.
    file
        Where it is suggested to go, without an ending.
    """
    problem = fit.problem
    return Figure(
        "KL lab",
        file,
        {
            "Software": "VAE Studio",
            "Target scale": [[float(value) for value in row] for row in problem.target.scale],
            "Family": str(problem.family),
            "Direction": str(problem.direction),
            "KL optimum": float(fit.kl_optimum),
        },
        view=view,
        ground=ground,
        table=lambda: course_table(fit),
        arrays=lambda: course_arrays(fit),
    )
