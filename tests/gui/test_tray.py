"""The Encode tray, driven through its panel, with the real core behind it."""

import csv

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage
from PySide6.QtWidgets import QWidget

from vae_studio.evaluation.typicality import Range
from vae_studio.gui.drops import titled
from vae_studio.gui.tray.cards import Card, CardState, flagged, posteriors
from vae_studio.gui.tray.exporting import contact_sheet, tray_figure
from vae_studio.gui.tray.list_model import CARD_ROLE, NUMBER_ROLE
from vae_studio.gui.tray.panel import TrayPanel, dragged_pictures
from vae_studio.gui.tray.reading import MOST_OF_A_FOLDER, expand
from vae_studio.gui.tray.words import figure_lines, figures_words, leading_figure, range_words

ENCODING_MS = 60_000


def states(studio):
    return [card.state for card in studio.tray.cards]


def settled(studio):
    return bool(studio.tray.cards) and CardState.READING not in states(studio)


def encoded(studio, count):
    return states(studio).count(CardState.ENCODED) == count


@pytest.fixture
def panel(quiet_studio, theme, qtbot):
    panel = TrayPanel(quiet_studio, theme)
    qtbot.addWidget(panel)
    return panel


@pytest.fixture
def panel_with_run(studio_with_run, theme, qtbot):
    panel = TrayPanel(studio_with_run, theme)
    qtbot.addWidget(panel)
    return panel


def tooltips(panel):
    return [panel.cards.index(row).data(Qt.ItemDataRole.ToolTipRole) for row in range(panel.cards.rowCount())]


def test_that_images_are_kept_with_a_helpful_notice_before_there_is_a_model(
    panel, quiet_studio, image_files, qtbot
):
    with qtbot.waitSignal(quiet_studio.notice) as caught:
        quiet_studio.add_images(image_files)
    assert "kept in the tray" in caught.args[0].text
    qtbot.waitUntil(lambda: settled(quiet_studio))
    assert states(quiet_studio) == [CardState.WAITING] * 3 + [CardState.UNREADABLE]
    assert tooltips(panel)[0] == "image_0.png\nWaiting for a model"
    assert tooltips(panel)[3].startswith("not_an_image.png\nCannot read file\n")


def test_that_unreadable_cards_bear_no_number(panel, quiet_studio, image_files, qtbot):
    quiet_studio.add_images(list(reversed(image_files)))
    qtbot.waitUntil(lambda: settled(quiet_studio))
    found = [panel.cards.index(row).data(NUMBER_ROLE) for row in range(4)]
    assert found == [None, 1, 2, 3]


def test_that_images_that_waited_are_encoded_as_soon_as_there_is_a_run(studio, tiny_run, image_files, qtbot):
    studio.add_images(image_files)
    qtbot.waitUntil(lambda: settled(studio))
    studio.open_run(tiny_run.path)
    qtbot.waitUntil(lambda: encoded(studio, 3), timeout=ENCODING_MS)
    assert studio.tray.cards[0].posterior.reconstruction.shape == (28, 28, 1)


def test_that_a_card_has_the_figures_that_the_run_gives_the_same_file(
    panel_with_run, studio_with_run, image_files, qtbot
):
    studio_with_run.add_images(image_files)
    qtbot.waitUntil(lambda: encoded(studio_with_run, 3), timeout=ENCODING_MS)
    expected = studio_with_run.run.encode_files(image_files).encoding
    for row, card in enumerate(studio_with_run.tray.cards[:3]):
        np.testing.assert_allclose(card.posterior.loc, expected.loc[row], rtol=1e-5)
        assert card.posterior.negative_elbo == pytest.approx(float(expected.negative_elbo[row]), rel=1e-5)
        assert card.posterior.negative_elbo == pytest.approx(
            card.posterior.distortion + card.posterior.kl, rel=1e-5
        )
    tooltip = tooltips(panel_with_run)[0]
    assert "Reconstruction" in tooltip
    assert "KL" in tooltip
    assert panel_with_run.header.detail.text() == "4 images · −log p̂(x) by 200 importance samples, nats"


def test_that_the_images_of_a_folder_are_taken_at_any_depth(quiet_studio, tmp_path, qtbot):
    for name in ("a", "b/c"):
        folder = tmp_path / "pictures" / name
        folder.mkdir(parents=True)
        Image.new("L", (9, 9)).save(folder / "x.png")
    quiet_studio.add_images([tmp_path / "pictures"])
    qtbot.waitUntil(lambda: settled(quiet_studio))
    assert len(quiet_studio.tray.cards) == 2


def test_that_only_the_first_images_of_a_large_folder_are_taken_and_that_is_said(tmp_path):
    for number in range(MOST_OF_A_FOLDER + 5):
        (tmp_path / f"{number:04}.png").touch()
    expansion = expand([tmp_path])
    assert len(expansion.cards) == MOST_OF_A_FOLDER
    assert expansion.remarks == (
        f"The first {MOST_OF_A_FOLDER} of the 205 images in {tmp_path.name} were added.",
    )


def test_that_a_folder_without_images_is_told_unless_it_is_a_dataset(tmp_path):
    assert "holds no image" in expand([tmp_path]).remarks[0]
    (tmp_path / "train-images-idx3-ubyte").touch()
    assert expand([tmp_path]).remarks == ()


def test_that_pasted_pixels_become_a_card_with_their_name(quiet_studio, qtbot):
    image = QImage(12, 12, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    quiet_studio.add_images([titled(image, "z 0.1, 0.2")])
    qtbot.waitUntil(lambda: settled(quiet_studio))
    assert quiet_studio.tray.cards[0].name == "z 0.1, 0.2"
    assert quiet_studio.tray.cards[0].picture.tolist() == [[[255] * 3] * 12] * 12


def test_that_selected_cards_are_taken_out_and_clear_takes_all(panel, quiet_studio, image_files, qtbot):
    quiet_studio.add_images(image_files)
    qtbot.waitUntil(lambda: settled(quiet_studio))
    second = quiet_studio.tray.cards[1].identity
    panel.select(second)
    qtbot.keyClick(panel.view, Qt.Key.Key_Delete)
    assert second not in [card.identity for card in quiet_studio.tray.cards]
    assert len(quiet_studio.tray.cards) == 3
    qtbot.mouseClick(panel.header.clear, Qt.MouseButton.LeftButton)
    assert quiet_studio.tray.cards == ()


def test_that_cards_removed_while_they_are_read_do_not_come_back(quiet_studio, image_files, qtbot):
    quiet_studio.add_images(image_files)
    qtbot.waitUntil(lambda: bool(quiet_studio.tray.cards))
    quiet_studio.tray.clear()
    quiet_studio.add_images(image_files[:1])
    qtbot.waitUntil(lambda: settled(quiet_studio))
    assert len(quiet_studio.tray.cards) == 1


def test_that_what_can_be_done_with_the_tray_follows_what_it_holds(panel, quiet_studio, image_files, qtbot):
    assert not panel.header.clear.isEnabled()
    quiet_studio.add_images(image_files)
    qtbot.waitUntil(lambda: settled(quiet_studio))
    assert panel.header.clear.isEnabled()
    assert not panel.header.export.isEnabled()
    assert panel.header.export.toolTip() == "No image is encoded yet."


def test_that_the_card_under_the_pointer_is_reported(panel, quiet_studio, image_files, qtbot):
    quiet_studio.add_images(image_files)
    qtbot.waitUntil(lambda: settled(quiet_studio))
    panel.resize(600, 170)
    with qtbot.waitExposed(panel):
        panel.show()
    first = panel.view.visualRect(panel.cards.index(0)).center()
    with qtbot.waitSignal(panel.pointed) as caught:
        qtbot.mouseMove(panel.view.viewport(), first + QPoint(1, 0))
        qtbot.mouseMove(panel.view.viewport(), first)
    assert caught.args == [panel.cards.index(0).data(CARD_ROLE).identity]


def test_that_every_state_of_a_card_can_be_painted(panel_with_run, studio_with_run, image_files, qtbot):
    studio_with_run.add_images(image_files)
    panel_with_run.resize(700, 170)
    with qtbot.waitExposed(panel_with_run):
        panel_with_run.show()
    qtbot.waitUntil(lambda: encoded(studio_with_run, 3), timeout=ENCODING_MS)
    picture = panel_with_run.view.grab().toImage()
    colours = {picture.pixelColor(x, y).rgb() for x in range(0, 600, 3) for y in range(0, 150, 3)}
    assert len(colours) > 20


def test_that_the_encodings_are_exported_as_a_table(studio_with_run, image_files, qtbot, tmp_path):
    studio_with_run.add_images(image_files)
    qtbot.waitUntil(lambda: encoded(studio_with_run, 3), timeout=ENCODING_MS)
    path = tmp_path / "z.csv"
    with qtbot.waitSignal(studio_with_run.notice) as caught:
        studio_with_run.outputs.export_tray(path)
    assert caught.args[0].text == f"Saved {path}"
    rows = list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))
    assert [row["name"] for row in rows] == ["image_0.png", "image_1.png", "image_2.png"]
    assert float(rows[0]["mean_1"]) == pytest.approx(
        float(studio_with_run.tray.cards[0].posterior.loc[0]), rel=1e-5
    )


def test_that_the_encodings_are_exported_as_arrays(studio_with_run, image_files, qtbot, tmp_path):
    studio_with_run.add_images(image_files)
    qtbot.waitUntil(lambda: encoded(studio_with_run, 3), timeout=ENCODING_MS)
    with qtbot.waitSignal(studio_with_run.notice):
        studio_with_run.outputs.export_tray(tmp_path / "z.npz")
    with np.load(tmp_path / "z.npz") as arrays:
        assert arrays["loc"].shape == (3, 2)
        assert arrays["names"].tolist()[2] == "image_2.png"


def test_that_an_export_that_cannot_be_is_told(quiet_studio, qtbot, tmp_path):
    with qtbot.waitSignal(quiet_studio.notice) as caught:
        quiet_studio.outputs.export_tray(tmp_path / "z.csv")
    assert caught.args[0].text.startswith("No image in the tray is encoded yet.")


def test_that_reconstructions_are_shown_as_means_or_as_draws_and_exported_as_means(
    panel_with_run, studio_with_run, image_files, tmp_path, qtbot
):
    studio, header = studio_with_run, panel_with_run.header
    studio.add_images(image_files[:1])
    qtbot.waitUntil(lambda: encoded(studio, 1), timeout=ENCODING_MS)
    mean = studio.tray.cards[0].posterior
    np.testing.assert_array_equal(mean.shown, mean.reconstruction)

    def is_drawn(other=None):
        shown = studio.tray.cards[0].posterior.shown
        return set(np.unique(shown)) == {0.0, 1.0} and (other is None or not np.array_equal(shown, other))

    qtbot.mouseClick(header.reconstruction.button("draw"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(is_drawn, timeout=ENCODING_MS)
    first = studio.tray.cards[0].posterior
    np.testing.assert_allclose(first.reconstruction, mean.reconstruction, rtol=1e-5)
    qtbot.mouseClick(header.reconstruction.button("draw"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: is_drawn(first.shown), timeout=ENCODING_MS)
    qtbot.mouseClick(header.reconstruction.button("mean"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not is_drawn(), timeout=ENCODING_MS)


def test_that_the_cards_of_an_autoencoder_bear_a_mean_squared_error_and_no_kl(
    panel, tiny_autoencoder, quiet_studio, digits, tmp_path
):
    (posterior,) = posteriors(tiny_autoencoder.encode(digits.examples[:1]))
    assert posterior.negative_elbo is None
    assert posterior.kl is None
    assert not any("KL" in line or "ELBO" in line for line in figure_lines(posterior))
    card = Card(b"", "a", CardState.ENCODED, example=digits.examples[0], posterior=posterior)
    assert leading_figure(card) == ("MSE", f"{posterior.distortion:.4f}")
    assert figures_words(card) == "mean squared error"
    figure = tray_figure([card], tmp_path / "codes", {})
    (row,) = csv.DictReader(figure.table().splitlines())
    assert float(row["mean_squared_error"]) == pytest.approx(posterior.distortion, rel=1e-5)
    assert not {"kl_nats", "negative_log_likelihood_nats", "range"} & set(row)


def test_that_the_header_gives_way_where_there_is_no_room(panel, qtbot):
    header, dock = panel.header, QWidget()
    qtbot.addWidget(dock)
    header.setParent(dock)
    header.setGeometry(0, 0, 900, 36)
    with qtbot.waitExposed(dock):
        dock.show()
    assert not header.reconstruction.isVisible(), "there is nothing reconstructed yet"
    words = "−log p̂(x) by 200 importance samples, nats"
    header.show_cards(1, words)
    assert header.reconstruction.isVisible()
    assert header.detail.shown_text() == f"1 image · {words}"
    assert header.minimumSizeHint().width() < 440, "the dock must not make the centre wider than its least"
    header.setGeometry(0, 0, 500, 36)
    assert not header.reconstruction.isVisible()
    assert header.detail.shown_text().endswith("…")


def judged(studio):
    cards = [card for card in studio.tray.cards if card.posterior is not None]
    return bool(cards) and all(card.range is not None for card in cards)


def test_that_cards_tell_how_likely_they_are_and_where_that_lies_among_the_validation_images(
    panel_with_run, studio_with_run, digits, tiny_run, image_files, tmp_path, qtbot, monkeypatch
):
    for module in ("likelihoods", "reference"):
        monkeypatch.setattr(f"vae_studio.gui.tray.{module}.REFERENCE", 40)
    Image.fromarray(digits.examples[0, :, :, 0]).save(tmp_path / "digit.png")
    Image.fromarray(255 - digits.examples[0, :, :, 0]).save(tmp_path / "negative.png")
    studio_with_run.add_images([tmp_path / "digit.png", tmp_path / "negative.png"])
    qtbot.waitUntil(lambda: judged(studio_with_run), timeout=ENCODING_MS)
    digit, negative = studio_with_run.tray.cards
    expected = -tiny_run.log_likelihood(np.stack([digit.example, negative.example]), 200)
    np.testing.assert_allclose([digit.surprise, negative.surprise], expected, rtol=1e-4)
    assert leading_figure(digit) == ("−log p̂", f"{expected[0]:.1f}")
    assert negative.range is Range.OUT_OF_RANGE
    assert (flagged(digit), flagged(negative)) == (False, True)
    assert "above the largest of 40 validation images" in tooltips(panel_with_run)[1]
    assert "not make it the wrong kind of image" in tooltips(panel_with_run)[1]
    spoken = panel_with_run.cards.index(1).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken.endswith("Out of range")
    rows = list(csv.DictReader(studio_with_run.outputs.tray_figure().table().splitlines()))
    assert rows[1]["range"] == "Out of range"
    assert float(rows[0]["negative_log_likelihood_nats"]) == pytest.approx(expected[0], rel=1e-4)
    seen = []
    studio_with_run.tray_changed.connect(lambda: seen.append(studio_with_run.tray.cards[0]))
    studio_with_run.tray.renew()
    qtbot.waitUntil(lambda: bool(seen), timeout=ENCODING_MS)
    assert seen[0].posterior is not digit.posterior
    assert (leading_figure(seen[0])[1], range_words(seen[0])) == ("…", "Measuring…"), "coordinates are new"


def test_that_cards_taken_out_can_be_put_back_where_they_were(panel, quiet_studio, image_files, qtbot):
    quiet_studio.add_images(image_files)
    qtbot.waitUntil(lambda: settled(quiet_studio))
    before = [card.identity for card in quiet_studio.tray.cards]
    panel.select(before[1])
    with qtbot.waitSignal(quiet_studio.notice) as one:
        qtbot.keyClick(panel.view, Qt.Key.Key_Delete)
    with qtbot.waitSignal(quiet_studio.notice) as rest:
        qtbot.mouseClick(panel.header.clear, Qt.MouseButton.LeftButton)
    assert (one.args[0].text, one.args[0].action) == ("1 image was taken out of the tray.", "Undo")
    assert rest.args[0].text == "3 images were taken out of the tray."
    assert quiet_studio.tray.cards == ()
    rest.args[0].on_action()
    one.args[0].on_action()
    one.args[0].on_action()
    qtbot.waitUntil(lambda: settled(quiet_studio))
    assert [card.identity for card in quiet_studio.tray.cards] == before


def test_that_a_card_put_back_bears_nothing_that_another_run_said_of_it(studio_with_run, image_files, qtbot):
    studio_with_run.add_images(image_files[:1])
    tray = studio_with_run.tray
    qtbot.waitUntil(lambda: encoded(studio_with_run, 1), timeout=ENCODING_MS)
    (card,) = tray.cards
    assert card.posterior.unit == "nats"
    tray.clear()
    tray.set_run(None)
    tray.put_back([card])
    assert tray.cards[0].posterior is None
    qtbot.waitUntil(lambda: settled(studio_with_run))
    assert tray.cards[0].posterior is None
    assert (tray.cards[0].identity, tray.cards[0].state) == (card.identity, CardState.WAITING)


def test_that_the_selection_is_shared_in_the_order_of_choice(panel, quiet_studio, image_files, qtbot):
    quiet_studio.add_images(image_files)
    qtbot.waitUntil(lambda: settled(quiet_studio))
    first, second, third, _ = [card.identity for card in quiet_studio.tray.cards]
    panel.resize(700, 170)
    with qtbot.waitExposed(panel):
        panel.show()
    click(panel, 2, qtbot)
    click(panel, 0, qtbot, Qt.KeyboardModifier.ControlModifier)
    assert quiet_studio.selection.pair == (third, first)
    quiet_studio.selection.toggle(second)
    assert [index.row() for index in panel.view.selectionModel().selectedIndexes()] == [1]
    quiet_studio.tray.remove([first])
    assert quiet_studio.selection.cards == (second,)
    assert [index.row() for index in panel.view.selectionModel().selectedIndexes()] == [0]
    qtbot.keyClick(panel.view, Qt.Key.Key_Escape)
    assert quiet_studio.selection.cards == ()


def click(panel, row, qtbot, modifier=Qt.KeyboardModifier.NoModifier):
    place = panel.view.visualRect(panel.cards.index(row)).center()
    qtbot.mouseClick(panel.view.viewport(), Qt.MouseButton.LeftButton, modifier, place)


def test_that_pulling_selected_cards_drags_their_pictures_out(
    panel, quiet_studio, image_files, qtbot, monkeypatch
):
    dragged = []
    monkeypatch.setattr(
        "vae_studio.gui.tray.panel.start_card_drag", lambda _, pictures: dragged.extend(pictures)
    )
    quiet_studio.add_images(image_files)
    qtbot.waitUntil(lambda: settled(quiet_studio))
    identities = [card.identity for card in quiet_studio.tray.cards]
    quiet_studio.selection.choose([identities[1], identities[0], identities[3]])
    panel.view.startDrag(Qt.DropAction.CopyAction)
    assert [picture.name for picture in dragged] == ["image_1", "image_0"], "what cannot be read gives nothing"
    assert panel.cards.flags(panel.cards.index(0)) & Qt.ItemFlag.ItemIsDragEnabled


def test_that_an_encoded_card_gives_away_its_image_and_its_reconstruction(tiny_run, digits):
    (posterior,) = posteriors(tiny_run.encode(digits.examples[:1]))
    card = Card(b"", "a.png", CardState.ENCODED, posterior=posterior)
    image, reconstruction = dragged_pictures(card, {"Run": "r"})
    assert (image.name, reconstruction.name) == ("a", "a reconstruction")
    np.testing.assert_array_equal(image.pixels, posterior.x)
    assert image.metadata["Run"] == "r"
    np.testing.assert_allclose(image.metadata["z"], posterior.loc, atol=1e-5)


def test_that_pictures_and_coordinates_of_cards_can_be_copied(panel, quiet_studio, tiny_run, digits, qtbot):
    tray = quiet_studio.tray
    found = posteriors(tiny_run.encode(digits.examples[:2]))
    cards = [Card(b"", name, CardState.ENCODED, posterior=one) for name, one in zip("ab", found, strict=True)]
    tray._replace(tuple(cards))
    quiet_studio.selection.choose([card.identity for card in cards])
    with qtbot.waitExposed(panel):
        panel.show()
    panel.view.setFocus()
    qtbot.keyClick(panel.view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    data = QGuiApplication.clipboard().mimeData()
    names = [url.fileName() for url in data.urls()]
    assert names == ["a.png", "a reconstruction.png", "b.png", "b reconstruction.png"]
    assert data.imageData().size().toTuple() == (28, 28)
    next(action for action in panel.view.actions() if action.text() == "Copy z").trigger()
    lines = QGuiApplication.clipboard().text().splitlines()
    np.testing.assert_allclose([float(part) for part in lines[1].split(",")], found[1].loc, rtol=1e-4)


def test_that_the_contact_sheet_has_each_image_above_its_reconstruction():
    images = np.linspace(0, 1, 12, dtype=np.float32)[:, None, None, None] * np.ones((2, 3, 1), np.float32)
    sheet = contact_sheet(images, 1 - images)
    assert sheet.shape == (2 * 2 * 2, 10 * 3, 1)
    levels = sheet[::2, ::3, 0]
    np.testing.assert_array_equal(levels[0], (images[:10, 0, 0, 0] * 255 + 0.5).astype(np.uint8))
    np.testing.assert_array_equal(levels[1], ((1 - images[:10, 0, 0, 0]) * 255 + 0.5).astype(np.uint8))
    assert levels[2, 1] == 255
    assert levels[3, 1] == 0
    assert (levels[2:, 2:] == 0).all()
