"""Values that are changed by hand while a run trains."""

import json

import pytest

from vae_studio.api import SpecError
from vae_studio.training.adjustments import SCHEDULE, Adjustments, adjustment_words
from vae_studio.training.control import Control


def test_that_a_change_leaves_the_other_value_and_a_schedule_can_have_it_back():
    changed = Adjustments().changed(kl_weight=2.0)
    assert changed == Adjustments(2.0, None)
    changed = changed.changed(learning_rate=0.01)
    assert changed == Adjustments(2.0, 0.01)
    assert changed.changed(kl_weight=SCHEDULE) == Adjustments(None, 0.01)
    assert changed.changed() == changed


def test_that_a_weight_of_zero_is_a_weight():
    assert Adjustments().changed(kl_weight=0.0) == Adjustments(0.0, None)


@pytest.mark.parametrize(
    "change",
    [{"kl_weight": -1.0}, {"kl_weight": float("nan")}, {"learning_rate": 0.0}, {"learning_rate": 11.0}],
)
def test_that_impossible_values_are_refused_at_once(change):
    control = Control()
    with pytest.raises(SpecError, match="must be"):
        control.adjust(**change)
    assert control.take_changes() == []


def test_that_changes_are_taken_once_and_in_their_order():
    control = Control()
    control.adjust(2.0)
    control.adjust(learning_rate=0.1)
    assert control.take_changes() == [(2.0, None), (None, 0.1)]
    assert control.take_changes() == []


def test_that_they_come_back_from_json():
    adjustments = Adjustments(0.1, None)
    assert Adjustments.from_json(json.loads(json.dumps(adjustments.as_json()))) == adjustments
    assert Adjustments.from_json(None) == Adjustments()


def test_that_the_words_say_when_and_what_changed():
    records = [
        {"step": 5, "epoch": 0.5, "kl_weight": 2.0, "learning_rate": None},
        {"step": 20, "epoch": 2.0, "kl_weight": 2.0, "learning_rate": 0.0005},
        {"step": 30, "epoch": 3.0, "kl_weight": None, "learning_rate": 0.0005},
    ]
    assert adjustment_words(records) == [
        "After 0.5 epochs (step 5): KL weight set to 2.",
        "After 2 epochs (step 20): learning rate set to 0.0005.",
        "After 3 epochs (step 30): KL weight back to its schedule.",
    ]
