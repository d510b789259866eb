"""Forms that are generated from declared parameters."""

from typing import Literal

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication

from vae_studio.api import Params, TrainingSpec, describe_parameters, parameter
from vae_studio.gui.forms import ParameterForm
from vae_studio.gui.forms.words import tooltip
from vae_studio.gui.theme import Theme
from vae_studio.gui.widgets.fields import DoubleSpinBox


class Example(Params):
    filters: tuple[int, ...] = parameter((8, 8), "Output channels.")
    kernel: int = parameter(5, "Side of the kernels.", unit="px", minimum=1, maximum=31)
    scale: float = parameter(0.1, "Standard deviation.", above=0.0, maximum=10.0)
    activation: Literal["tanh", "relu", "leaky_relu"] = parameter("tanh", "Non-linearity.")
    whiten: bool = parameter(False, "Whether inputs are whitened.")
    note: str = parameter("", "Anything.")
    shards: int | None = parameter(None, "Parts of a batch.", minimum=1, maximum=8)
    size: tuple[int, int] | None = parameter(None, "Height and width.", unit="px")
    weight: tuple[float, ...] = parameter((1.0,), "One, or one per example.")
    leave_out: tuple[str, ...] = parameter((), "Columns that are not read.")
    debug: bool = parameter(False, "Say more.", advanced=True)


PARAMETERS = describe_parameters(Example)


@pytest.fixture
def theme(qapp):
    return Theme("dark")


@pytest.fixture
def form(theme, qtbot):
    form = ParameterForm(theme, PARAMETERS)
    qtbot.addWidget(form)
    return form


def test_that_a_new_form_shows_the_defaults(form):
    assert form.values() == Example().model_dump()


def test_that_values_of_every_kind_come_back_as_they_were_set(form, qtbot):
    values = {
        "filters": (4, 8, 16),
        "kernel": 3,
        "scale": 0.0005,
        "activation": "leaky_relu",
        "whiten": True,
        "note": "x",
        "shards": 4,
        "size": (28, 20),
        "weight": (0.5, -2.0, 1e-07),
        "leave_out": ("proline", "alcohol, %"),
        "debug": True,
    }
    with qtbot.assertNotEmitted(form.changed):
        form.set_values(values)
    assert form.values() == values
    assert Example.model_validate(form.values()).model_dump() == values


def test_that_values_not_named_show_their_defaults(form):
    form.set_values({"kernel": 9})
    form.set_values({})
    assert form.values()["kernel"] == 5


@pytest.mark.parametrize(
    ("name", "act", "value"),
    [
        ("kernel", lambda editor: editor.stepUp(), 6),
        ("scale", lambda editor: editor.setValue(0.25), 0.25),
        ("activation", lambda editor: editor.setCurrentIndex(1), "relu"),
        ("whiten", lambda editor: editor.click(), True),
        ("filters", lambda editor: editor.setText("4, 2"), (4, 2)),
        ("weight", lambda editor: editor.setText("2"), (2.0,)),
        ("weight", lambda editor: editor.setText("1; \N{MINUS SIGN}0.5 .25"), (1.0, -0.5, 0.25)),
        ("leave_out", lambda editor: editor.setText('hue, "alcohol, %"'), ("hue", "alcohol, %")),
        ("note", lambda editor: editor.setText("hello"), "hello"),
        ("shards", lambda editor: editor.stepUp(), 1),
        ("size", lambda editor: editor.setText("28 × 20"), (28, 20)),
    ],
)
def test_that_an_edit_is_reported_with_name_and_value(form, qtbot, name, act, value):
    with qtbot.waitSignal(form.changed) as caught:
        act(form.editor(name))
    assert caught.args == [name, value]


def test_that_typing_half_a_list_reports_nothing_that_cannot_be_read(form, qtbot):
    editor = form.editor("filters")
    editor.clear()
    seen = []
    form.changed.connect(lambda name, value: seen.append(value))
    qtbot.keyClicks(editor, "16, 8x")
    assert (16,) in seen
    assert seen[-1] == (16, 8)
    qtbot.keyClicks(editor, "letters")
    assert "l" not in editor.text()


def test_that_numbers_are_reported_as_soon_as_they_can_be_read(form, qtbot):
    editor = form.editor("weight")
    editor.clear()
    seen = []
    form.changed.connect(lambda name, value: seen.append(value))
    qtbot.keyClicks(editor, "1e-3, 2.5x")
    assert seen[-1] == (0.001, 2.5)
    assert (1.0,) in seen
    assert "x" not in editor.text()


def test_that_an_empty_sequence_is_called_none(form):
    assert form.editor("leave_out").toolTip().splitlines()[-1] == "Default: none"
    assert form.editor("weight").toolTip().splitlines()[-1] == "Default: 1.0"


def test_that_the_text_stays_as_typed_when_it_means_the_same(form):
    editor = form.editor("filters")
    editor.setText("4,2")
    form.set_values({"filters": (4, 2)})
    assert editor.text() == "4,2"


def test_that_bounds_hold_in_the_field(form):
    form.editor("kernel").setValue(99)
    assert form.values()["kernel"] == 31


def test_that_an_optional_number_reads_automatic_until_one_is_given(form):
    editor = form.editor("shards")
    assert editor.text() == "Automatic"
    editor.stepUp()
    assert editor.text() == "1"
    form.set_values({"shards": None})
    assert form.values()["shards"] is None


def test_that_the_tooltip_says_what_it_does_its_range_and_its_default(form):
    assert form.editor("kernel").toolTip() == "Side of the kernels.\nFrom 1 to 31 px\nDefault: 5 px"
    by_name = {p.name: p for p in PARAMETERS}
    assert tooltip(by_name["activation"]).splitlines()[1] == "One of: tanh, relu, leaky relu"
    assert tooltip(by_name["size"]).splitlines()[-1] == "Default: Automatic"


def test_that_an_error_stands_under_its_field_and_goes_away(form):
    row = form.row("kernel")
    form.set_error("kernel", "must fit a 4×4 input.")
    assert row.problem.text() == "Must fit a 4×4 input."
    assert not row.problem.isHidden()
    assert row.editor.property("error") == "true"
    form.clear_errors()
    assert row.problem.isHidden()
    assert row.editor.property("error") == "false"


def test_that_advanced_parameters_are_folded_away_until_one_is_wrong(form):
    assert form.row("debug").field.isHidden()
    form.set_error("debug", "no")
    assert form.is_unfolded
    assert not form.row("debug").field.isHidden()


def test_that_a_locked_form_takes_no_input(form):
    form.set_locked(True)
    assert not any(form.editor(name).isEnabled() for name in form.names)
    form.set_locked(False)
    assert all(form.editor(name).isEnabled() for name in form.names)


def test_that_labels_lead_the_keyboard_and_the_screen_reader_to_their_field(form):
    assert form.row("kernel").label.buddy() is form.editor("kernel")
    assert form.editor("kernel").accessibleName() == "Kernel"
    assert form.editor("kernel").accessibleDescription() == "px"


def test_that_two_columns_fill_row_by_row(theme, qtbot):
    training = [p for p in describe_parameters(TrainingSpec) if p.name in ("optimiser", "batch_size", "seed")]
    form = ParameterForm(theme, training, columns=2, label_widths=(84, 46), row_height=32)
    qtbot.addWidget(form)
    form.resize(296, 64)
    with qtbot.waitExposed(form):
        form.show()
    first, second, third = (form.row(p.name).field.geometry() for p in training)
    assert first.top() == second.top() < third.top()
    assert first.left() == third.left() < second.left()
    assert second.right() <= 296


def test_that_words_stand_for_choices_where_given(theme, qtbot):
    form = ParameterForm(theme, PARAMETERS, words={"activation": {"tanh": "Tangens hyperbolicus"}})
    qtbot.addWidget(form)
    assert form.editor("activation").currentText() == "Tangens hyperbolicus"
    assert form.values()["activation"] == "tanh"


def turn(field):
    wheel = QWheelEvent(
        QPointF(5, 5),
        QPointF(field.mapToGlobal(QPoint(5, 5))),
        QPoint(0, 0),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    wheel.ignore()
    QApplication.sendEvent(field, wheel)
    return wheel.isAccepted()


@pytest.mark.parametrize("name", ["kernel", "scale", "activation"])
def test_that_the_wheel_changes_a_field_only_while_it_has_the_focus(form, qtbot, name):
    form.set_values({"activation": "relu"})
    before = form.values()[name]
    with qtbot.waitExposed(form):
        form.show()
    form.editor("note").setFocus()
    assert not turn(form.editor(name)), "an unfocused field leaves the wheel to what it stands in"
    assert form.values()[name] == before
    form.editor(name).setFocus()
    assert turn(form.editor(name))
    assert form.values()[name] != before


@pytest.mark.parametrize(
    ("value", "text"), [(0.001, "0.001"), (1.0, "1.0"), (1e-5, "0.00001"), (-0.5, "−0.5"), (12.0, "12.0")]
)
def test_that_decimals_show_the_digits_they_have(qtbot, value, text):
    box = DoubleSpinBox()
    qtbot.addWidget(box)
    box.setRange(-100.0, 100.0)
    box.setValue(value)
    assert box.text() == text
    assert box.valueFromText(text) == value


@pytest.mark.parametrize(("typed", "value"), [("0,5", 0.5), ("1e-4", 0.0001), ("−2", -2.0), ("-2", -2.0)])
def test_that_decimals_are_understood_as_people_type_them(qtbot, typed, value):
    box = DoubleSpinBox()
    qtbot.addWidget(box)
    box.setRange(-100.0, 100.0)
    box.lineEdit().selectAll()
    box.lineEdit().insert(typed)
    box.interpretText()
    assert box.value() == value
