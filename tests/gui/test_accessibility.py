"""Everything that takes the keyboard says what it is, and can be reached with it."""

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QGraphicsView,
    QLabel,
    QLineEdit,
    QMainWindow,
    QMenu,
    QMenuBar,
    QPushButton,
    QSlider,
    QWidget,
)

from vae_studio.gui.focus_order import FocusOrder

CONTROLS = (QAbstractButton, QAbstractSpinBox, QComboBox, QLineEdit, QSlider, QAbstractItemView, QGraphicsView)


@pytest.fixture
def window(make_main_window, blob_spec, qtbot):
    window = make_main_window(spec=blob_spec)
    window.resize(1440, 900)
    window.show()
    qtbot.waitExposed(window)
    return window


def buddies(window: QWidget) -> set[QWidget]:
    """Controls that a label speaks for."""
    return {label.buddy() for label in window.findChildren(QLabel) if label.buddy() is not None}


def is_part_of_a_control(widget: QWidget) -> bool:
    """Whether a control is inside another one, as the line of a spin box is."""
    parent = widget.parentWidget()
    while parent is not None:
        if isinstance(parent, (QAbstractSpinBox, QComboBox, QAbstractItemView, QLineEdit, QMenuBar)):
            return True
        parent = parent.parentWidget()
    return False


def controls(window: QWidget) -> list[QWidget]:
    found = [child for child in window.findChildren(QWidget) if isinstance(child, CONTROLS)]
    return [
        one
        for one in found
        if one.isVisible() and one.focusPolicy() & Qt.FocusPolicy.TabFocus and not is_part_of_a_control(one)
    ]


def described(widget: QWidget) -> str:
    path, parent = type(widget).__name__, widget.parentWidget()
    while parent is not None:
        path, parent = f"{type(parent).__name__}/{path}", parent.parentWidget()
    return path


def test_that_every_control_of_the_window_has_a_name(window):
    spoken_for = buddies(window)
    nameless = [
        described(one)
        for one in controls(window)
        if not (one.accessibleName() or (isinstance(one, QAbstractButton) and one.text()) or one in spoken_for)
    ]
    assert not nameless, "\n".join(nameless)


def test_that_an_icon_without_words_has_a_tooltip(window):
    silent = [
        described(one)
        for one in window.findChildren(QAbstractButton)
        if one.isVisible()
        and not one.icon().isNull()
        and not one.text()
        and not one.toolTip()
        and not is_part_of_a_control(one)
    ]
    assert not silent, "\n".join(silent)


def test_that_the_tab_key_goes_from_dataset_over_model_centre_and_tray_to_training(window, qtbot):
    docks = window.docks
    for dock in (docks.show_left, docks.show_tray, docks.show_right):
        dock.setChecked(True)
    parts = [docks.dataset, docks.model, window.centre, docks.tray, docks.training]
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.focus_order.stops()[0].setFocus()
    seen = []
    for _ in window.focus_order.stops():
        focused = QApplication.focusWidget()
        part = next((one for one in parts if one.isAncestorOf(focused)), None)
        if part is not None and part not in seen:
            seen.append(part)
        qtbot.keyClick(focused, Qt.Key.Key_Tab)
    assert seen == parts
    before = QApplication.focusWidget()
    qtbot.keyClick(before, Qt.Key.Key_Tab)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Backtab)
    assert QApplication.focusWidget() is before


def test_that_the_tab_key_goes_through_a_part_as_it_is_laid_out(qtbot):
    window = QMainWindow()
    qtbot.addWidget(window)
    inside = QWidget()
    window.setCentralWidget(inside)
    groups = [QWidget(inside), QWidget(inside)]
    buttons = [QPushButton(f"{group}{number}", groups[group]) for group in range(2) for number in range(2)]
    hidden = QPushButton("never", groups[0])
    hidden.hide()
    groups.append(QWidget(inside))
    groups[2].setEnabled(False)
    QPushButton("off", groups[2])
    window.show()
    assert FocusOrder(window, [inside]).stops() == buttons


@pytest.mark.parametrize("name", ["latent", "scatter", "samples", "traversals"])
def test_that_what_is_looked_at_comes_before_its_options(window, name):
    page = getattr(window, name)
    if name in ("latent", "scatter"):
        page = page.view
    children = page.children()
    options = {"latent": "options", "scatter": "_column", "samples": "_columns", "traversals": "options"}[name]
    shown = {"latent": "_holder", "scatter": "plot", "samples": "_pages", "traversals": "_pages"}[name]
    assert children.index(getattr(page, shown)) < children.index(getattr(page, options))


def test_that_menus_outlive_a_control_that_the_keyboard_has_passed(qtbot):
    window = QMainWindow()
    qtbot.addWidget(window)
    inside = QWidget()
    window.setCentralWidget(inside)
    action = QMenu("Menu", window).addAction("Entry")
    passing = QPushButton("Next", inside)
    order = FocusOrder(window, [inside])
    window.show()
    assert order.stops() == [passing]
    del order
    with qtbot.waitSignal(passing.destroyed):
        passing.deleteLater()
    assert shiboken6.isValid(action)
