"""Two runs side by side, driven through the window that shows them, with the real core behind it."""

import pytest
import shiboken6
from PIL import Image
from PySide6.QtCore import Qt

from vae_studio.gui.compare.dialog import CompareDialog
from vae_studio.gui.compare.plane_view import fitting_side
from vae_studio.gui.studio_state import StudioState
from vae_studio.latent.plane_picture import picture_size
from vae_studio.runs import RunFolder
from vae_studio.session.comparison import latent_plane

WAIT_MS = 60_000


@pytest.fixture
def dialog(studio, session, tiny_autoencoder, tiny_run, theme, qtbot):
    with qtbot.waitSignals([studio.grid_changed, studio.dataset_changed], timeout=WAIT_MS):
        session.lend(tiny_run)
        studio.open_run(session.lend(tiny_autoencoder))
    dialog = CompareDialog(studio, theme)
    qtbot.addWidget(dialog)
    with qtbot.waitExposed(dialog):
        dialog.show()
    qtbot.waitUntil(lambda: dialog.first.plane is not None and dialog.candidates.count() > 0, timeout=WAIT_MS)
    yield dialog
    dialog.close()


def test_that_an_autoencoder_is_set_beside_a_run_on_the_same_data_and_saved(
    dialog, studio, tiny_autoencoder, tiny_run, tmp_path, qtbot
):
    assert dialog.first.plane.title == tiny_autoencoder.name
    assert dialog.first.plane.subtitle.startswith("Autoencoder")
    offered = [dialog.candidates.itemData(row) for row in range(dialog.candidates.count())]
    assert str(tiny_run.path) in offered
    assert str(tiny_autoencoder.path) not in offered
    assert not dialog.save.isEnabled()

    row = dialog.candidates.findData(str(tiny_run.path))
    dialog.candidates.setCurrentIndex(row)
    dialog.candidates.activated.emit(row)
    qtbot.waitUntil(lambda: dialog.second.plane is not None, timeout=WAIT_MS)
    assert dialog.second.plane.subtitle == "VAE · z 2 · epoch 2"
    assert dialog.first.plane.points.indices.tolist() == dialog.second.plane.points.indices.tolist()
    qtbot.waitUntil(lambda: dialog.first.image is not None and dialog.second.image is not None, timeout=WAIT_MS)
    assert dialog.second.image.height() <= dialog.second.height()

    with qtbot.waitSignal(studio.views.saved, timeout=WAIT_MS):
        dialog.save_to(tmp_path / "compare.png")
    assert Image.open(tmp_path / "compare.png").text["Run 2"] == tiny_run.name


def test_that_a_run_that_cannot_be_compared_is_told_in_the_window(dialog, tmp_path, qtbot):
    dialog._choose(tmp_path)
    qtbot.waitUntil(lambda: not dialog.problem.isHidden(), timeout=WAIT_MS)
    assert "holds no run" in dialog.problem.text()
    assert dialog.second.plane is None


def test_that_a_vae_with_the_same_networks_is_trained_and_appears_beside_the_autoencoder(
    dialog, studio, tiny_autoencoder, qtbot
):
    assert dialog.twin.isVisible()
    qtbot.mouseClick(dialog.twin, Qt.MouseButton.LeftButton)
    assert not dialog.twin.isEnabled()
    assert not dialog.candidates.isEnabled()
    qtbot.waitUntil(lambda: dialog.second.plane is not None, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: studio.state is StudioState.IDLE, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: dialog.second.plane.subtitle == "VAE · z 2 · epoch 1", timeout=WAIT_MS)
    assert dialog.second.plane.title == studio.run_name != tiny_autoencoder.name
    assert studio.run.spec.encoder.params["units"] == tiny_autoencoder.spec.encoder.params["units"]
    assert studio.spec.kl.plugin == "analytic"
    assert dialog.first.plane.title == tiny_autoencoder.name


def press_close(dialog, qtbot):
    qtbot.mouseClick(dialog.close_button, Qt.MouseButton.LeftButton)


def press_escape(dialog, qtbot):
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)


def close_by_title_bar(dialog, qtbot):
    dialog.windowHandle().close()


def show_run(dialog, row, qtbot):
    """Choose a run to stand beside the other, and wait until it does."""
    name = RunFolder.open(dialog.candidates.itemData(row)).manifest.name
    dialog.candidates.setCurrentIndex(row)
    dialog.candidates.activated.emit(row)
    qtbot.waitUntil(
        lambda: dialog.second.plane is not None and dialog.second.plane.title == name, timeout=WAIT_MS
    )


def test_that_it_can_be_left_and_opened_again_and_every_choice_loads(dialog, studio, theme, tiny_run, qtbot):
    for leave in (press_close, press_escape, close_by_title_bar):
        leave(dialog, qtbot)
        qtbot.waitUntil(dialog.isHidden)
        assert studio.views.comparing.first is None
        dialog = CompareDialog(studio, theme)
        qtbot.addWidget(dialog)
        with qtbot.waitExposed(dialog):
            dialog.show()
        qtbot.waitUntil(
            lambda again=dialog: again.first.plane is not None and again.candidates.count() > 0, timeout=WAIT_MS
        )
        show_run(dialog, dialog.candidates.findData(str(tiny_run.path)), qtbot)
    for row in (*range(dialog.candidates.count()), 0):
        show_run(dialog, row, qtbot)


@pytest.fixture(scope="module")
def tiny_plane(tiny_autoencoder):
    return latent_plane(tiny_autoencoder, "test", 20)


def test_that_a_picture_that_comes_after_the_window_was_closed_finds_nobody(dialog, monkeypatch):
    late = []
    monkeypatch.setattr(dialog.first._views, "render", lambda *work: late.append(work))
    dialog.first._draw()
    dialog.close()
    shiboken6.delete(dialog.first)
    ((work, done),) = late
    done(work())


@pytest.mark.parametrize(("width", "height"), [(500, 700), (300, 900), (900, 500)])
def test_that_a_plane_fits_into_its_place(tiny_plane, width, height):
    plane = tiny_plane
    found = picture_size([plane], fitting_side(plane, width, height))
    assert found[0] <= width
    assert found[1] <= height
    assert found[0] > width - 4 or found[1] > height - 30, "as large as fits; the legend grows by whole rows"


def test_that_a_run_chosen_while_another_trains_is_opened_afterwards(dialog, studio, tiny_run, qtbot):
    conductor = studio._desk.conductor
    conductor._set_state(StudioState.TRAINING)
    dialog._choose(tiny_run.path)
    assert "Training is under way" in dialog.empty.title.text()
    with qtbot.assertNotEmitted(studio.views.comparing.second_ready, wait=50):
        pass
    conductor._set_state(StudioState.IDLE)
    qtbot.waitUntil(lambda: dialog.second.plane is not None, timeout=WAIT_MS)
    assert dialog.second.plane.title == tiny_run.name
