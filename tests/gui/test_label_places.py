"""Where words stand beside dots and along lines."""

import numpy as np
import pytest

from vae_studio.gui.runs.label_places import along, around, freest, thinned, words_at

SIZE = np.array([200.0, 100.0])


def test_that_a_line_is_covered_closely_by_points():
    points = along(np.array([[0.0, 0.0], [30.0, 40.0], [30.0, 90.0]]))
    assert np.linalg.norm(np.diff(points, axis=0), axis=1).max() < 5
    np.testing.assert_array_equal(points[[0, -1]], [[0, 0], [30, 90]])


def test_that_turned_words_end_at_their_corner():
    level = words_at(np.array([100.0, 50.0]), 40, 10)
    np.testing.assert_allclose(level[[0, -1]], [[60, 45], [100, 45]])
    falling = words_at(np.array([100.0, 50.0]), 40, 0, np.pi / 2)
    np.testing.assert_allclose(falling[[0, -1]], [[100, 10], [100, 50]], atol=1e-9)


@pytest.mark.parametrize(
    ("dot", "right", "below"), [((20, 20), 1, 1), ((190, 20), -1, 1), ((20, 95), 1, -1), ((190, 95), -1, -1)]
)
def test_that_words_beside_a_dot_stay_in_the_view(dot, right, below):
    places = around(np.array(dot, float), (50, 12), SIZE)
    points = next(iter(places.values()))
    assert ((points >= 0) & (points <= SIZE)).all()
    assert np.sign(points[:, 0].mean() - dot[0]) == right
    assert np.sign(points[:, 1].mean() - dot[1]) == below


def test_that_words_that_fit_nowhere_are_placed_all_the_same():
    assert len(around(np.array([100.0, 50.0]), (500, 12), SIZE)) == 4


def test_that_the_first_free_place_is_taken_and_else_the_farthest():
    places = [np.array([[0.0, 0.0]]), np.array([[50.0, 0.0]]), np.array([[90.0, 0.0]])]
    assert freest(places, np.array([[3.0, 0.0]]), 10) == 1
    assert freest(places, np.array([[3.0, 0.0], [48.0, 0.0]]), 60) == 2
    assert freest(places, np.zeros((0, 2)), 10) == 0


def test_that_points_out_of_view_and_those_that_coincide_are_dropped():
    points = np.array([[12.0, 12.0], [12.5, 12.5], [10.0, 500.0], [60.0, 60.0]])
    assert len(thinned(points, SIZE)) == 2
