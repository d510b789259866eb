"""The window: docks around the latent grid, drag and drop, and a clean end."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QPaintEvent,
)
from PySide6.QtWidgets import QWidget

from vae_studio.gui.centre import Centre
from vae_studio.gui.dataset.panel import DatasetPanel
from vae_studio.gui.docks import Docks
from vae_studio.gui.drop_overlay import DropOverlay
from vae_studio.gui.drop_window import DropWindow
from vae_studio.gui.figure_saving import FigureSaving
from vae_studio.gui.focus_order import FocusOrder
from vae_studio.gui.late_pages import LATE_PAGES, TABS, LatePages, import_late_pages
from vae_studio.gui.latent.badge import LiveBadge
from vae_studio.gui.latent.panel import LatentPanel
from vae_studio.gui.menu_corner import MenuCorner
from vae_studio.gui.menus import Commands, Menus
from vae_studio.gui.model.panel import ModelPanel
from vae_studio.gui.notice import Notice
from vae_studio.gui.opening import Opening
from vae_studio.gui.page_places import PagePlaces
from vae_studio.gui.recent_menus import RecentMenus
from vae_studio.gui.run_export import RunExport
from vae_studio.gui.sections import RUNS, WORKSPACE, Sections
from vae_studio.gui.status_bar import StatusBar
from vae_studio.gui.studio import Studio
from vae_studio.gui.tab_actions import TabActions
from vae_studio.gui.theme import Theme
from vae_studio.gui.training.panel import TrainingPanel
from vae_studio.gui.tray.panel import TrayPanel
from vae_studio.gui.window_dialogs import WindowDialogs
from vae_studio.gui.window_drops import WindowDrops
from vae_studio.gui.window_guides import window_help, window_tour
from vae_studio.gui.window_memory import WindowMemory

if TYPE_CHECKING:
    from vae_studio.gui.interpolation.panel import InterpolationPanel
    from vae_studio.gui.kl_lab.panel import KLLabPanel
    from vae_studio.gui.runs.page import RunsPage
    from vae_studio.gui.samples.panel import SamplesPanel
    from vae_studio.gui.scatter.panel import ScatterPanel
    from vae_studio.gui.traversals.panel import TraversalsPanel
    from vae_studio.model.description import ModelDescription

SIZE = (1440, 900)
LEAST_SIZE = (1120, 720)
LEAST_CENTRE = 440
MENU_HEIGHT = 36


class MainWindow(DropWindow):
    """The studio's one window.

    Signals
    -------
    painted
        The window's first frame is on screen.
    finished
        The window is closed and every thread has ended.
    """

    painted = Signal()
    finished = Signal()

    def __init__(self, studio: Studio, theme: Theme, memory: WindowMemory) -> None:
        super().__init__()
        self._studio = studio
        self._theme = theme
        self._memory = memory
        self._started = False
        self._closing = False
        self._closed = False
        self._run_to_open: Path | None = None
        self.dataset = DatasetPanel(studio, theme)
        self.model = ModelPanel(studio, theme)
        self.training = TrainingPanel(studio, theme)
        self.tray = TrayPanel(studio, theme)
        self.latent = LatentPanel(studio, theme)
        self.badge = LiveBadge(studio, theme)
        self.late = LatePages(studio, theme, self._home, self)
        self.centre = Centre(theme)
        self.centre.add_page(self.latent, "Latent grid", "ph.grid-four", self.badge)
        for name in TABS:
            self.centre.add_place(LATE_PAGES[name].title, LATE_PAGES[name].icon, partial(self.late.page, name))
        self.centre.setMinimumWidth(LEAST_CENTRE)
        self.docks = Docks(self, self.dataset, self.model, self.training, self.tray)
        self.sections = Sections(self, self.centre, partial(self.late.page, "runs"), self.docks)
        self.overlay = DropOverlay(theme, self.centre.pages)
        self.drops = WindowDrops(studio, self.overlay, self)
        self.dataset.preprocessing.unfolded.connect(
            lambda pixels: self.docks.unfold(self.docks.dataset, pixels)
        )
        self.opening = Opening(studio, self)
        self.dialogs = WindowDialogs(studio, theme, self)
        self.menus = Menus(self, studio, theme, self.docks, self._commands())
        self.recents = RecentMenus(studio, self.opening, self.menus.recent_datasets, self.menus.recent_runs)
        self.menus.training_menu.addAction(self.training.curve_actions.export)
        self.exports = RunExport(studio, self.menus.export_run, self)
        self.figures = FigureSaving(self.centre, self.menus.save_grid, self.menus.copy_figure)
        self.figures.add(self.latent, "Save grid…")
        kl_lab = 1 + TABS.index("kl_lab")
        self.tabs = TabActions(self, self.centre, self.docks, self.menus.view, frozenset({kl_lab}))
        self.sections.follow(self.tabs, self.menus.view)
        self.menu_corner = MenuCorner(theme, self.docks, self.sections, self.menuBar())
        self.menuBar().setCornerWidget(self.menu_corner, Qt.Corner.TopRightCorner)
        self.status = StatusBar(studio, theme)
        self.setStatusBar(self.status)
        docks = self.docks
        self.focus_order = FocusOrder(
            self, (docks.dataset, docks.model, self.centre, docks.tray, docks.training)
        )
        self.help = window_help(self)
        self.tour = window_tour(self)
        self.places = PagePlaces(self, self._own_drops)
        self._connect()
        self._set_up()

    def _connect(self) -> None:
        studio = self._studio
        studio.notice.connect(self.centre.say)
        studio.notice_withdrawn.connect(self.centre.withdraw)
        studio.run_changed.connect(self._on_run)
        studio.views.runs.renamed.connect(self._show_title)
        self.sections.changed.connect(self._on_section)
        studio.spec_changed.connect(lambda _: QTimer.singleShot(0, self._own_forms_drops))
        studio.closed.connect(self._on_closed)
        studio.description_changed.connect(self._on_description)
        self.tray.pointed.connect(self.latent.raise_pin)
        self.drops.dragged.connect(self.dataset.source.drop_zone.invite)
        self.tray.rows_chosen.connect(self.drops.rows.encode)
        self.drops.added.connect(self._on_added)
        self.drops.for_dataset.connect(self.dataset.source.take)
        self.latent.start.kl_lab_wanted.connect(lambda: self.centre.show_page(self.kl_lab))
        self.status.plugins_clicked.connect(self.dialogs.show_plugins)
        studio.views.traversals.wanted.connect(lambda: self.centre.show_page(self.traversals))

    def _set_up(self) -> None:
        self.setAcceptDrops(True)
        self.menuBar().setFixedHeight(MENU_HEIGHT)
        self._own_drops()
        self.setMinimumSize(*LEAST_SIZE)
        screen = self.screen().availableSize()
        self.resize(min(SIZE[0], screen.width()), min(SIZE[1], screen.height()))
        self._show_title()

    def arrange(self) -> None:
        """Be as large, and divided, as the last time; to be called once it is dressed: sizes depend on that."""
        if not self._memory.restore(self):
            self.docks.arrange()

    def focusNextPrevChild(self, forward: bool, /) -> bool:
        """Let the Tab key go through dataset, model, centre, tray and training."""
        return self.focus_order.move(forward)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Begin the heavy work once the window is on screen."""
        super().paintEvent(event)
        if not self._started:
            self._started = True
            QTimer.singleShot(0, self._start)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stop training, keep the run, wait for the threads, then close."""
        if self._closed:
            event.accept()
            return
        event.ignore()
        if not self._closing:
            self._closing = True
            self.docks.leave_bare()
            self._memory.remember(self, self._theme)
            self.centre.say(Notice("info", "Stopping… The run is kept, and the window closes."))
            self.setEnabled(False)
            if not self._studio.locked:
                self.hide()
            self.drops.close()
            self._studio.stop()
            self.late.stop()
            if self.late.has("kl_lab"):
                self.kl_lab.lab.close()
            else:
                self._studio.shutdown()

    @property
    def scatter(self) -> ScatterPanel:
        """Encoded examples as points; made if it is not there yet, like all that follow."""
        return cast("ScatterPanel", self.late.page("scatter"))

    @property
    def traversals(self) -> TraversalsPanel:
        """Each latent dimension swept."""
        return cast("TraversalsPanel", self.late.page("traversals"))

    @property
    def samples(self) -> SamplesPanel:
        """Draws from the prior, and reconstructions."""
        return cast("SamplesPanel", self.late.page("samples"))

    @property
    def interpolation(self) -> InterpolationPanel:
        """The strip between two cards of the tray."""
        return cast("InterpolationPanel", self.late.page("interpolation"))

    @property
    def kl_lab(self) -> KLLabPanel:
        """The KL lab."""
        return cast("KLLabPanel", self.late.page("kl_lab"))

    @property
    def runs(self) -> RunsPage:
        """All runs of the workspace."""
        return cast("RunsPage", self.late.page("runs"))

    @property
    def theme(self) -> Theme:
        """The colours that the window wears."""
        return self._theme

    @property
    def studio(self) -> Studio:
        """The state that the window shows."""
        return self._studio

    @property
    def is_finished(self) -> bool:
        """Whether the window is closed and every thread has ended."""
        return self._closed

    def open_when_started(self, run: Path) -> None:
        """Open a run once the window is on screen."""
        self._run_to_open = run

    def _start(self) -> None:
        self.painted.emit()
        self._studio.start()
        if self._run_to_open is not None:
            self._studio.open_run(self._run_to_open)

    def _on_description(self, description: ModelDescription | None) -> None:
        """Make what is not on screen yet, once training can begin and nobody waits for the processor."""
        if description is not None:
            self._studio.description_changed.disconnect(self._on_description)
            self._studio.prepare(import_late_pages, self._make_the_rest)

    def _home(self, page: str) -> QWidget:
        """Return what a page made late is to be a child of."""
        if page in TABS:
            return self.centre.pages
        return self.sections.stack if page == "runs" else self.centre

    def _make_the_rest(self) -> None:
        if not self._closing:
            first = [self.training.pieces.take, self.latent.pieces.take, self.latent.rehearse]
            self.late.make_at_leisure(first)

    def _own_drops(self, part: QWidget | None = None) -> None:
        """Let drops on a part, by default all of it, reach the window, but for those on the drop zone."""
        self.own_drops(part or self, but=self.dataset.source.drop_zone)

    def _own_forms_drops(self) -> None:
        for part in (self.dataset, self.model, self.training):
            self._own_drops(part)

    def _on_run(self) -> None:
        """Show the run where it can be worked with."""
        if self._studio.run is not None:
            self.sections.show(WORKSPACE)
        self._show_title()

    def _on_section(self) -> None:
        self.figures.leave_tabs(self.runs if self.sections.shown == RUNS else None)
        self._show_title()

    def _show_title(self) -> None:
        name = "Runs" if self.sections.shown == RUNS else self._studio.run_name
        self.setWindowTitle(f"{name} — VAE Studio" if name else "VAE Studio")

    def _on_closed(self) -> None:
        self._closed = True
        self.close()
        self.finished.emit()

    def _commands(self) -> Commands:
        return Commands(
            open_dataset_folder=self.opening.dataset_folder,
            open_dataset_file=self.opening.dataset_file,
            open_run=self.opening.run,
            add_images=self.tray.choose_images,
            paste=self._paste,
            save_grid=lambda: self.figures.save(),
            copy_figure=lambda: self.figures.copy(),
            export_tray=self.tray.choose_export,
            compare=self.dialogs.show_comparison,
            go=self.training.buttons.go,
            show_plugins=self.dialogs.show_plugins,
            explain=lambda: self.help.ask(),
            tour=lambda: self.tour.begin(),
            show_performance=self.dialogs.show_performance,
            about=self.dialogs.show_about,
            quit=self.close,
        )

    def _on_added(self) -> None:
        """Say where dropped images went, while the tray is out of sight."""
        if not self.docks.show_tray.isChecked():
            show = self.docks.show_tray.trigger
            text = "What was dropped is in the Encode tray."
            self.centre.say(Notice("info", text, action="Show tray", on_action=show))

    def _paste(self) -> None:
        if not self.drops.paste():
            self.centre.say(Notice("info", "The clipboard holds no image."))
