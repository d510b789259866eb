"""The menus and their shortcuts: actions that exist, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu

from vae_studio.gui.docks import Docks
from vae_studio.gui.model.preset_menu import PresetMenu
from vae_studio.gui.studio import Studio
from vae_studio.gui.studio_state import StudioState
from vae_studio.gui.theme import Mode, Theme
from vae_studio.gui.tray.taking_out import clear_tray

THEME_WORDS: dict[Mode, str] = {"system": "Follow the system", "light": "Light", "dark": "Dark"}


@dataclass(frozen=True)
class Commands:
    """What the menus call, besides the studio's own methods."""

    open_dataset_folder: Callable[[], None]
    open_dataset_file: Callable[[], None]
    open_run: Callable[[], None]
    add_images: Callable[[], None]
    paste: Callable[[], None]
    save_grid: Callable[[], None]
    copy_figure: Callable[[], None]
    export_tray: Callable[[], None]
    compare: Callable[[], None]
    go: Callable[[], None]
    show_plugins: Callable[[], None]
    explain: Callable[[], None]
    tour: Callable[[], None]
    show_performance: Callable[[], None]
    about: Callable[[], None]
    quit: Callable[[], object]


class Menus(QObject):
    """Fills a window's menu bar and keeps its actions in step with the studio."""

    def __init__(
        self, window: QMainWindow, studio: Studio, theme: Theme, docks: Docks, commands: Commands
    ) -> None:
        super().__init__(window)  # so that nothing reaches the actions once the window is gone
        self._window = window
        self._studio = studio
        self._commands = commands
        self._file()
        self._edit()
        self._view(theme, docks)
        self._model()
        self._training()
        self._latent()
        self._plugins()
        for signal in (studio.state_changed, studio.spec_changed, studio.spec_problem, studio.run_changed):
            signal.connect(self.refresh)
        for changed in (studio.dataset_changed, studio.tray_changed):
            changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Allow what can be done now."""
        studio = self._studio
        state = studio.state
        can_train, _ = studio.can_train()
        paused = state is StudioState.PAUSED
        goes_on = paused or studio.can_continue()
        self.train.setText("Continue" if goes_on else "Train")
        self.train.setEnabled(paused or can_train)
        self.new_run.setEnabled(can_train)
        self.pause.setEnabled(state is StudioState.TRAINING)
        self.stop.setEnabled(state in {StudioState.PREPARING, StudioState.TRAINING, StudioState.PAUSED})
        for action in (self.open_folder, self.open_file, self.open_run):
            action.setEnabled(not studio.locked)
        self.compare.setText(studio.views.comparing.words)
        self.compare.setEnabled(studio.run is not None and studio.run.path is not None)
        self.export.setEnabled(any(card.posterior is not None for card in studio.tray.cards))
        self.clear.setEnabled(bool(studio.tray.cards))
        self._refresh_history()

    def _file(self) -> None:
        menu, commands = self._menu("&File"), self._commands
        self.open_folder = self._add(menu, "Open dataset folder…", commands.open_dataset_folder, "Ctrl+O")
        self.open_file = self._add(menu, "Open dataset file…", commands.open_dataset_file, "Ctrl+Shift+O")
        self.open_run = self._add(menu, "Open run…", commands.open_run)
        self.recent_datasets = menu.addMenu("Recent datasets")
        self.recent_runs = menu.addMenu("Recent runs")
        menu.addSeparator()
        self.add_images = self._add(menu, "Add images…", commands.add_images, "Ctrl+I")
        self.export = self._add(menu, "Export encodings…", commands.export_tray)
        menu.addSeparator()
        self.save_grid = self._add(menu, "Save grid…", commands.save_grid, QKeySequence.StandardKey.Save)
        self.export_run = menu.addMenu("Export")
        menu.addSeparator()
        self._add(menu, "Quit", commands.quit, "Ctrl+Q")

    def _edit(self) -> None:
        menu = self._menu("&Edit")
        self.undo = self._add(menu, "Undo", self._studio.history.undo, QKeySequence.StandardKey.Undo)
        self.redo = self._add(menu, "Redo", self._studio.history.redo)
        self.redo.setShortcuts([QKeySequence("Ctrl+Shift+Z"), QKeySequence("Ctrl+Y")])
        self._studio.history.changed.connect(self._refresh_history)
        menu.addSeparator()
        self._add(menu, "Paste image", self._commands.paste, QKeySequence.StandardKey.Paste)
        self.copy_figure = self._add(menu, "Copy figure", self._commands.copy_figure, "Ctrl+Shift+C")
        menu.addSeparator()
        self.clear = self._add(menu, "Clear tray", partial(clear_tray, self._studio))

    def _refresh_history(self) -> None:
        history, locked = self._studio.history, self._studio.locked
        stack = history.stack
        self.undo.setText(f"Undo {stack.undoText()}".strip())
        self.redo.setText(f"Redo {stack.redoText()}".strip())
        self.undo.setEnabled(history.can_undo(locked))
        self.redo.setEnabled(history.can_redo(locked))

    def _view(self, theme: Theme, docks: Docks) -> None:
        menu = self.view = self._menu("&View")
        for toggle in (docks.show_left, docks.show_tray, docks.show_right):
            menu.addAction(toggle)
        menu.addSeparator()
        submenu = menu.addMenu("Theme")
        group = QActionGroup(submenu)
        self.themes: dict[Mode, QAction] = {}
        for mode, words in THEME_WORDS.items():
            action = group.addAction(submenu.addAction(words))
            action.setCheckable(True)
            action.triggered.connect(lambda _, chosen=mode: theme.set_mode(chosen))
            self.themes[mode] = action
        menu.addSeparator()
        self._add(menu, "Performance", self._commands.show_performance)
        self._add(menu, "Reset layout", docks.reset)
        self._add(menu, "Forget recent files and hints", self._studio.preferences.forget)
        submenu.aboutToShow.connect(lambda: self.themes[theme.mode].setChecked(True))

    def _model(self) -> None:
        menu = self._menu("&Model")
        self.presets = PresetMenu(self._studio, menu)
        menu.addMenu(self.presets)

    def _training(self) -> None:
        menu, studio = self._menu("&Training"), self._studio
        self.training_menu = menu
        self.train = self._add(menu, "Train", self._commands.go, "Ctrl+Return")
        self.new_run = self._add(menu, "New run", studio.train)
        self.pause = self._add(menu, "Pause", studio.pause, "Ctrl+P")
        self.stop = self._add(menu, "Stop", studio.stop, "Ctrl+.")

    def _latent(self) -> None:
        menu = self._menu("&Latent")
        self.compare = self._add(menu, self._studio.views.comparing.words, self._commands.compare)

    def _plugins(self) -> None:
        menu = self._menu("&Plugins")
        self._add(menu, "Manage plugins…", self._commands.show_plugins)
        self._add(menu, "Rescan", self._studio.rescan_plugins, "F5")
        menu = self._menu("&Help")
        self.what = self._add(menu, "What am I looking at?", self._commands.explain, "F1")
        self._add(menu, "Take the tour", self._commands.tour)
        menu.addSeparator()
        self._add(menu, "About VAE Studio", self._commands.about)

    def _menu(self, words: str) -> QMenu:
        return self._window.menuBar().addMenu(words)

    def _add(
        self,
        menu: QMenu,
        words: str,
        command: Callable[[], object],
        shortcut: str | QKeySequence.StandardKey | None = None,
    ) -> QAction:
        action = menu.addAction(words)
        if shortcut is not None:
            action.setShortcut(QKeySequence(shortcut))
        action.triggered.connect(lambda: command())
        return action
