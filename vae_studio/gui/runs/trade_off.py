"""Rate against distortion: where runs stand, how they came there, and lines of equal negative ELBO."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Sequence
from functools import partial

import numpy as np
import pyqtgraph as pg
from numpy.typing import ArrayLike
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from vae_studio.gui.figures import MINUS, decimal
from vae_studio.gui.runs.curves_panel import HEADING, SIDES
from vae_studio.gui.runs.delegate import SERIES
from vae_studio.gui.runs.iso_lines import LINES, iso_levels
from vae_studio.gui.runs.label_places import along, around, freest, is_inside, thinned, words_at
from vae_studio.gui.runs.run_plot import RunPlot, dashed
from vae_studio.gui.runs.short_names import short_names
from vae_studio.gui.theme import Theme
from vae_studio.gui.widgets.labels import Label
from vae_studio.session.run_comparison import RunComparison
from vae_studio.session.run_library import LibraryRun

ALONG_LINE = (0.02, 0.2, 0.38, 0.56, 0.74)
"""Where the words of a line may end, as fractions of the view's width from its right edge."""
CLEAR = 3.0
"""px between the words of a line and what they must not cover."""
NOTHING = "No KL: these runs are no VAEs."


class TradeOff(QWidget):
    """Each run as a trail of its epochs in validation, and a large dot for the test split.

    Other runs on the same data are grey dots.

    Parameters
    ----------
    theme
        Colours and type.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._comparison: RunComparison | None = None
        self._others: tuple[LibraryRun, ...] = ()
        self.plot = RunPlot(
            theme, "Rate and distortion", left="distortion: reconstruction, nats", bottom="rate: KL, nats"
        )
        self.words = Label(theme, "", tone="text_3", wrap=True)
        self._items: list[pg.GraphicsObject] = []
        self._names: list[tuple[pg.TextItem, str]] = []
        self._paths: list[np.ndarray] = []
        self._lines = pg.PlotDataItem(connect="finite")
        self._lines.setZValue(-10)
        self._levels = [pg.TextItem("", anchor=(1, 1)) for _ in range(3 * LINES)]
        self.plot.box.addItem(self._lines, ignoreBounds=True)
        for level in self._levels:
            self.plot.box.addItem(level, ignoreBounds=True)
        self.plot.box.sigRangeChanged.connect(self._draw_lines)
        self.plot.box.sigResized.connect(self._draw_lines)
        self._lay_out()
        theme.changed.connect(self._draw)

    def show_comparison(self, comparison: RunComparison | None, others: Sequence[LibraryRun]) -> None:
        """Draw these runs; `others` are all of the workspace."""
        self._comparison = comparison
        chosen = {run.entry.identity for run in comparison.runs} if comparison is not None else set()
        prints = {run.entry.fingerprint for run in comparison.runs} if comparison is not None else set()
        self._others = tuple(
            run
            for run in others
            if run.entry.identity not in chosen and run.entry.fingerprint in prints and _point(run) is not None
        )
        self._draw()

    def table(self) -> str:
        """Return rate and distortion of every epoch and of the test splits as CSV text."""
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(["run", "split", "epoch", "kl", "reconstruction"])
        for number, run in enumerate(self._runs()):
            for epoch, kl, reconstruction in self._trail(number):
                writer.writerow([run.name, "validation", int(epoch), kl, reconstruction])
        for run in (*self._runs(), *self._others):
            if (point := _point(run)) is not None:
                writer.writerow([run.name, "test", "", *point])
        return text.getvalue()

    def _runs(self) -> tuple[LibraryRun, ...]:
        return () if self._comparison is None else self._comparison.runs

    def _trail(self, number: int) -> np.ndarray:
        """Return epoch, KL and reconstruction of each epoch of a run that has both, ``[E, 3]``."""
        assert self._comparison is not None
        curves = self._comparison.curves[number]
        if curves.unit != "nats":
            return np.zeros((0, 3))
        trail = np.stack([curves.epochs, curves.preferred("kl"), curves.preferred("reconstruction")], axis=1)
        return np.asarray(trail[np.isfinite(trail).all(axis=1)])

    def _draw(self) -> None:
        for item in self._items:
            self.plot.box.removeItem(item)
        for known in (self._items, self._names, self._paths):
            known.clear()
        for run in self._others:
            point = _point(run)
            assert point is not None
            self._add(self._dots([point], 9, "text_2", tip=run.name))
        names = short_names([run.name for run in self._runs()])
        for number, run in enumerate(self._runs()):
            self._draw_run(number, run, names[number])
        is_empty = bool(self._runs()) and not self._items
        self.words.setText(NOTHING if is_empty else "")
        self._lines.setPen(dashed(self._theme, "line_strong"))
        for level in self._levels:
            level.setColor(self._theme.colour("text_3"))
            level.setFont(self._theme.font("tick"))
        self.plot.reset_view()
        self._draw_lines()

    def _draw_run(self, number: int, run: LibraryRun, words: str) -> None:
        token, trail, point = SERIES[number], self._trail(number), _point(run)
        path = trail[:, 1:] if point is None else np.vstack([trail[:, 1:], point])
        if not len(path):
            return
        pen = pg.mkPen(self._theme.colour(token), width=1.2)
        self._add(pg.PlotDataItem(path[:, 0], path[:, 1], pen=pen, antialias=True))
        self._add(self._dots(trail[:, 1:], 4, token))
        self._add(self._dots(path[-1:], 11 if point is not None else 7, token, tip=run.name))
        name = pg.TextItem(words, color=self._theme.colour(token))
        name.setFont(self._theme.font("tick"))
        name.setPos(*path[-1])
        self._add(name, measured=False)
        self._names.append((name, words))
        self._paths.append(path)

    def _dots(self, points: ArrayLike, size: int, token: str, tip: str = "") -> pg.ScatterPlotItem:
        x, y = np.asarray(points, np.float64).reshape(-1, 2).T
        return pg.ScatterPlotItem(
            x,
            y,
            size=size,
            pen=None,
            brush=pg.mkBrush(self._theme.colour(token)),
            hoverable=bool(tip),
            tip=partial(_tip, tip),
        )

    def _add(self, item: pg.GraphicsObject, *, measured: bool = True) -> None:
        self.plot.box.addItem(item, ignoreBounds=not measured)
        self._items.append(item)

    def _draw_lines(self) -> None:
        """Draw the lines of equal negative ELBO that cross what is in view."""
        (left, right), (bottom, top) = self.plot.box.viewRange()
        levels = iso_levels(left, right, bottom, top)
        x = np.tile([left, right, np.nan], len(levels))
        y = (np.repeat(levels, 3).reshape(-1, 3) - np.array([left, right, 0])).ravel()
        self._lines.setData(x, y)
        if not (right > left and top > bottom):
            return
        size = np.array([self.plot.box.width(), self.plot.box.height()])
        scale = size / (right - left, bottom - top)
        obstacles = self._place_names(scale, np.array([left, top]), size)
        slope = math.atan2(-scale[1], scale[0])
        metrics = QFontMetricsF(self._theme.font("tick"))
        for item, level in zip(self._levels, [*levels, *[None] * len(self._levels)], strict=False):
            item.setVisible(False)
            if level is not None:
                words = f"{MINUS}ELBO {decimal(level, 0)}"
                width, line = metrics.horizontalAdvance(words), metrics.height()
                ends = right - np.array(ALONG_LINE) * (right - left)
                corners = (np.stack([ends, level - ends], axis=1) - (left, top)) * scale
                candidates = [words_at(corner, width, line, slope) for corner in corners]
                seen = [number for number, points in enumerate(candidates) if is_inside(points, size)]
                if not seen:
                    continue
                at = ends[seen[freest([candidates[number] for number in seen], obstacles, line / 2 + CLEAR)]]
                item.setVisible(True)
                item.setText(words)
                item.setAngle(-math.degrees(slope))
                item.setPos(at, level - at)

    def _place_names(self, scale: np.ndarray, corner: np.ndarray, size: np.ndarray) -> np.ndarray:
        """Put the names of runs beside their dots, in the view and clear of all trails; return what is taken.

        Parameters
        ----------
        scale, corner
            Pixels for each nat, ``[2]``, and what lies at the upper left, nats ``[2]``.
        size
            Width and height of the view, px.

        Returns
        -------
        Points of trails, other runs and names, px ``[N, 2]``.
        """
        taken = [along((path - corner) * scale) for path in self._paths]
        taken += [(np.array([_point(run)]) - corner) * scale for run in self._others]
        metrics = QFontMetricsF(self._theme.font("tick"))
        for (item, words), path in zip(self._names, self._paths, strict=True):
            extent = (metrics.horizontalAdvance(words), metrics.height())
            places = around((path[-1] - corner) * scale, extent, size)
            anchors = list(places)
            anchor = anchors[freest(list(places.values()), np.concatenate(taken), metrics.height() / 2)]
            item.setAnchor(anchor)
            taken.append(places[anchor])
        return thinned(np.concatenate(taken), size) if taken else np.zeros((0, 2))

    def _lay_out(self) -> None:
        theme = self._theme
        column = QVBoxLayout(self)
        column.setContentsMargins(SIDES)
        column.setSpacing(6)
        heading = QHBoxLayout()
        heading.addStrut(HEADING)
        heading.addWidget(Label(theme, "Trade-off", role="section"))
        column.addLayout(heading)
        row = QHBoxLayout()
        row.addWidget(Label(theme, "Rate–distortion", role="section"))
        row.addStretch(1)
        row.addWidget(Label(theme, "dots: epochs · large: test set", role="secondary", tone="text_2"))
        column.addLayout(row)
        column.addWidget(self.plot, 1)
        self.words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.words.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        over = QVBoxLayout(self.plot)
        over.addWidget(self.words)


def _tip(name: str, x: float, y: float, data: object) -> str:
    del data
    return f"{name}: KL {decimal(x, 2)}, reconstruction {decimal(y, 1)} nats"


def _point(run: LibraryRun) -> tuple[float, float] | None:
    """Return KL and reconstruction of the test split, where both are nats."""
    test = run.test
    if test is None or test.kl is None or test.unit != "nats":
        return None
    return test.kl, test.reconstruction
