"""Which examples are chosen by their reconstruction, and how pairs are laid out; by numpy alone."""

import numpy as np
import pytest

from vae_studio.api import SpecError
from vae_studio.latent.reconstruction import Reconstructions, choose
from vae_studio.latent.strips import of_reconstructions

FIGURES = np.array([3.0, 1.0, 2.0, 9.0])


def test_that_the_worst_have_the_largest_figure_and_the_best_the_smallest():
    assert choose(FIGURES, "worst", 2).tolist() == [3, 0]
    assert choose(FIGURES, "best", 3).tolist() == [1, 2, 0]
    assert choose(FIGURES, "best", 99).tolist() == [1, 2, 0, 3]


def test_that_random_ones_come_without_repetition_and_follow_the_seed():
    chosen = choose(np.zeros(100), "random", 50, seed=3)
    assert len(set(chosen.tolist())) == 50
    np.testing.assert_array_equal(chosen, choose(np.zeros(100), "random", 50, seed=3))
    assert chosen.tolist() != choose(np.zeros(100), "random", 50, seed=4).tolist()


def test_that_another_order_is_refused():
    with pytest.raises(SpecError, match="worst, best, random"):
        choose(FIGURES, "nicest", 1)


def test_that_each_example_stands_left_of_its_reconstruction():
    x = np.arange(3, dtype=np.float32).reshape(3, 1, 1, 1) / 10
    found = Reconstructions(np.array([7, 8, 9]), x, x + 0.5, FIGURES[:3], "nats", "test", "worst", 3, 3)
    pixels = of_reconstructions(found, pairs=2).pixels()[..., 0]
    grey = np.array([[0.0, 0.5, 0.1, 0.6], [0.2, 0.7, 0.0, 0.0]])
    np.testing.assert_array_equal(pixels, (grey.astype(np.float32) * 255 + 0.5).astype(np.uint8))
