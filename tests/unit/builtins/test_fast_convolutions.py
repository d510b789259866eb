"""The quick forms of convolutions are those of Keras, with their gradients."""

import numpy as np
import pytest
import tensorflow as tf
import tf_keras

from vae_studio_builtins import fast_convolutions
from vae_studio_builtins.fast_convolutions import Conv2D, Conv2DTranspose, block_side

BATCH = 3
KERNELS = [((5, 5), 2), ((4, 4), 2), ((3, 2), 3), ((1, 1), 2), ((5, 3), 4)]


def convolution(size, channels, kernel, filters, **options):
    """Return the quick layer, Keras' own with the same weights, and an input."""
    return pair(Conv2D, tf_keras.layers.Conv2D, size, channels, kernel, filters, options)


def transposed(size, channels, kernel, filters, **options):
    return pair(Conv2DTranspose, tf_keras.layers.Conv2DTranspose, size, channels, kernel, filters, options)


def pair(quick, usual, size, channels, kernel, filters, options):
    layers = [make(filters, kernel, bias_initializer="glorot_normal", **options) for make in (quick, usual)]
    x = tf.random.stateless_normal([BATCH, *size, channels], (1, 2))
    for layer in layers:
        layer(x)
    layers[1].set_weights(layers[0].get_weights())
    return *layers, x


def result_and_gradients(layer, x):
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = layer(x)
        loss = tf.reduce_sum(tf.sin(y) * tf.random.stateless_normal(tf.shape(y), (3, 4)))
    return [y, *tape.gradient(loss, [x, *layer.trainable_weights])]


def assert_alike(quick, usual, x):
    found, wanted = (result_and_gradients(layer, x) for layer in (quick, usual))
    for one, other in zip(found, wanted, strict=True):
        assert one.shape == other.shape
        assert np.linalg.norm(one - other) <= 1e-5 * max(1.0, np.linalg.norm(other))


@pytest.mark.parametrize("size", [(9, 9), (12, 8), (7, 10)])
@pytest.mark.parametrize(
    ("kernel", "stride"), [((5, 5), 2), ((4, 4), 2), ((3, 2), 3), ((1, 1), 2), ((5, 3), 4)]
)
def test_that_a_strided_convolution_is_that_of_keras(size, kernel, stride):
    assert_alike(*convolution(size, 3, kernel, 5, strides=stride))


@pytest.mark.parametrize("size", [(4, 4), (1, 3)])
@pytest.mark.parametrize(
    ("kernel", "stride"), [((5, 5), 2), ((4, 4), 2), ((3, 2), 3), ((1, 1), 2), ((5, 3), 4)]
)
@pytest.mark.parametrize("extra", [0, 1])
def test_that_a_transposed_convolution_is_that_of_keras(size, kernel, stride, extra):
    assert_alike(*transposed(size, 3, kernel, 5, strides=stride, output_padding=(extra, 0)))


@pytest.mark.parametrize("size", [(8, 8), (9, 6), (3, 5)])
@pytest.mark.parametrize("filters", [1, 2, 3])
@pytest.mark.parametrize("kernel", [(3, 3), (5, 1)])
def test_that_a_convolution_to_few_channels_is_that_of_keras(size, filters, kernel):
    assert_alike(*convolution(size, 6, kernel, filters, padding="same"))


@pytest.mark.parametrize(
    "options",
    [
        {"kernel": (3, 3), "filters": 2, "padding": "same", "strides": 2},
        {"kernel": (2, 2), "filters": 1, "padding": "same"},
        {"kernel": (3, 3), "filters": 2, "padding": "same", "dilation_rate": 2},
        {"kernel": (3, 3), "filters": 2, "strides": (1, 2)},
        {"kernel": (3, 3), "filters": 20, "padding": "same", "use_bias": False},
    ],
)
def test_that_what_has_no_quick_form_is_left_to_keras(options):
    assert_alike(*convolution((9, 9), 4, **options))


def test_that_quick_forms_are_taken_where_they_gain_and_only_on_a_processor(monkeypatch):
    taken = []
    for name in ("_transposed", "_strided", "_narrow"):
        original = getattr(fast_convolutions, name)
        monkeypatch.setattr(
            fast_convolutions,
            name,
            lambda *given, name=name, original=original: taken.append(name) or original(*given),
        )
    layers = [
        convolution((9, 9), 1, (5, 5), 8, strides=2)[0],
        transposed((4, 4), 8, (5, 5), 8, strides=2)[0],
        convolution((9, 9), 8, (3, 3), 1, padding="same")[0],
    ]
    assert taken == ["_strided", "_transposed", "_narrow"]
    wide = transposed((4, 4), 8, (4, 4), 64, strides=2)[0]
    assert len(taken) == 3
    monkeypatch.setattr(fast_convolutions, "is_computed_by_processor", lambda _: False)
    for layer in [*layers, wide]:
        layer(tf.zeros([1, 9, 9, layer.input_spec.axes[-1]]))
    assert len(taken) == 3


def test_that_a_block_fills_the_lanes_and_no_more():
    assert [block_side(channels) for channels in (1, 2, 3, 4, 5, 16)] == [4, 2, 2, 2, 1, 1]
