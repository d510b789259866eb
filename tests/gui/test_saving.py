"""Every form in which a figure is taken away carries where it comes from."""

import json
import xml.etree.ElementTree as ET

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QGuiApplication, QPainterPath, QPen
from PySide6.QtWidgets import QGraphicsScene, QGraphicsView

from vae_studio.api import OutputError
from vae_studio.gui.saving.asking import ask_and_save, copy_figure
from vae_studio.gui.saving.figure import Figure

PROVENANCE = {"Run": "digits-001", "Run id": "abc", "Epoch": 3, "Plane": {"across": [0.5, -1.0]}}
PIXELS = np.arange(12, dtype=np.uint8).reshape(3, 4, 1) * 20


@pytest.fixture
def plot(qtbot):
    """A view with one line."""
    view = QGraphicsView()
    scene = QGraphicsScene(view)
    scene.addRect(0, 0, 50, 30)
    scene.addLine(0, 0, 50, 30, QPen(QColor("red"), 2))
    view.setScene(scene)
    view.resize(120, 80)
    qtbot.addWidget(view)
    view.show()
    return view


@pytest.fixture
def picture(tmp_path) -> Figure:
    return Figure(
        "Latent grid",
        tmp_path / "grid",
        PROVENANCE,
        pixels=PIXELS,
        arrays=lambda: {"z": np.ones(3)},
        table=lambda: "a,b\n1,2\n",
        frames=lambda: [PIXELS, 255 - PIXELS],
    )


def test_that_a_figure_has_the_formats_that_it_has_content_for(picture, plot, tmp_path):
    assert picture.endings == (".png", ".gif", ".csv", ".npz")
    assert Figure("Curves", tmp_path / "curves", view=plot).endings == (".png", ".svg")


def test_that_the_pixels_of_a_picture_are_repeated_exactly_and_name_their_run(picture, tmp_path):
    with Image.open(picture.writer(tmp_path / "a.png", 3)()) as written:
        pixels = np.asarray(written)
        text = written.text
    np.testing.assert_array_equal(pixels, np.repeat(np.repeat(PIXELS[:, :, 0], 3, 0), 3, 1))
    assert (text["Title"], text["Run"], text["Run id"], text["Epoch"]) == (
        "Latent grid",
        "digits-001",
        "abc",
        "3",
    )
    assert json.loads(text["Plane"]) == PROVENANCE["Plane"]


def test_that_a_plot_is_drawn_anew_at_each_scale(plot, tmp_path):
    figure = Figure("Curves", tmp_path / "curves", PROVENANCE, view=plot, ground=QColor("#112233"))
    with Image.open(figure.writer(tmp_path / "a.png", 2)()) as written:
        assert written.size == (240, 160)
        assert written.getpixel((239, 159))[:3] == (0x11, 0x22, 0x33)
        assert written.text["Run id"] == "abc"


def test_that_lines_of_constant_width_grow_with_the_scale_and_are_given_back(plot, tmp_path):
    pen = QPen(QColor("blue"), 2)
    pen.setCosmetic(True)
    line = plot.scene().addPath(QPainterPath(QPointF(0, 0)), pen)
    path = QPainterPath(QPointF(0, 15))
    path.lineTo(50, 15)
    line.setPath(path)
    figure = Figure("Curves", tmp_path / "curves", view=plot)

    def blue(scale):
        image = figure.image(scale)
        column = [image.pixelColor(image.width() * 2 // 5, row) for row in range(image.height())]
        return sum((255 - one.red()) / 255 for one in column if one.blue() > 200 and one.green() == one.red())

    assert [round(blue(scale)) for scale in (1, 2, 4)] == [2, 4, 8]
    assert line.pen() == pen


def test_that_a_plot_is_written_as_lines_with_its_provenance(plot, tmp_path):
    figure = Figure("Curves", tmp_path / "curves", PROVENANCE, view=plot)
    root = ET.parse(figure.writer(tmp_path / "a.svg")()).getroot()
    names = {element.tag.rpartition("}")[2]: element for element in root.iter()}
    assert names["title"].text == "Curves"
    assert json.loads(names["desc"].text) == PROVENANCE
    assert {"polyline", "path", "line"} & names.keys()


def test_that_an_animation_has_its_frames_and_its_provenance(picture, tmp_path):
    with Image.open(picture.writer(tmp_path / "a.gif", 2)()) as written:
        assert (written.n_frames, written.size) == (2, (8, 6))
        assert json.loads(written.info["comment"]) == PROVENANCE


def test_that_numbers_are_written_as_arrays_and_as_a_table(picture, tmp_path):
    with np.load(picture.writer(tmp_path / "a.npz")(), allow_pickle=False) as kept:
        np.testing.assert_array_equal(kept["z"], np.ones(3))
        assert json.loads(str(kept["metadata"])) == PROVENANCE
    assert picture.writer(tmp_path / "a.csv")().read_text(encoding="utf-8") == "a,b\n1,2\n"


def test_that_another_ending_is_refused_in_words(picture, quiet_studio, tmp_path, qtbot):
    with pytest.raises(OutputError, match=r"grid.tiff ends in none of .png, .gif, .csv, .npz"):
        picture.writer(tmp_path / "grid.tiff")
    with qtbot.waitSignal(quiet_studio.notice) as caught:
        quiet_studio.outputs.save_figure(picture, tmp_path / "grid.tiff")
    assert caught.args[0].level == "error"


def test_that_the_dialog_stops_nothing_and_remembers_its_folder(
    picture, quiet_studio, theme, plot, tmp_path, qtbot
):
    (tmp_path / "elsewhere").mkdir()
    dialog = ask_and_save(quiet_studio, theme, picture, plot)
    assert not dialog.isModal()
    dialog.file.setText(str(tmp_path / "elsewhere" / "grid.png"))
    with qtbot.waitSignal(quiet_studio.notice) as caught:
        dialog.save.click()
    assert caught.args[0].text == f"Saved {tmp_path / 'elsewhere' / 'grid.png'}"
    again = ask_and_save(quiet_studio, theme, picture, plot)
    assert again.path == tmp_path / "elsewhere" / "grid.png"
    again.reject()


def test_that_a_picture_is_copied_to_the_clipboard(picture):
    copy_figure(picture, 2)
    assert QGuiApplication.clipboard().image().size().toTuple() == (8, 6)


def test_that_a_wrong_ending_is_told_in_the_dialog_first(picture, quiet_studio, theme, plot, qtbot):
    dialog = ask_and_save(quiet_studio, theme, picture, plot)
    dialog.file.clear()
    qtbot.keyClicks(dialog.file, "grid.pdf")
    assert not dialog.save.isEnabled()
    assert dialog.problem.text() == "The name must end in .png or .gif or .csv or .npz."
    dialog.format.button(".npz").click()
    assert dialog.path.name == "grid.npz"
    assert dialog.save.isEnabled()
    assert dialog.problem.isHidden()
    dialog.reject()


def test_that_a_title_of_capitals_keeps_them(quiet_studio, theme, plot, tmp_path):
    dialog = ask_and_save(quiet_studio, theme, Figure("KL lab", tmp_path / "kl", view=plot), plot)
    assert dialog.windowTitle() == "Save KL lab"
    dialog.reject()
