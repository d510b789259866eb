"""One selection for the tray, the grid and the scatter."""

import pytest

from vae_studio.gui.selection import Selection


@pytest.fixture
def selection(qapp):
    return Selection()


def test_that_ctrl_extends_and_takes_out_again(selection):
    selection.toggle(3)
    selection.toggle(1, extend=True)
    assert (selection.cards, selection.pair) == ((3, 1), (3, 1))
    selection.toggle(3, extend=True)
    assert (selection.cards, selection.pair) == ((1,), None)
    selection.toggle(2)
    assert selection.cards == (2,)


def test_that_the_order_of_choice_is_kept_while_others_join(selection):
    selection.choose([5])
    selection.choose([4, 5])
    assert selection.cards == (5, 4)
    selection.choose([1, 4, 5])
    assert selection.cards == (5, 4, 1)
    selection.choose([4, 5])
    selection.swap()
    assert selection.cards == (4, 5)


def test_that_cards_that_are_gone_are_let_go_of(selection, qtbot):
    selection.choose([1, 2, 3])
    selection.point(2)
    with qtbot.waitSignals([selection.changed, selection.pointed_changed]):
        selection.keep([3, 1])
    assert (selection.cards, selection.pointed) == ((1, 3), -1)
    assert 2 not in selection


def test_that_choosing_the_same_again_says_nothing(selection, qtbot):
    selection.choose([1, 2])
    with qtbot.assertNotEmitted(selection.changed), qtbot.assertNotEmitted(selection.pointed_changed):
        selection.choose([2, 1])
        selection.keep([1, 2, 9])
        selection.point(-1)
