"""Networks derive their shapes from the data's, whatever these are."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vae_studio.api import SpecError
from vae_studio_builtins.convolutions import plan_convolutions

SIDE = st.integers(8, 256)


def undone(sizes):
    """Return what a transposed convolution without padding makes of the output of a convolution."""
    return tuple(
        (after - 1) * stride + kernel + padding
        for after, stride, kernel, padding in zip(
            sizes.after, sizes.strides, sizes.kernel, sizes.output_padding, strict=True
        )
    )


def assert_round_trip(image, plan):
    assert plan[0].before == image
    for sizes, following in itertools.pairwise(plan):
        assert sizes.after == following.before
    for sizes in plan:
        assert undone(sizes) == sizes.before
        # Keras refuses an output padding that reaches the stride.
        assert all(0 <= padding < sizes.strides[0] for padding in sizes.output_padding)


@given(SIDE, SIDE)
def test_that_the_default_networks_fit_every_image_from_8_to_256_pixels(height, width):
    assert_round_trip((height, width), plan_convolutions((height, width), 2, 5, 2, "encoder.filters"))


@given(SIDE, SIDE, st.integers(1, 5), st.integers(1, 31), st.integers(1, 8))
def test_that_a_stack_comes_back_to_the_image_up_to_the_layer_that_finds_a_single_pixel(
    height, width, layers, kernel, stride
):
    key, fitting = "encoder.filters", 1
    plan = plan_convolutions((height, width), 1, kernel, stride, key)
    while fitting < layers and plan[-1].after != (1, 1):
        fitting += 1
        plan = plan_convolutions((height, width), fitting, kernel, stride, key)
    assert_round_trip((height, width), plan)
    if fitting < layers:
        with pytest.raises(SpecError, match=f"Use at most {fitting} layers") as caught:
            plan_convolutions((height, width), layers, kernel, stride, key)
        assert caught.value.key == key


@pytest.mark.parametrize(
    ("network", "shape"),
    [
        ("conv", (28, 20, 1)),
        ("conv", (33, 47, 3)),
        ("conv", (8, 8, 1)),
        ("conv", (256, 9, 3)),
        ("conv", (8, 256, 1)),
        ("dense", (9, 13, 3)),
    ],
)
def test_that_images_of_any_shape_pass_through_encoder_and_decoder(build_model, shape, network):
    vae = build_model(shape, encoder=network, decoder=network, settings={"encoder.latent_size": "3"})
    q = vae.encoder(np.zeros((2, *shape), np.float32))
    p = vae.decoder(q.mean())
    assert (q.batch_shape, q.event_shape) == ([2], [3])
    assert (p.batch_shape, p.event_shape) == ([2], shape)
    assert p.sample(seed=(0, 0)).shape == (2, *shape)


def test_that_tables_pass_through_the_dense_networks(build_model):
    settings = {"decoder.likelihood": "normal", "encoder.latent_size": "1"}
    vae = build_model((7,), encoder="dense", decoder="dense", settings=settings)
    p = vae.decoder(vae.encoder(np.zeros((4, 7), np.float32)).mean())
    assert (p.batch_shape, p.event_shape) == ([4], [7])


@pytest.mark.parametrize("section", ["encoder", "decoder"])
def test_that_too_many_layers_are_refused_with_the_key_at_fault(build_model, section):
    with pytest.raises(SpecError, match=r"layer 3: a 5 px kernel does not fit a 1×1 input") as caught:
        build_model((8, 8, 1), settings={f"{section}.filters": "[4, 4, 4]"})
    assert caught.value.key == f"{section}.filters"
    assert "at most 2 layers" in caught.value.remedy


@pytest.mark.parametrize(
    ("plugin", "key", "value"),
    [
        ("conv", "encoder.filters", "[]"),
        ("conv", "decoder.filters", "[8, 0]"),
        ("dense", "encoder.units", "[0]"),
        ("dense", "decoder.units", "[16, -1]"),
    ],
)
def test_that_layers_without_units_are_refused_with_the_key_at_fault(build_model, plugin, key, value):
    with pytest.raises(SpecError) as caught:
        build_model((8, 8, 1), encoder=plugin, decoder=plugin, settings={key: value})
    assert caught.value.key == key


def test_that_parameters_change_the_networks(build_model):
    settings = {
        "encoder.filters": "[4, 6, 8]",
        "encoder.kernel": "3",
        "encoder.stride": "1",
        "encoder.activation": "relu",
        "decoder.dense": "10",
    }
    vae = build_model((16, 16, 1), settings=settings)
    layers = vae.encoder.trunk.layers
    assert [layer.output_shape[1:] for layer in layers[:3]] == [(14, 14, 4), (12, 12, 6), (10, 10, 8)]
    assert {layer.activation.__name__ for layer in layers[:3]} == {"relu"}
    assert vae.decoder.trunk.layers[0].units == 10
