"""The small controls that panels are made of."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from vae_studio.gui.notice import Notice
from vae_studio.gui.theme import Theme
from vae_studio.gui.widgets.buttons import Button, IconButton
from vae_studio.gui.widgets.disclosure import Disclosure
from vae_studio.gui.widgets.dock_header import DockHeader
from vae_studio.gui.widgets.drop_zone import DropZone
from vae_studio.gui.widgets.focus_ring import FocusRing, _Ring
from vae_studio.gui.widgets.labels import ElidedLabel
from vae_studio.gui.widgets.notice_strip import NoticeStrip
from vae_studio.gui.widgets.segmented import Segment, SegmentedControl


@pytest.fixture
def theme(qapp):
    return Theme("dark")


@pytest.fixture
def devices(theme, qtbot):
    control = SegmentedControl(theme, [Segment("cpu", "CPU"), Segment("gpu", "GPU")])
    qtbot.addWidget(control)
    return control


def test_that_another_segment_is_reported_once(devices, qtbot):
    with qtbot.waitSignal(devices.changed) as caught:
        qtbot.mouseClick(devices.button("gpu"), Qt.MouseButton.LeftButton)
    assert caught.args == ["gpu"]
    assert devices.value() == "gpu"
    with qtbot.assertNotEmitted(devices.changed):
        qtbot.mouseClick(devices.button("gpu"), Qt.MouseButton.LeftButton)


def test_that_a_segment_set_by_the_program_is_not_reported(devices, qtbot):
    with qtbot.assertNotEmitted(devices.changed):
        devices.set_value("gpu")
    assert devices.button("gpu").isChecked()
    assert not devices.button("cpu").isChecked()


def test_that_a_forbidden_segment_says_why_and_cannot_be_taken(devices, qtbot):
    devices.set_segment_enabled("gpu", False, "No GPU found.")
    qtbot.mouseClick(devices.button("gpu"), Qt.MouseButton.LeftButton)
    assert devices.value() == "cpu"
    assert devices.button("gpu").toolTip() == "No GPU found."


@pytest.fixture
def strip(theme, qtbot):
    strip = NoticeStrip(theme)
    qtbot.addWidget(strip)
    return strip


def test_that_a_notice_shows_only_what_it_has(strip):
    assert strip.isHidden()
    strip.show_notice(Notice("warning", "The model has changed."))
    assert not strip.isHidden()
    assert strip.details_button.isHidden()
    assert strip.action_button.isHidden()
    assert strip.property("level") == "warning"


def test_that_the_lead_of_a_notice_is_bold_and_its_text_is_never_markup(strip):
    strip.show_notice(Notice("error", "Training stopped: the loss was <nan>."))
    assert strip.text.text() == "<b>Training stopped:</b> the loss was &lt;nan&gt;."


def test_that_details_open_on_demand_and_close_with_the_next_notice(strip, qtbot):
    strip.show_notice(Notice("error", "It failed.", details="Traceback …"))
    qtbot.mouseClick(strip.details_button, Qt.MouseButton.LeftButton)
    assert not strip.details.isHidden()
    assert strip.details.toPlainText() == "Traceback …"
    strip.show_notice(Notice("info", "Saved."))
    assert strip.details.isHidden()


def test_that_taking_the_action_reports_the_notice_and_ends_it(strip, qtbot):
    notice = Notice("warning", "Changed.", action="Undo")
    strip.show_notice(notice)
    with qtbot.waitSignal(strip.acted) as caught:
        qtbot.mouseClick(strip.action_button, Qt.MouseButton.LeftButton)
    assert caught.args == [notice]
    assert strip.isHidden()
    assert strip.notice is None


def test_that_a_notice_can_be_dismissed(strip, qtbot):
    strip.show_notice(Notice("info", "Saved."))
    with qtbot.waitSignal(strip.closed):
        qtbot.mouseClick(strip.close_button, Qt.MouseButton.LeftButton)
    assert strip.isHidden()


def test_that_a_dock_header_keeps_its_height_and_shows_a_lock_with_its_hint(theme, qtbot):
    header = DockHeader(theme, "Model")
    qtbot.addWidget(header)
    assert header.sizeHint().height() == header.minimumSizeHint().height() == 32
    header.set_hint("Locked while training", locked=True)
    assert not header._lock.isHidden()
    header.set_hint("")
    assert header._lock.isHidden()


def test_that_an_icon_button_tells_a_screen_reader_what_it_does(theme, qtbot):
    button = IconButton(theme, "ph.copy", "Copy the grid")
    qtbot.addWidget(button)
    assert button.accessibleName() == button.toolTip() == "Copy the grid"


def test_that_a_narrow_label_ends_in_an_ellipsis_and_has_all_of_it_in_its_tooltip(theme, qtbot):
    label = ElidedLabel(theme, "a name that is much too long for its place")
    qtbot.addWidget(label)
    label.resize(60, 16)
    label.grab()
    assert label.shown_text().endswith("…")
    assert label.toolTip() == label.text()
    label.resize(600, 16)
    label.grab()
    assert label.toolTip() == ""


def test_that_a_disclosure_without_contents_has_no_caret_to_click(theme, qtbot):
    disclosure = Disclosure(theme, "Prior")
    qtbot.addWidget(disclosure)
    disclosure.set_expandable(False)
    assert disclosure.testAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    disclosure.set_expandable(True)
    with qtbot.waitSignal(disclosure.opened) as caught:
        qtbot.mouseClick(disclosure, Qt.MouseButton.LeftButton)
    assert caught.args == [True]


def drag(zone, path, *, drop):
    """Move a file over a zone, and let it go there or take it away; return whether it was taken."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    point, copy = QPoint(5, 5), Qt.DropAction.CopyAction
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(zone, QDragEnterEvent(point, copy, mime, buttons, keys))
    move = QDragMoveEvent(point, copy, mime, buttons, keys)
    move.ignore()
    QApplication.sendEvent(zone, move)
    words = zone.label.text()
    if drop and move.isAccepted():
        QApplication.sendEvent(zone, QDropEvent(QPointF(point), copy, mime, buttons, keys))
    else:
        QApplication.sendEvent(zone, QDragLeaveEvent())
    return words, move.isAccepted()


def test_that_a_drop_zone_invites_takes_and_returns_to_rest(theme, qtbot, tmp_path):
    zone = DropZone(theme, "Drop here", "Let go")
    qtbot.addWidget(zone)
    with qtbot.waitSignal(zone.dropped) as caught:
        words, _ = drag(zone, tmp_path, drop=True)
    assert words == "Let go"
    assert caught.args[0].folders == (Path(tmp_path),)
    assert zone.label.text() == "Drop here"
    assert not zone.is_active


def test_that_a_drop_zone_says_why_it_takes_nothing(theme, qtbot, tmp_path):
    zone = DropZone(theme, "Drop here", "Let go", lambda: "Locked while training")
    qtbot.addWidget(zone)
    with qtbot.assertNotEmitted(zone.dropped):
        words, accepted = drag(zone, tmp_path, drop=True)
    assert words == "Locked while training"
    assert not accepted
    assert zone.label.text() == "Drop here"


def test_that_the_focus_ring_surrounds_the_button_that_the_keyboard_reached(theme, qapp, qtbot):
    ring = FocusRing(theme, qapp)
    window = QWidget()
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    first, second = Button(theme, "First"), Button(theme, "Second")
    column.addWidget(first)
    column.addWidget(second)
    with qtbot.waitExposed(window):
        window.show()
    second.setFocus(Qt.FocusReason.TabFocusReason)
    [drawn] = [ring for ring in window.findChildren(_Ring) if ring.isVisible()]
    assert drawn.geometry() == second.geometry().adjusted(-4, -4, 4, 4)
    assert first.focusPolicy() is Qt.FocusPolicy.TabFocus, "a click leaves the focus where it is"
    ring.deleteLater()
