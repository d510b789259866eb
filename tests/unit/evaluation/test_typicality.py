"""Whether an image is as likely as validation images are."""

import numpy as np

from vae_studio.evaluation.typicality import Range, Typicality


def test_that_the_range_is_told_by_the_90th_percentile_and_the_maximum():
    usual = Typicality.of(-np.arange(101.0))
    assert (usual.unusual, usual.largest, usual.count) == (90.0, 100.0, 101)
    judged = [usual.range_of(value) for value in (-5.0, 90.0, 90.1, 100.0, 100.1)]
    assert judged == [Range.IN_RANGE, Range.IN_RANGE, Range.UNUSUAL, Range.UNUSUAL, Range.OUT_OF_RANGE]


def test_that_a_figure_that_is_no_number_is_out_of_range():
    usual = Typicality.of(np.array([-1.0, -2.0]))
    assert usual.range_of(float("nan")) is Range.OUT_OF_RANGE
    assert usual.range_of(float("inf")) is Range.OUT_OF_RANGE


def test_that_validation_images_without_a_finite_figure_do_not_count():
    assert Typicality.of(np.array([-np.inf, np.nan])) is None
    assert Typicality.of(np.array([-3.0, -np.inf])) == Typicality(3.0, 3.0, 1)
