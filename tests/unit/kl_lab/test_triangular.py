"""``FillScaleTriL`` in numpy, held to TensorFlow Probability's own."""

import numpy as np
import pytest
import tensorflow_probability as tfp
from hypothesis import given, settings
from hypothesis import strategies as st

from vae_studio.kl_lab.stages import stages
from vae_studio.kl_lab.triangular import dimension_of, fill_scale_tril, fill_triangular

tfb = tfp.bijectors
EXAMPLE = [-0.5, 1.25, 1.0]
raw_vectors = st.integers(1, 4).flatmap(
    lambda side: st.lists(st.floats(-30, 30), min_size=side * (side + 1) // 2, max_size=side * (side + 1) // 2)
)


def test_that_the_example_of_the_course_gives_its_scale():
    np.testing.assert_allclose(fill_scale_tril(EXAMPLE), [[1.3132716, 0], [1.25, 0.474087]], atol=2e-7)


@given(raw_vectors)
@settings(max_examples=25)
def test_that_scales_are_those_of_tensorflow_probability(raw):
    expected = tfb.FillScaleTriL(diag_shift=np.float64(1e-5)).forward(np.array(raw))
    np.testing.assert_allclose(fill_scale_tril(raw), expected, rtol=1e-12)


def test_that_a_triangle_is_filled_clockwise_from_its_lower_right_corner():
    np.testing.assert_array_equal(fill_triangular([1, 2, 3, 4, 5, 6]), [[4, 0, 0], [6, 5, 0], [3, 2, 1]])


def test_that_softplus_neither_overflows_nor_vanishes():
    scale = fill_scale_tril([-1000.0, 0.0, 1000.0])
    assert scale[0, 0] == pytest.approx(1000.0)
    assert scale[1, 1] == pytest.approx(1e-5)


@pytest.mark.parametrize(
    ("numbers", "side"), [(0, None), (1, 1), (2, None), (3, 2), (6, 3), (7, None), (5050, 100)]
)
def test_that_only_triangular_counts_have_a_dimension(numbers, side):
    assert dimension_of(numbers) == side


def test_that_a_wrong_count_is_refused():
    with pytest.raises(ValueError, match="2 numbers"):
        fill_triangular([1.0, 2.0])


def test_that_the_stages_lead_from_the_vector_to_the_scale():
    vector, triangle, positive, shifted = stages(EXAMPLE)
    np.testing.assert_array_equal(vector.value, EXAMPLE)
    np.testing.assert_array_equal(triangle.value, [[1.0, 0.0], [1.25, -0.5]])
    np.testing.assert_allclose(np.diag(positive.value), np.log1p(np.exp([1.0, -0.5])))
    np.testing.assert_allclose(shifted.value - positive.value, 1e-5 * np.eye(2), atol=1e-16)
    np.testing.assert_allclose(shifted.value, tfb.FillScaleTriL().forward(np.float32(EXAMPLE)), rtol=1e-6)
    assert [stage.bijector for stage in (triangle, positive, shifted)] == [
        "FillTriangular()",
        "TransformDiagonal(Softplus())",
        "TransformDiagonal(Shift(1e-05))",
    ]
