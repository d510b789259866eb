"""Fixtures for the window's tests."""

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QCoreApplication, QEvent

from vae_studio.api import DataSpec, RunSpec
from vae_studio.gui.app import make_window
from vae_studio.gui.core.worker import Core
from vae_studio.gui.main_window import MainWindow
from vae_studio.gui.scatter.feed import ShownPoints
from vae_studio.gui.studio import Studio
from vae_studio.gui.theme import Theme
from vae_studio.latent.points import LatentPoints
from vae_studio.runs.spec_file import spec_to_toml
from vae_studio.session import Session

CLOSING_MS = 60_000
LOADING_MS = 120_000


@pytest.fixture
def core(qtbot):
    """A core thread that runs, and ends with the test."""
    core = Core()
    core.start()
    yield core
    with qtbot.waitSignal(core.finished):
        core.quit()


class RememberingSession(Session):
    """Reads the embedded digits, describes each model and opens what is lent once: none changes meanwhile."""

    def __init__(self, *arguments) -> None:
        super().__init__(*arguments)
        self._described = {}
        self._digits = None
        self._lent = {}

    def lend(self, run) -> Path:
        """Have every window that opens a run's folder get one model, traced once; return the folder.

        For runs that are to be read, not changed, and read again from the folder if it changes all the same.
        """
        self._lent.setdefault(run.path, (None, None))
        return run.path

    def open(self, folder, **which):
        folder = Path(folder)
        if which or folder not in self._lent:
            return super().open(folder, **which)
        state = {path: path.stat().st_mtime_ns for path in folder.rglob("*")}
        if self._lent[folder][0] != state:
            self._lent[folder] = (state, super().open(folder))
        return self._lent[folder][1]

    def describe(self, spec, *arguments):
        asked = (spec_to_toml(spec), *arguments)
        if asked not in self._described:
            self._described[asked] = super().describe(spec, *arguments)
        return self._described[asked]

    def load_dataset(self, data, *arguments, **options):
        if data != DataSpec():
            return super().load_dataset(data, *arguments, **options)
        if self._digits is None:
            self._digits = super().load_dataset(data, *arguments, **options)
        return self._digits


@pytest.fixture(scope="session")
def session(session) -> RememberingSession:
    """The session of all tests, quicker where a window asks for the same again."""
    return RememberingSession(session.registry, session.workspace)


@pytest.fixture(scope="session")
def qapp_args() -> list[str]:
    """Arguments of the application: its name alone."""
    return ["vae-studio"]


@pytest.fixture
def theme(qapp) -> Theme:
    """The dark theme, not worn by the application."""
    return Theme("dark")


@pytest.fixture(scope="session")
def blobs(tmp_path_factory) -> Path:
    """A file with 96 images of 8×8, each a blob somewhere: small enough to train on in a moment."""
    generator = np.random.default_rng(0)
    rows, columns = np.mgrid[:8, :8]
    centres = generator.uniform(1, 7, (96, 2))
    distance = (rows - centres[:, :1, None]) ** 2 + (columns - centres[:, 1:, None]) ** 2
    path = tmp_path_factory.mktemp("data") / "blobs.npy"
    np.save(path, (255 * np.exp(-distance / 3)).astype(np.uint8))
    return path


@pytest.fixture
def blob_spec(blobs) -> RunSpec:
    """Dense networks on the blobs, long enough to be stopped."""
    spec = RunSpec(data=DataSpec(source=str(blobs), binarise="none"))
    spec = spec.replaced("encoder", plugin="dense").replaced("decoder", plugin="dense")
    return spec.replaced("training", epochs=2, batch_size=16)


@pytest.fixture
def quiet_studio(session, blob_spec, qtbot) -> Iterator[Studio]:
    """A studio whose core thread is not started; plots can be drawn."""
    studio = Studio(session, blob_spec)
    studio._launcher._on_plots(None)
    yield studio
    close(studio, qtbot)


@pytest.fixture
def studio(session, blob_spec, qtbot) -> Iterator[Studio]:
    """A studio with the blobs loaded and TensorFlow ready."""
    studio = Studio(session, blob_spec)
    studio.notice.connect(print)  # shown beside a failure
    signals = [studio.hardware_changed, studio.dataset_changed, studio.plots_ready]
    with qtbot.waitSignals(signals, timeout=LOADING_MS):
        studio.start()
    yield studio
    close(studio, qtbot)


@pytest.fixture
def studio_with_run(studio, session, tiny_run, qtbot) -> Studio:
    """A studio that shows the run on the digits."""
    with qtbot.waitSignals([studio.grid_changed, studio.dataset_changed], timeout=LOADING_MS):
        studio.open_run(session.lend(tiny_run))
    return studio


@pytest.fixture(scope="session")
def made_up_points(digits) -> Callable[..., ShownPoints]:
    """Makes points of the digits' test split at made-up places, as if they had been encoded."""

    def make(size: int = 2, count: int = 120, epoch: int = 3) -> ShownPoints:
        spread = np.resize([1.0, 3.0, 0.1, 2.0], size)
        loc = np.random.default_rng(0).normal(size=(count, size)) * spread
        indices = digits.splits.test[:count]
        points = LatentPoints(
            loc.astype(np.float32),
            np.full((count, size), 0.1, np.float32),
            indices,
            digits.labels[indices],
            digits.class_names,
            "test",
            count,
        )
        return ShownPoints(points, digits, epoch)

    return make


@pytest.fixture
def image_files(tmp_path) -> list[Path]:
    """Three image files and one that is none."""
    folder = tmp_path / "images"
    folder.mkdir()
    for number in range(3):
        Image.new("L", (40, 30), 80 * number).save(folder / f"image_{number}.png")
    (folder / "not_an_image.png").write_bytes(b"nothing of the kind")
    return sorted(folder.iterdir())


@pytest.fixture
def make_main_window(qapp, session, tmp_path, qtbot) -> Iterator[Callable[..., MainWindow]]:
    """Makes a window whose settings lie in a temporary file; closes it, and waits for its threads."""
    made: list[MainWindow] = []

    def make(session: Session = session, spec: RunSpec | None = None) -> MainWindow:
        window = make_window(qapp, session, tmp_path / "settings.ini", "dark", spec)
        made.append(window)
        return window

    yield make
    for window in made:
        if not window.is_finished:
            with qtbot.waitSignal(window.finished, timeout=CLOSING_MS):
                window.close()
        window.deleteLater()
    # Otherwise they live until an event loop runs, and the next window's theme dresses them all again.
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def close(studio: Studio, qtbot) -> None:
    """End a studio's threads."""
    with qtbot.waitSignal(studio.closed, timeout=CLOSING_MS):
        studio.shutdown()
