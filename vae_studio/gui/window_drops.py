"""What happens when something is dragged over the window and let go."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PySide6.QtCore import QMimeData, QObject, QPoint, Signal
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QWidget

from vae_studio.api import StudioError
from vae_studio.gui.core.short_jobs import ShortJobs
from vae_studio.gui.dataset.source_kind import of_source
from vae_studio.gui.drop_overlay import MOST_THUMBNAILS, DropOverlay
from vae_studio.gui.drop_words import drop_words
from vae_studio.gui.drops import DropContents, holds_something, read_mime, sort_paths
from vae_studio.gui.notice import Notice, notice_from_error
from vae_studio.gui.pixels import to_image
from vae_studio.gui.row_encoding import RowEncoding
from vae_studio.gui.studio import Studio
from vae_studio.gui.training.advice import dataset_offer
from vae_studio.gui.tray.reading import read
from vae_studio.runs.spec_file import read_spec


class WindowDrops(QObject):
    """Shows the overlay during a drag; afterwards fills the tray, encodes rows, and offers datasets.

    Attributes
    ----------
    rows
        The encoding of table files.

    Signals
    -------
    dragged
        Whether something of interest is being dragged over the window.
    added
        How many files, folders and pictures went to the tray.
    for_dataset
        :class:`DropContents` that were let go over the Dataset dock.
    """

    dragged = Signal(bool)
    added = Signal(int)
    for_dataset = Signal(object)

    def __init__(self, studio: Studio, overlay: DropOverlay, window: QWidget) -> None:
        super().__init__(window)
        self._studio = studio
        self._overlay = overlay
        self._jobs = ShortJobs(threads=1, parent=self)
        self.rows = RowEncoding(studio, self._jobs, window)
        self.rows.noticed.connect(studio.notice)
        self._drag = 0

    def enter(self, mime: QMimeData) -> bool:
        """Tell whether a drag is of interest, and show the overlay if it is."""
        if not holds_something(mime):
            return False
        contents = sort_paths(Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile())
        pixels = 0 if contents else 1
        run = self._studio.run
        shape = run.data_shape if run is not None else None
        next_number = 1 + self._studio.tray.readable
        self._drag += 1
        locked = self._studio.locked
        self._overlay.begin(drop_words(contents, pixels, shape, next_number, locked=locked))
        self.dragged.emit(True)
        self._fetch_thumbnails(contents.readable_images[:MOST_THUMBNAILS])
        return True

    def move(self, pointer: QPoint) -> None:
        """Follow the pointer, in the overlay's coordinates."""
        self._overlay.follow(pointer)

    def leave(self) -> None:
        """Hide the overlay."""
        self._drag += 1
        self._overlay.hide()
        self.dragged.emit(False)

    def drop(self, mime: QMimeData, *, over_dataset: bool = False) -> None:
        """Take what was let go, over the Dataset dock as a dataset."""
        self.leave()
        contents = read_mime(mime)
        if over_dataset and not contents.runs and not contents.specs and not contents.pixels:
            self._take_as_dataset(contents)
        else:
            self.take(contents)

    def paste(self) -> bool:
        """Take what the clipboard holds; return whether it holds something that can be taken."""
        contents = read_mime(QGuiApplication.clipboard().mimeData())
        self.take(contents)
        return bool(contents)

    def take(self, contents: DropContents) -> None:
        """Put images into the tray, open runs, take settings, encode rows, and offer what may be a dataset."""
        if contents.runs:
            self._open(contents.runs)
        elif contents.specs:
            self._take_settings(contents.specs)
        if contents.sources:
            self._studio.add_images(contents.sources)
            self.added.emit(len(contents.sources))
        if contents.rows and self.rows.possible:
            self.rows.encode(contents.rows)
            return
        dataset = contents.dataset
        if dataset is not None:
            self._studio.notice.emit(dataset_offer(dataset.name, lambda: self._use(dataset)))

    def _open(self, runs: tuple[Path, ...]) -> None:
        """Open one run; more than one cannot be on screen."""
        if self._refuses("Another run cannot be opened"):
            return
        self._studio.open_run(runs[0])
        if len(runs) > 1:
            text = f"{runs[0].name} is opened: one run is on screen at a time."
            self._studio.notice.emit(Notice("info", text))

    def _take_settings(self, specs: tuple[Path, ...]) -> None:
        if self._refuses("Other settings cannot be taken"):
            return
        path = specs[0]
        self._jobs.submit(
            lambda: read_spec(path),
            self._studio.take_settings,
            lambda error: self._studio.notice.emit(notice_from_error(error, f"Reading {path.name}")),
        )

    def _take_as_dataset(self, contents: DropContents) -> None:
        if not self._refuses("The dataset cannot be changed"):
            self.for_dataset.emit(contents)

    def _refuses(self, what: str) -> bool:
        """Say that something cannot be while training, where that is so."""
        if self._studio.locked:
            self._studio.notice.emit(Notice("warning", f"{what} while training. Stop the run first."))
        return self._studio.locked

    def close(self) -> None:
        """Wait for the pictures that are being read."""
        self._jobs.close()

    def _use(self, path: Path) -> None:
        if not self._refuses("The dataset cannot be changed"):
            self._studio.load_dataset(of_source(self._studio.spec.data, str(path)))

    def _fetch_thumbnails(self, paths: tuple[Path, ...]) -> None:
        drag = self._drag
        if paths:
            self._jobs.submit(
                lambda: _thumbnails(paths),
                lambda pictures: self._show_thumbnails(drag, pictures),
                lambda _: None,
            )

    def _show_thumbnails(self, drag: int, pictures: list[np.ndarray]) -> None:
        if drag == self._drag:
            images: list[QImage] = [to_image(picture) for picture in pictures]
            self._overlay.show_pictures(images)


def _thumbnails(paths: tuple[Path, ...]) -> list[np.ndarray]:
    """Return small pictures of the files that can be read."""
    pictures = []
    for path in paths:
        try:
            pictures.append(read(path, None)[0])
        except StudioError:
            continue  # the tray will say so when it is dropped
    return pictures
