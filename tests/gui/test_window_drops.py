"""What becomes of what is dropped on the window: runs, settings, datasets, images, and what cannot be used."""

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtWidgets import QWidget

from vae_studio.api import RunSpec
from vae_studio.gui.drop_overlay import DropOverlay
from vae_studio.gui.studio import Studio
from vae_studio.gui.window_drops import WindowDrops
from vae_studio.runs.spec_file import write_spec


@pytest.fixture
def notices(quiet_studio):
    said = []
    quiet_studio.notice.connect(lambda notice: said.append(notice.text))
    return said


@pytest.fixture
def drops(quiet_studio, theme, qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    drops = WindowDrops(quiet_studio, DropOverlay(theme, window), window)
    yield drops
    drops.close()


@pytest.fixture
def opened(quiet_studio, monkeypatch):
    folders = []
    monkeypatch.setattr(quiet_studio, "open_run", folders.append)
    return folders


@pytest.fixture
def training(monkeypatch):
    monkeypatch.setattr(Studio, "locked", property(lambda _: True))


def mime(*paths):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return data


def run_folder(folder):
    folder.mkdir()
    (folder / "run.json").write_text("{}")
    return folder


def test_that_a_dropped_run_is_opened_and_of_several_one(drops, opened, notices, tmp_path):
    first, second = run_folder(tmp_path / "a"), run_folder(tmp_path / "b")
    drops.drop(mime(first))
    assert opened == [first]
    assert notices == []
    drops.drop(mime(second, first))
    assert opened == [first, second]
    assert notices == ["b is opened: one run is on screen at a time."]


def test_that_a_dropped_spec_becomes_the_settings(drops, quiet_studio, blobs, tmp_path, qtbot):
    spec = RunSpec().replaced("training", epochs=77).replaced("data", source=str(blobs))
    write_spec(tmp_path / "mine.toml", spec)
    with qtbot.waitSignal(quiet_studio.spec_changed):
        drops.drop(mime(tmp_path / "mine.toml"))
    assert quiet_studio.spec.training.epochs == 77
    qtbot.waitUntil(lambda: quiet_studio.dataset is not None)


def test_that_a_spec_that_cannot_be_read_is_told_with_its_key(drops, quiet_studio, notices, tmp_path, qtbot):
    (tmp_path / "bad.toml").write_text("[training]\nepochs = 'many'\n")
    before = quiet_studio.spec
    with qtbot.waitSignal(quiet_studio.notice):
        drops.drop(mime(tmp_path / "bad.toml"))
    assert "training.epochs" in notices[0]
    assert quiet_studio.spec == before


def test_that_neither_run_nor_settings_nor_dataset_is_exchanged_while_training(
    drops, training, opened, notices, blobs, tmp_path
):
    (tmp_path / "mine.toml").touch()
    drops.drop(mime(run_folder(tmp_path / "a")))
    drops.drop(mime(tmp_path / "mine.toml"))
    drops.drop(mime(blobs), over_dataset=True)
    assert opened == []
    assert notices == [
        "Another run cannot be opened while training. Stop the run first.",
        "Other settings cannot be taken while training. Stop the run first.",
        "The dataset cannot be changed while training. Stop the run first.",
    ]


def test_that_what_is_let_go_over_the_dataset_dock_is_meant_as_a_dataset(drops, quiet_studio, blobs, qtbot):
    with qtbot.waitSignal(drops.for_dataset) as caught:
        drops.drop(mime(blobs), over_dataset=True)
    assert caught.args[0].arrays == (blobs,)
    assert quiet_studio.tray.cards == ()


def test_that_images_beside_a_run_go_to_the_tray(drops, quiet_studio, opened, image_files, tmp_path, qtbot):
    with qtbot.waitSignal(drops.added) as caught:
        drops.drop(mime(run_folder(tmp_path / "a"), *image_files))
    assert caught.args == [4]
    assert len(opened) == 1
    qtbot.waitUntil(lambda: len(quiet_studio.tray.cards) == 4)


def test_that_a_table_without_a_run_of_tables_is_offered_as_the_dataset(drops, quiet_studio, tmp_path, notices):
    np.save(tmp_path / "rows.npy", np.zeros((4, 3)))
    drops.drop(mime(tmp_path / "rows.npy"))
    assert notices == ["rows.npy can be used as the dataset."]
