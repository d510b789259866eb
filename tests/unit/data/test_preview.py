import numpy as np
import pytest

from vae_studio.api import DataSpec
from vae_studio.data import preview

RAMP = np.arange(256, dtype=np.uint8).reshape(1, 16, 16, 1)


def test_that_nothing_changes_without_binarising():
    assert np.array_equal(preview(RAMP, DataSpec(binarise="none")), RAMP)
    assert np.array_equal(preview(RAMP.astype(np.float32) / 255, DataSpec(binarise="none")), RAMP)


@pytest.mark.parametrize(("threshold", "white"), [(0.5, 128), (0.0, 256), (1.0, 1)])
def test_that_a_pixel_at_or_above_the_threshold_is_white(threshold, white):
    seen = preview(RAMP, DataSpec(binarise="threshold", threshold=threshold))
    assert np.array_equal(seen, np.where(256 - white <= RAMP, 255, 0))


def test_that_dynamic_binarising_draws_each_pixel_with_its_grey_value_as_probability():
    many = np.broadcast_to(np.array([0, 64, 255], np.uint8), (3000, 1, 3))[..., None]
    seen = preview(many, DataSpec(binarise="dynamic"))
    assert set(np.unique(seen)) == {0, 255}
    share = (seen == 255).mean(axis=(0, 1, 3))
    assert share[0] == 0
    assert share[2] == 1
    assert share[1] == pytest.approx(64 / 255, abs=5 * np.sqrt(0.19 / 3000))


def test_that_another_draw_looks_different_and_the_same_draw_the_same():
    spec = DataSpec(binarise="dynamic")
    assert np.array_equal(preview(RAMP, spec, draw=1), preview(RAMP, spec, draw=1))
    assert not np.array_equal(preview(RAMP, spec, draw=1), preview(RAMP, spec, draw=2))
