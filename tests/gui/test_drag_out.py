"""What a drag out of the window bears."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtWidgets import QWidget

from vae_studio.gui import drag_out
from vae_studio.gui.drag_out import DraggedPicture, file_name, mime_of, start_card_drag, start_tile_drag
from vae_studio.gui.drops import holds_something, read_mime

GREY = np.linspace(0, 1, 12, dtype=np.float32).reshape(3, 4, 1)


@pytest.fixture
def dragged(monkeypatch):
    """What was dragged: drags end at once, as if they had been let go of somewhere."""
    seen = []

    class Drag:
        def __init__(self, source):
            seen.append(source)

        def setMimeData(self, mime):
            seen.append(mime)

        def setPixmap(self, pixmap):
            assert not pixmap.isNull()

        def setHotSpot(self, point):
            pass

        def exec(self, action):
            pass

    monkeypatch.setattr(drag_out, "QDrag", Drag)
    return seen


def test_that_pictures_become_png_files_with_the_same_pixels_and_metadata(qapp):
    mime = mime_of([DraggedPicture("z 1.20, −0.35", GREY, {"Run": "a", "z": [1.2, -0.35]})])
    (url,) = mime.urls()
    path = Path(url.toLocalFile())
    assert path.name == "z 1.20, -0.35.png"
    with Image.open(path) as picture:
        np.testing.assert_array_equal(np.asarray(picture), (GREY[:, :, 0] * 255 + 0.5).astype(np.uint8))
        assert (picture.text["Run"], picture.text["z"]) == ("a", "[1.2, -0.35]")
    assert mime.imageData().size().toTuple() == (4, 3)


def test_that_pictures_of_one_name_become_files_of_two(qapp):
    mime = mime_of([DraggedPicture("a.png", GREY), DraggedPicture("a", GREY)])
    assert [url.fileName() for url in mime.urls()] == ["a.png", "a (2).png"]


@pytest.mark.parametrize(
    ("name", "stem"),
    [
        ("a/b:c?", "a b c"),
        ("..", "picture"),
        ("", "picture"),
        ("x" * 300, "x" * 200),
        ("\N{GRINNING FACE}" * 80, "\N{GRINNING FACE}" * 50),
    ],
)
def test_that_file_names_are_such_as_every_system_takes(name, stem):
    assert file_name(name) == stem


def test_that_a_tile_can_be_dropped_on_the_window_and_its_own_card_cannot(qtbot, dragged):
    source = QWidget()
    qtbot.addWidget(source)
    assert start_tile_drag(source, DraggedPicture("tile", GREY)) is None
    tile = dragged[-1]
    assert holds_something(tile)
    assert [path.name for path in read_mime(tile).images] == ["tile.png"]
    assert start_card_drag(source, [DraggedPicture("card", GREY)]) is None
    assert not holds_something(dragged[-1])


def test_that_a_drag_that_cannot_be_written_is_told(qtbot, dragged, monkeypatch, tmp_path):
    source = QWidget()
    qtbot.addWidget(source)

    def refuse(path, *arguments, **options):
        raise drag_out.OutputError(f"The disk is full: {path} was not written.")

    monkeypatch.setattr(drag_out, "save_picture", refuse)
    notice = start_tile_drag(source, DraggedPicture("tile", GREY))
    assert notice.level == "error"
    assert notice.text.startswith("The disk is full")
    assert dragged == []


def test_that_a_folder_that_takes_no_files_is_told(qtbot, dragged, monkeypatch, tmp_path):
    source = QWidget()
    qtbot.addWidget(source)
    monkeypatch.setattr(drag_out, "_place", lambda: str(tmp_path / "swept away"))
    notice = start_card_drag(source, [DraggedPicture("card", GREY)])
    assert (notice.level, dragged) == ("error", [])
