"""The drawn page of the Scatter: plot, options, hovered and selected examples, what lies among the points."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from vae_studio.gui.notice import notice_from_error
from vae_studio.gui.saving.asking import ask_and_save, copy_figure
from vae_studio.gui.saving.figure import Figure
from vae_studio.gui.scatter.among import AmongPoints
from vae_studio.gui.scatter.colouring import class_colours
from vae_studio.gui.scatter.drawer import SelectionDrawer
from vae_studio.gui.scatter.feed import EVERY, ShownPoints
from vae_studio.gui.scatter.figure_colours import FigureColours
from vae_studio.gui.scatter.options import ScatterOptions
from vae_studio.gui.scatter.plot import ScatterPlot
from vae_studio.gui.scatter.projecting import Projector
from vae_studio.gui.scatter.saving import DrawnPoints, scatter_figure, selection_figure
from vae_studio.gui.scatter.selecting import SelectedPoints
from vae_studio.gui.studio import Studio
from vae_studio.gui.theme import Theme
from vae_studio.gui.widgets.option_column import SCROLL_BAR
from vae_studio.gui.widgets.segmented import Segment, SegmentedControl
from vae_studio.gui.widgets.side_options import SideOptions

SIDES = (
    Segment("options", "Options", tooltip="What is drawn, and how"),
    Segment("selection", "Selection", tooltip="The selected examples"),
)


class ScatterView(QWidget):
    """Shows points as they come; there once its :meth:`making` is over."""

    def __init__(self, studio: Studio, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._studio = studio
        self._theme = theme
        self._shown: ShownPoints | None = None
        self._working = ""
        self._places = np.zeros((0, 2))
        self._visible = np.zeros(0, np.int64)
        self.hide()  # until it has its place, the pages would show it beside themselves

    def making(self) -> Iterator[None]:
        """Make it, piece by piece."""
        studio, theme = self._studio, self._theme
        self.projector = Projector(studio.views.embedder, self)
        self.plot = ScatterPlot(theme, studio.views.render)
        self.among = AmongPoints(studio, self.plot, self.projector, self)
        self.plot.setParent(self)
        yield
        self._column = QWidget(self)
        self.side = SegmentedControl(theme, SIDES, parent=self._column)
        self._sides = QStackedWidget(self._column)
        self.options = ScatterOptions(theme, self.projector, self._sides)
        yield
        self.figures = FigureColours(studio, theme, self.options.colour, self)
        self.drawer = SelectionDrawer(theme, self._sides)
        self.selected = SelectedPoints(studio, self.drawer, self)
        yield
        self._lay_out()
        self._connect()

    @property
    def shown(self) -> ShownPoints | None:
        """What is drawn."""
        return self._shown

    def show_points(self, shown: ShownPoints) -> None:
        """Draw points; axes, selection and colours stay as far as they can."""
        self._shown = shown
        self.options.show_points(shown, self._studio.views.points.request.count == EVERY)
        self.figures.show(shown)
        self.selected.show(shown)
        self.projector.show(shown)
        self._show_selection(False)

    def forget(self) -> None:
        """Let the next points choose their own axes: they are those of another run."""
        self._shown = None
        self.projector.forget()
        self.figures.forget()
        self.selected.show(None)
        self.among.forget()
        self._show_selection(False)

    def save(self) -> None:
        """Ask where to, and save what is drawn."""
        if self._shown is not None:
            ask_and_save(self._studio, self._theme, self.figure(), self)

    def copy(self) -> None:
        """Put the plot on the clipboard."""
        if self._shown is not None:
            copy_figure(self.figure(), 2)

    def figure(self) -> Figure:
        """Return what is drawn."""
        assert self._shown is not None
        file = self._studio.outputs.suggested(f"scatter-epoch-{self._shown.epoch}")
        drawn = self._drawn().some(self._visible)
        ground = self._theme.colour("canvas")
        return scatter_figure(drawn, self.plot, ground, file, self._metadata(drawn))

    def selection_figure(self) -> Figure:
        """Return the selected examples."""
        assert self._shown is not None
        places = np.flatnonzero(np.isin(self._shown.points.indices, self.selected.indices))
        drawn = self._drawn().some(places)
        file = self._studio.outputs.suggested(f"selection-epoch-{self._shown.epoch}")
        return selection_figure(drawn, self._shown.dataset, file, self._metadata(drawn))

    def _connect(self) -> None:
        options, plot, drawer, views = self.options, self.plot, self.drawer, self._studio.views
        self.projector.changed.connect(self._on_projected)
        self.projector.failed.connect(self._on_failed)
        options.projection.method_chosen.connect(self.projector.choose)
        options.projection.axes_chosen.connect(self.projector.set_axes)
        options.projection.again.clicked.connect(self.projector.embed)
        options.projection.cancel.clicked.connect(views.embedder.cancel)
        views.embedder.working.connect(self._on_working)
        self.figures.changed.connect(self._draw)
        options.requested.connect(lambda values: views.points.ask(**values))
        views.points.progressed.connect(options.show_encoding)
        options.size_changed.connect(plot.set_size)
        options.opacity_changed.connect(plot.set_opacity)
        options.radii_changed.connect(self.among.set_radii)
        options.picture_wanted.connect(self.among.want_picture)
        options.path_wanted.connect(self.among.want_path)
        options.legend.changed.connect(lambda _: self._draw())
        options.save.clicked.connect(self.save)
        options.copy.clicked.connect(self.copy)
        plot.pointed.connect(self._on_pointed)
        plot.chosen.connect(lambda number: self.selected.add_to_tray(self._indices_of([number])))
        plot.lassoed.connect(self._on_lassoed)
        plot.toggled.connect(self._on_toggled)
        plot.all_wanted.connect(lambda: self.selected.choose(self._indices_of(slice(None))))
        plot.none_wanted.connect(self.selected.clear)
        drawer.pointed.connect(self._on_example)
        drawer.export_wanted.connect(
            lambda: ask_and_save(self._studio, self._theme, self.selection_figure(), self)
        )
        self.selected.changed.connect(self._on_selected)
        self.side.changed.connect(self._show_side)
        self._theme.changed.connect(self._draw)

    def _on_projected(self, everything: bool) -> None:
        """Draw the points at other places."""
        if self._shown is None:
            return
        self._places = self.projector.places()
        self.plot.show_axes(self.projector.names())
        self._show_projection()
        self._draw()
        if everything:
            self.plot.reset_view()
        self.among.show()

    def _on_working(self, words: str) -> None:
        self._working = words
        self._show_projection()

    def _show_projection(self) -> None:
        if self._shown is None:
            return
        points = self._shown.points
        self.options.projection.show_projection(points.latent_size, self._shown.epoch, self._working)
        reason = "" if self.projector.basis is not None else "Only the embedded examples have a place here"
        self.options.allow_places(reason, self._shown.dataset.kind == "image" and points.latent_size > 1)

    def _on_failed(self, error: Exception) -> None:
        self._studio.notice.emit(notice_from_error(error))

    def _draw(self) -> None:
        """Draw the points of the classes that are shown, and that have a place."""
        if self._shown is None or len(self._places) != len(self._shown.points):
            return
        points = self._shown.points
        seen = np.isfinite(self._places).all(axis=1)
        if points.labels is not None:
            wanted = np.zeros(max(1, len(points.class_names)), bool)
            wanted[list(self.options.legend.shown)] = True
            seen &= wanted[points.labels]
        self._visible = np.flatnonzero(seen)
        colours, faint = self._colours(self._shown)
        others = self.selected.mask(points.indices)
        faint = faint if others is None else others
        visible = self._visible
        self.plot.show_points(
            self._places[visible], colours[visible], None if faint is None else faint[visible]
        )

    def _colours(self, shown: ShownPoints) -> tuple[np.ndarray, np.ndarray | None]:
        """Return the colours of all points, and which stand back; say what they mean."""
        points, legend, key = shown.points, self.options.legend, self.plot.key
        by_class = self.figures.quantity is None
        legend.set_coloured(by_class)
        if not by_class:
            colours, faint, scale = self.figures.colours(shown)
            if scale is None:
                key.show_classes(())
            else:
                key.show_scale(scale)
            return colours, faint
        self.options.colour.show_figures(None, None, len(points))
        named = sorted(legend.shown) if points.labels is not None else []
        key.show_classes([(points.class_names[number], self._theme.class_colour(number)) for number in named])
        return class_colours(self._theme, points.labels, len(points)), None

    def _on_pointed(self, number: int) -> None:
        """Show what a point is, once the plot has drawn it where it is."""
        if self._shown is None or number < 0:
            return
        at = self.plot.place_on_screen(number).toPoint()
        place = int(self._visible[number])
        words = self.figures.words(int(self._shown.points.indices[place]))
        self.plot.card.show_point(self._shown.points, self._shown.dataset, place, at, words)

    def _on_example(self, index: int) -> None:
        """Point at an example of the drawer in the plot."""
        if self._shown is not None:
            found = np.flatnonzero(self._shown.points.indices[self._visible] == index)
            self.plot.point_at(int(found[0]) if len(found) else -1)

    def _on_lassoed(self, numbers: np.ndarray, extend: bool) -> None:
        inside = self._indices_of(numbers)
        if extend:
            self.selected.add(inside)
        else:
            self.selected.choose(inside)

    def _on_toggled(self, number: int) -> None:
        """Take one point into the selection, or out of it, and stay on it."""
        self.selected.toggle(self._indices_of([number]))
        self.plot.point_at(number)

    def _on_selected(self, first: bool) -> None:
        self._show_selection(first)
        self._draw()

    def _indices_of(self, numbers: np.ndarray | list[int] | slice) -> np.ndarray:
        """Return the examples of some of the points that are drawn."""
        if self._shown is None:
            return np.zeros(0, np.int64)
        return np.asarray(self._shown.points.indices[self._visible[numbers]])

    def _show_selection(self, opened: bool) -> None:
        """Offer the drawer while there is something in it, and open it where that is new."""
        some = len(self.selected.indices) > 0
        self.side.setVisible(some)
        if opened or not some:
            self._show_side("selection" if some else "options")
        if opened and some and self.folding.folded:
            self.folding.button.setChecked(True)

    def _show_side(self, which: str) -> None:
        self.side.set_value(which)
        self._sides.setCurrentIndex(1 if which == "selection" else 0)

    def _drawn(self) -> DrawnPoints:
        assert self._shown is not None
        return DrawnPoints(self._shown.points, self._places, self.projector.names(), self.figures.figures)

    def _metadata(self, drawn: DrawnPoints) -> dict[str, object]:
        assert self._shown is not None
        points = self._shown.points
        quantity = self.figures.quantity
        return {
            **self._studio.outputs.provenance(),
            **self._shown.metadata,
            "Split": points.split,
            "Examples": f"{len(drawn.points)} of {points.examples}",
            "Projection": self.projector.method,
            "Axes": list(drawn.names),
            "Coloured by": "class" if quantity is None else quantity,
        }

    def _lay_out(self) -> None:
        self._sides.addWidget(self.options)
        self._sides.addWidget(self.drawer)
        self._sides.setFixedWidth(self.options.width())
        self.side.hide()
        head = QHBoxLayout()
        head.setContentsMargins(0, 6, SCROLL_BAR, 0)
        head.addWidget(self.side)
        column = self._column
        column.setFixedWidth(self.options.width())
        right = QVBoxLayout(column)
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        right.addLayout(head)
        right.addWidget(self._sides, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 10, 4, 4)
        row.setSpacing(12)
        row.addWidget(self.plot, 1)
        self.folding = SideOptions(self._theme, self, row, column)
