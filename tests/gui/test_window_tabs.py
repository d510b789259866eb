"""The tabs beside the latent grid, within the whole window."""

import pytest

from vae_studio.gui.compare.dialog import CompareDialog

OPENING_MS = 120_000


@pytest.fixture
def window(make_main_window, tiny_autoencoder, blob_spec, qtbot):
    window = make_main_window(spec=blob_spec)
    window.open_when_started(tiny_autoencoder.path)
    with qtbot.waitExposed(window):
        window.show()
    studio = window.studio
    qtbot.waitUntil(lambda: studio.run is not None and studio.shown_grid is not None, timeout=OPENING_MS)
    return window


def choose(window, title):
    tabs = window.centre.tabs
    tabs.setCurrentIndex([tabs.tabText(index) for index in range(tabs.count())].index(title))


def test_that_each_tab_shows_the_run_saves_its_own_figure_and_can_be_compared(window, tiny_autoencoder, qtbot):
    save = window.menus.save_grid
    assert (save.text(), save.isEnabled()) == ("Save grid…", True)

    choose(window, "Scatter")
    qtbot.waitUntil(lambda: window.scatter.shows_points, timeout=OPENING_MS)
    assert (save.text(), save.isEnabled()) == ("Save figure…", True)
    assert all(not child.acceptDrops() for child in window.scatter.findChildren(type(window.scatter.view.plot)))

    choose(window, "Samples")
    qtbot.waitUntil(lambda: window.samples.prior.shown is not None, timeout=OPENING_MS)
    assert window.samples.prior.empty.line.text() == tiny_autoencoder.sampling_reason
    assert (save.text(), save.isEnabled()) == ("Save samples…", False)

    assert window.menus.compare.isEnabled()
    assert window.menus.compare.text() == "Compare with a VAE…"
    window.menus.compare.trigger()
    (dialog,) = window.findChildren(CompareDialog)
    qtbot.waitUntil(lambda: dialog.first.plane is not None, timeout=OPENING_MS)
    assert dialog.twin.isVisible()
    dialog.close()
    assert window.studio.views.comparing.first is None


def test_that_without_a_run_there_is_nothing_to_compare_or_save(make_main_window, blob_spec):
    window = make_main_window(spec=blob_spec)
    assert not window.menus.compare.isEnabled()
    for title in ("Scatter", "Samples"):
        choose(window, title)
        assert not window.menus.save_grid.isEnabled()
