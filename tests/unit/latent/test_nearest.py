"""The nearest examples of a set, by numpy alone."""

import numpy as np
import pytest

from vae_studio.api import SpecError
from vae_studio.latent import nearest
from vae_studio.latent.nearest import NearestSearch, SearchCancelledError

GENERATOR = np.random.default_rng(0)
STORED = GENERATOR.integers(0, 256, (300, 4, 3, 1), np.uint8)
INDICES = np.arange(0, 300, 2)


@pytest.fixture
def search(monkeypatch):
    """A search in chunks of seven examples."""
    monkeypatch.setattr(nearest, "CHUNK_BYTES", 7 * 4 * 12)
    return NearestSearch(STORED, INDICES)


def test_that_it_finds_what_looking_at_every_distance_finds(search):
    queries = GENERATOR.uniform(0, 1, (20, 4, 3, 1)).astype(np.float32)
    found = search.find(queries)
    everything = (STORED[INDICES] / 255.0).reshape(150, -1)
    distances = np.linalg.norm(queries.reshape(20, 1, -1) - everything, axis=2)
    np.testing.assert_array_equal(found.indices, INDICES[distances.argmin(axis=1)])
    np.testing.assert_allclose(found.distances, distances.min(axis=1), rtol=1e-6)
    assert found.searched == 150


def test_that_an_example_of_the_set_is_its_own_neighbour_at_distance_zero(search):
    found = search.find(STORED[INDICES[:30]])
    np.testing.assert_array_equal(found.indices, INDICES[:30])
    np.testing.assert_array_equal(found.distances, np.zeros(30))


def test_that_of_equal_examples_the_first_is_named():
    twins = np.concatenate([STORED[:3], STORED[:3]])
    assert NearestSearch(twins, np.arange(6)).find(STORED[1:2]).indices.tolist() == [1]


def test_that_neighbours_whose_order_single_precision_would_lose_are_told_apart():
    far = np.full((2, 400), 100.0, np.float32)
    far[0, 0] += 0.02
    far[1, 0] += 0.01
    assert NearestSearch(far, np.arange(2)).find(np.full((1, 400), 100.0, np.float32)).indices.tolist() == [1]


def test_that_progress_is_told_and_a_search_can_be_given_up(search):
    told = []
    search.find(STORED[:1], progress=lambda done, total: told.append((done, total)))
    assert told[0] == (7, 150)
    assert told[-1] == (150, 150)
    with pytest.raises(SearchCancelledError):
        search.find(STORED[:1], cancelled=lambda: True)


def test_that_another_shape_and_an_empty_set_are_refused_in_words(search):
    with pytest.raises(SpecError, match=r"\(2, 2, 1\) instead of \(4, 3, 1\)"):
        search.find(np.zeros((1, 2, 2, 1)))
    with pytest.raises(SpecError, match="no example to be near to"):
        NearestSearch(STORED, np.arange(0))
