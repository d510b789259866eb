"""Densities that are computed elsewhere, one at a time."""

from vae_studio.gui.latent.density_cache import DensityCache


class Elsewhere:
    """Takes work, and leaves it."""

    def __init__(self):
        self.failures = []

    def __call__(self, work, done, failed):
        self.failures.append(failed)


def test_that_work_that_failed_holds_up_nothing_that_comes_after_it():
    render = Elsewhere()
    cache = DensityCache(render, print)
    first, second, third = object(), object(), object()
    cache.ask(first, None)
    cache.ask(second, None)
    assert len(render.failures) == 1, "one at a time"
    render.failures[0]()
    assert len(render.failures) == 2
    render.failures[1]()
    cache.ask(third, None)
    assert len(render.failures) == 3
