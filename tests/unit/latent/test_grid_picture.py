"""The picture that is computed together with a grid."""

from dataclasses import replace

import numpy as np
import pytest

from vae_studio.latent.grid import GridRequest
from vae_studio.latent.pictures import mosaic, picture_of


@pytest.mark.parametrize("show", ["mean", "draw"])
def test_that_the_picture_of_a_grid_is_the_mosaic_of_its_tiles(latent_map, show):
    grid = latent_map.grid(GridRequest(rows=3, columns=5, show=show))
    np.testing.assert_array_equal(grid.picture, mosaic(grid.images))
    assert picture_of(grid) is grid.picture
    np.testing.assert_array_equal(picture_of(replace(grid, picture=None)), grid.picture)


def test_that_a_grid_decoded_in_several_batches_is_one_picture(latent_map, monkeypatch):
    whole = latent_map.grid(GridRequest(rows=4, columns=3))
    monkeypatch.setattr("vae_studio.latent.mapping.BATCH", 5)
    parts = latent_map.grid(GridRequest(rows=4, columns=3))
    np.testing.assert_allclose(parts.images, whole.images, atol=1e-6)
    np.testing.assert_array_equal(parts.picture, mosaic(parts.images))


def test_that_what_is_no_number_is_black_as_in_a_mosaic():
    from vae_studio.latent.levels import pixel_levels

    values = np.array([np.nan, np.inf, -np.inf, -0.5, 0.0, 0.5, 1.0, 7.0, 1 / 255], np.float32)
    tile = values.reshape(1, 1, 3, 3, 1)
    np.testing.assert_array_equal(pixel_levels(tile).numpy().ravel(), mosaic(tile).ravel())


def test_that_two_planes_asked_for_in_turns_are_not_taken_for_each_other(latent_map):
    near, far = (GridRequest(2, 2, spacing="linear", extent=extent) for extent in (1.0, 3.0))
    reach = [float(latent_map.grid(request).across[-1]) for request in (near, far, near, near, far)]
    assert reach == pytest.approx([1.0, 3.0, 1.0, 1.0, 3.0])
