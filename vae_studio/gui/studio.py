"""The window's one state: what the panels show and what they ask for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtCore import QObject

from vae_studio.api import DataSpec, Kind, RunSpec, StudioError
from vae_studio.gui.core.start_up import Hardware
from vae_studio.gui.drops import ImageSource
from vae_studio.gui.live_mode import LiveMode
from vae_studio.gui.notice import Notice, notice_from_error
from vae_studio.gui.plugin_desk import Scanned, difference_words
from vae_studio.gui.preferences import Preferences
from vae_studio.gui.studio_parts import StudioParts
from vae_studio.gui.training.advice import end_notice, waiting_notice
from vae_studio.session.continuing import carried_over
from vae_studio.training.adjustments import Change
from vae_studio.training.events import Event, Finished, Warned

if TYPE_CHECKING:
    from vae_studio.latent.grid import GridRequest
    from vae_studio.session import Run, Session
    from vae_studio.session.encoded_files import EncodedFiles


class Studio(StudioParts):
    """State and actions of one window. Panels call its methods and listen to its signals.

    Parameters
    ----------
    session
        The core that does the work.
    spec
        The settings to begin with.
    preferences
        What is remembered of the user; by default nothing is, once the program ends.
    """

    def __init__(
        self,
        session: Session,
        spec: RunSpec | None = None,
        parent: QObject | None = None,
        preferences: Preferences | None = None,
    ) -> None:
        super().__init__(session, spec, parent, preferences)
        self._connect_settings()
        self._connect_desk()
        self._watch.noticed.connect(self.notice)
        self._watch.withdrawn.connect(self.notice_withdrawn)
        self._launcher.plots_ready.connect(self.plots_ready)
        self._launcher.ready.connect(self._on_core_ready)
        self._launcher.failed.connect(self._on_launch_failed)
        self._desk.pictures.closed.connect(self._end_core)
        self._core.finished.connect(self.closed)

    def _connect_settings(self) -> None:
        self._settings.spec_changed.connect(self.spec_changed)
        self._settings.dataset_changed.connect(self.dataset_changed)
        self._settings.dataset_progress.connect(self.dataset_progress)
        self._settings.dataset_failed.connect(self.dataset_failed)
        self._settings.description_changed.connect(self.description_changed)
        self._settings.problem_changed.connect(self.spec_problem)
        self._settings.failed.connect(self._say_error)
        self._presets.changed.connect(self.preset_changed)

    def _connect_desk(self) -> None:
        self._desk.run_changed.connect(self.run_changed)
        self._desk.state_changed.connect(self.state_changed)
        self._desk.happened.connect(self._on_event)
        self._desk.grid_changed.connect(self.grid_changed)
        self._desk.feed.failed.connect(self.grid_failed)
        self._desk.epoch_changed.connect(self.epoch_changed)
        self._desk.failed.connect(self._say_error)
        self._desk.tray.changed.connect(self._on_tray)
        self._views.saved.connect(lambda path: self._say_saved((path,)))
        self._views.failed.connect(self._say_error)
        self._views.runs.noticed.connect(self.notice)
        self._views.runs.withdrawn.connect(self.notice_withdrawn)
        self._outputs.saved.connect(self._say_saved)
        self._outputs.failed.connect(self._say_error)
        self._plugins.changed.connect(self._on_plugins_changed)
        self._plugins.scanned.connect(self._say_scanned)
        self._plugins.failed.connect(self._say_error)
        self._desk.tray.remarked.connect(lambda text: self.notice.emit(Notice("info", text)))

    def start(self) -> None:
        """Load TensorFlow and the dataset, now that the window shows."""
        self.core_phase.emit("Loading TensorFlow…")
        self._launcher.start()
        self._settings.load_dataset(self.spec.data)

    def prepare(self, work: Callable[[], None], done: Callable[[], None]) -> None:
        """Do work on the core thread, after all that it was asked for before, and then `done` on this one."""
        self._core.submit(work, lambda _: done(), self._say_error)

    def want_plots(self) -> None:
        """Have the plotting library loaded now: somebody wants to see plots."""
        self._launcher.want_plots()

    def set_section(self, section: str, **values: Any) -> bool:
        """Change settings of one section of the spec; return whether they were accepted."""
        return self._settings.set_section(section, **values)

    def choose_plugin(self, kind: Kind, name: str) -> None:
        """Take another plugin, with its default parameters."""
        self._settings.editor.choose_plugin(kind, name)

    def set_parameters(self, kind: Kind, params: dict[str, Any]) -> None:
        """Change parameters of the chosen plugin of one kind."""
        self._settings.editor.set_parameters(kind, params)

    def set_latent_size(self, latent_size: int) -> None:
        """Change the number of latent dimensions."""
        self.set_section("encoder", latent_size=latent_size)

    def apply_preset(self, name: str) -> None:
        """Take a preset's dataset, model and training settings, unless the settings are locked."""
        if not self.locked:
            self._presets.apply(name)

    def take_settings(self, spec: RunSpec) -> None:
        """Take other settings altogether, with their dataset, unless the settings are locked."""
        if not self.locked:
            self._settings.take(spec)

    def load_dataset(self, data: DataSpec) -> None:
        """Load another dataset; the one loaded before stays until it is there."""
        self._settings.load_dataset(data)

    def cancel_loading(self) -> None:
        """Give up the dataset that is being read; the one loaded before stays."""
        self._settings.cancel_loading()

    def can_train(self) -> tuple[bool, str]:
        """Return whether training can begin, and why not."""
        reason = "Training is under way." if self.locked else self._settings.obstacle
        return not reason, reason

    def can_continue(self) -> bool:
        """Return whether the run on screen can be trained further with the settings as they are."""
        run = self.run
        return (
            self.can_train()[0]
            and run is not None
            and run.path is not None
            and run.complete_epochs < self.spec.training.epochs
            and self._watch.unchanged
        )

    def train(self) -> None:
        """Begin a new run."""
        if self.can_train()[0]:
            spec, dataset = self.spec, self.dataset
            self._desk.begin(lambda emit: self._session.begin(spec, dataset, emit=emit))

    def continue_run(self) -> None:
        """Go on with the run on screen."""
        run = self.run
        if run is None or run.path is None or not self.can_continue():
            return
        folder, dataset = run.path, self.dataset
        settings = carried_over(self.spec)
        self._desk.begin(lambda emit: self._session.resume(folder, dataset, settings=settings, emit=emit))

    def train_on(self, folder: Path, batch_size: int) -> None:
        """Go on with the run in a folder in batches of another size, which become the settings' too."""
        if self.locked:
            return
        run, known = self.run, None
        if run is not None and run.path == folder:
            if self.dataset is not None and self.dataset.spec == run.spec.data:
                known = self.dataset
            self.take_settings(run.spec.replaced("training", batch_size=batch_size))
        settings = {"training.batch_size": str(batch_size)}
        self._desk.begin(lambda emit: self._session.resume(folder, known, settings=settings, emit=emit))

    def pause(self) -> None:
        """Have training wait."""
        self._desk.conductor.pause()

    def resume(self) -> None:
        """Go on after a pause."""
        self._desk.conductor.resume()

    def stop(self) -> None:
        """End training; the run is kept."""
        self._desk.conductor.stop()

    def adjust(self, *, kl_weight: Change = None, learning_rate: Change = None) -> bool:
        """Go on training with other values; return whether they were accepted.

        Parameters
        ----------
        kl_weight, learning_rate
            A number; ``"schedule"`` hands the value back to its schedule; None leaves it as it is.
        """
        try:
            self._desk.adjust(kl_weight, learning_rate)
        except StudioError as error:
            self._say_error(error)
            return False
        return True

    def open_run(self, folder: Path) -> None:
        """Show a run from its folder, with its settings and its dataset; while one trains it stays."""
        if self.locked:
            self.notice.emit(Notice("info", "Training is under way: stop it before another run is opened."))
            return
        opening = Notice("info", f"Opening {folder.name}…")

        def end(then: Callable[[Any], None], value: Any) -> None:
            self.notice_withdrawn.emit(opening)
            then(value)

        self.notice.emit(opening)
        work, done, failed = lambda: self._session.open(folder), self._on_opened, self._say_error
        self._core.submit(work, partial(end, done), partial(end, failed), key="open")

    def request_grid(self, request: GridRequest, moving: bool = False) -> None:
        """Show another part of the latent space; the newest wins, with fewer tiles while more will follow."""
        self._desk.feed.ask(request, moving)

    def watch_grid(self, watched: bool) -> None:
        """Say whether somebody looks at the grid: while nobody does, training draws none."""
        self._desk.feed.watch(watched)

    def decode_point(self, z: np.ndarray, done: Callable[[np.ndarray], None]) -> None:
        """Decode one latent point ``[L]`` with the weights that the grid shows; the newest request wins."""
        self._desk.feed.decode(z, done)

    def set_live_mode(self, mode: LiveMode, steps: int | None = None) -> None:
        """Redraw the grid at other moments while training; after so many steps, where it is that."""
        self._desk.set_live_mode(mode, steps)

    def show_epoch(self, epoch: int | None) -> None:
        """Have the grid look back at a finished epoch, or with None come back to the weights of the moment."""
        self._desk.show_epoch(epoch)

    def add_images(self, sources: Sequence[ImageSource]) -> None:
        """Put image files, the images of folders, or pixels into the tray."""
        if not sources:
            return
        self.tray.add(sources)
        if self.run is None:
            self.notice.emit(waiting_notice(len(sources)))

    def encode_files(
        self,
        paths: Sequence[Path],
        done: Callable[[EncodedFiles], None],
        failed: Callable[[Exception], None],
    ) -> None:
        """Encode files with the run on screen; `done` or `failed` is called with what became of them."""
        run = self.run
        if run is not None:
            self._core.submit(lambda: run.encode_files(paths), done, failed)

    def rescan_plugins(self) -> None:
        """Find plugins that were installed or removed since."""
        self._plugins.rescan()

    def shutdown(self) -> None:
        """Stop training, keep the run, end every thread; :attr:`closed` tells when."""
        self._settings.close()
        self.stop()
        self._views.close()
        self._jobs.close()
        self._desk.pictures.close()

    def _end_core(self) -> None:
        """End the core thread, which keeps the garbage collector, after all others."""
        if self._core.running:
            self._core.quit()
        else:
            self.closed.emit()

    def _on_tray(self) -> None:
        self._selection.keep(card.identity for card in self.tray.cards)
        self.tray_changed.emit()

    def _on_core_ready(self, hardware: Hardware) -> None:
        self.core_phase.emit("")
        self.hardware_changed.emit(hardware)

    def _on_launch_failed(self, error: Exception) -> None:
        self.core_phase.emit("")
        self._say_error(error)

    def _on_opened(self, run: Run) -> None:
        """Show a run, unless another one began to train while it was being opened."""
        if self.locked:
            return
        self._desk.show(run)
        self._settings.take(run.spec)
        self._history.clear()  # a run that is opened is no edit to be undone

    def _on_event(self, event: Event) -> None:
        self.training_event.emit(event)
        if isinstance(event, Warned):
            self.notice.emit(Notice("warning", event.message))
        elif isinstance(event, Finished):
            self._say_end(event)

    def _say_end(self, event: Finished) -> None:
        run = self.run
        folder = run.path if run is not None else None
        failed, batch = self._desk.conductor.folder, event.smaller_batch
        notice = end_notice(
            event,
            None if folder is None else lambda: self.open_run(folder),
            None if failed is None or batch is None else lambda: self.train_on(failed, batch),
        )
        if notice is not None:
            self.notice.emit(notice)

    def _on_plugins_changed(self) -> None:
        self.plugins_changed.emit()
        self._settings.check()

    def _say_scanned(self, scanned: Scanned) -> None:
        self.notice.emit(Notice("info", f"Plugins rescanned. {difference_words(scanned.result)}"))

    def _say_saved(self, paths: tuple[Path, ...]) -> None:
        self.notice.emit(Notice("info", f"Saved {' and '.join(map(str, paths))}"))

    def _say_error(self, error: Exception) -> None:
        self.notice.emit(notice_from_error(error))
