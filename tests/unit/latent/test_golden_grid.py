"""Mosaic and strip of a decoder that is known in full, compared with arrays that are kept.

The kept arrays were made by :func:`write_golden`, run once by hand.
"""

from pathlib import Path

import numpy as np
import pytest

from vae_studio.latent.grid import GridRequest, Window
from vae_studio.latent.interpolation import path_between
from vae_studio.latent.pictures import mosaic
from vae_studio.latent.planes import PlaneBasis

GOLDEN = Path(__file__).parent / "golden" / "grid.npz"
STRIP = GOLDEN.with_name("strip.npz")
PATHS = ("linear", "spherical")
ENDS = (np.array([1.0, -0.4, 0.5], np.float32), np.array([-0.3, 0.6, 2.5], np.float32))
MEAN, DEVIATION = np.zeros(3), np.array([1.0, 0.5, 2.0])
STEPS = 7
TURNED = PlaneBasis((0.2, -0.1, 0.4), (0.6, 0.8, 0.0), (0.0, 0.0, 1.0), ("a", "b"))
REQUESTS = {
    "whole": GridRequest(rows=4, columns=5, across=2, up=0, held=(0.0, 0.3, 0.0)),
    "part": GridRequest(rows=4, columns=4, spacing="linear", extent=2.0, window=Window(-0.5, 1.0, 0.0, 1.5)),
    "oblique": GridRequest(rows=3, columns=6, plane=TURNED),
}


@pytest.fixture(scope="module")
def known_map(small_model):
    """A map with three latent dimensions whose decoder draws a wave: its direction, length and phase are z."""
    import tensorflow as tf
    import tensorflow_probability as tfp

    from vae_studio.latent.mapping import LatentMap
    from vae_studio.model.inference import Inference
    from vae_studio.model.pixels import Pixels
    from vae_studio.model.vae import VAE

    tfd = tfp.distributions
    rows, columns = (tf.constant(axis, tf.float32) for axis in np.mgrid[:6, :6])

    def decoder(z):
        direction, length, phase = (part[:, tf.newaxis, tf.newaxis] for part in tf.unstack(z, axis=1))
        along = tf.cos(direction) * rows + tf.sin(direction) * columns
        logits = 2 * tf.sin(along * (1 + 0.3 * length) + phase)
        return tfd.Independent(tfd.Bernoulli(logits[..., tf.newaxis]), 3)

    prior = tfd.MultivariateNormalDiag(tf.zeros(3), tf.constant([1.0, 0.5, 2.0]))
    parts = (small_model.encoder, decoder, prior, small_model.kl)
    return LatentMap(Inference(VAE(*parts, data_shape=(6, 6, 1), latent_size=3), Pixels(), seed=1, cores=1))


@pytest.mark.parametrize("name", REQUESTS)
def test_that_the_mosaic_and_its_coordinates_are_those_that_were_kept(known_map, name):
    grid = known_map.grid(REQUESTS[name])
    with np.load(GOLDEN, allow_pickle=False) as kept:
        np.testing.assert_allclose(grid.z, kept[f"{name}_z"], atol=1e-4)
        off = np.abs(mosaic(grid.images).astype(int) - kept[f"{name}_pixels"].astype(int))
    assert off.max() <= 1  # a level between two machines


@pytest.mark.parametrize("kind", PATHS)
def test_that_the_strip_between_two_points_is_the_one_that_was_kept(known_map, kind):
    z = path_between(*ENDS, STEPS, kind, MEAN, DEVIATION)
    strip = mosaic(known_map.decode(z)[np.newaxis])
    with np.load(STRIP, allow_pickle=False) as kept:
        np.testing.assert_allclose(z, kept[f"{kind}_z"], atol=1e-5)
        off = np.abs(strip.astype(int) - kept[f"{kind}_pixels"].astype(int))
    assert strip.shape == (6, STEPS * 6, 1)
    assert off.max() <= 1


def write_golden(latent_map):
    """Write the arrays anew, after a change that is meant to change them."""
    arrays = {}
    for name, request in REQUESTS.items():
        grid = latent_map.grid(request)
        arrays |= {f"{name}_z": grid.z, f"{name}_pixels": mosaic(grid.images)}
    np.savez_compressed(GOLDEN, **arrays)
    strips = {}
    for kind in PATHS:
        z = path_between(*ENDS, STEPS, kind, MEAN, DEVIATION)
        strips |= {f"{kind}_z": z, f"{kind}_pixels": mosaic(latent_map.decode(z)[np.newaxis])}
    np.savez_compressed(STRIP, **strips)
