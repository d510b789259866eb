"""Pictures of the screens: how a scene is played, and what the camera writes."""

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QLabel

from vae_studio.api import OutputError, SpecError
from vae_studio.cli.screens import _size
from vae_studio.gui.screens.camera import Camera
from vae_studio.gui.screens.director import LONGEST_WAIT, Director


def test_that_a_scene_goes_on_when_what_it_waits_for_has_come(qtbot):
    happened = []

    def scene():
        happened.append("begun")
        yield "the word is said", lambda: "word" in happened
        happened.append("gone on")

    director = Director(scene())
    director.start()
    qtbot.waitUntil(lambda: happened == ["begun"])
    with qtbot.waitSignal(director.ended) as caught:
        happened.append("word")
    assert happened == ["begun", "word", "gone on"]
    assert caught.args == [None]


def test_that_what_goes_wrong_in_a_scene_is_told(qtbot):
    def scene():
        yield "nothing", lambda: True
        raise OutputError("no room")

    director = Director(scene())
    with qtbot.waitSignal(director.ended) as caught:
        director.start()
    assert str(caught.args[0]) == "no room"


def test_that_a_scene_that_waits_in_vain_ends_and_says_for_what(qtbot):
    seconds = iter([0.0, *[LONGEST_WAIT * 3] * 9])

    def scene():
        yield "the end of days", lambda: False

    director = Director(scene(), clock=lambda: next(seconds))
    with qtbot.waitSignal(director.ended) as caught:
        director.start()
    assert "the end of days" in str(caught.args[0])


def test_that_each_picture_is_taken_in_both_themes(theme, tmp_path, qtbot):
    label = QLabel("words")
    qtbot.addWidget(label)
    camera = Camera(theme, tmp_path)
    modes = []
    theme.changed.connect(lambda: modes.append(theme.mode))
    director = Director(camera.take(label, "label"))
    with qtbot.waitSignal(director.ended) as caught:
        director.start()
    assert caught.args == [None]
    assert [path.name for path in camera.taken] == ["label-dark.png", "label-light.png"]
    assert all(not QImage(str(path)).isNull() for path in camera.taken)
    assert (modes, theme.mode) == (["light", "dark"], "dark")


def test_that_a_picture_that_cannot_be_written_is_told(theme, tmp_path, qtbot):
    label = QLabel("words")
    qtbot.addWidget(label)
    director = Director(Camera(theme, tmp_path / "missing").take(label, "label"))
    with qtbot.waitSignal(director.ended) as caught:
        director.start()
    assert "label-dark.png was not written" in str(caught.args[0])


@pytest.mark.parametrize(("text", "size"), [("1440x900", (1440, 900)), ("800×600", (800, 600))])
def test_that_a_size_is_read(text, size):
    assert _size(text) == size


@pytest.mark.parametrize("text", ["big", "12", "x", "0x100", "1.5x2"])
def test_that_what_is_no_size_is_refused(text):
    with pytest.raises(SpecError, match="is no size"):
        _size(text)
