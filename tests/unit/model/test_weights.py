"""Weights have names that are the same in every process."""

import numpy as np
import tensorflow as tf
import tensorflow_probability as tfp
import tf_keras

from vae_studio.model.vae import VAE
from vae_studio.model.weights import weights_of

tfd = tfp.distributions
SHAPES = {
    "encoder/000": (64, 12),
    "encoder/001": (12,),
    "encoder/002": (12, 4),
    "encoder/003": (4,),
    "decoder/000": (2, 12),
    "decoder/001": (12,),
    "decoder/002": (12, 64),
    "decoder/003": (64,),
}


def shapes(vae):
    return {name: tuple(weight.shape) for name, weight in vae.named_weights().items()}


def test_that_names_do_not_depend_on_what_the_process_made_before(build_model):
    for _ in range(3):
        tf_keras.layers.Dense(1).build((None, 1))
    choices = {"encoder": "dense", "decoder": "dense"}
    settings = {"encoder.units": "[12]", "decoder.units": "[12]"}
    assert shapes(build_model((8, 8, 1), **choices, settings=settings)) == SHAPES


def test_that_the_order_is_right_beyond_ten_layers(build_model):
    settings = {"encoder.units": str(list(range(1, 13))), "decoder.units": "[3]"}
    vae = build_model((4,), encoder="dense", decoder="dense", settings=settings)
    kernels = [shape for name, shape in shapes(vae).items() if name.startswith("encoder") and len(shape) == 2]
    assert [rows for rows, _ in kernels] == [4, *range(1, 13)]


def test_that_modules_are_walked_in_the_order_of_their_attributes_names():
    class Part(tf.Module):
        def __init__(self):
            super().__init__()
            self.b = [tf.Variable(2.0), tf.Variable(3.0)]
            self.a = tf.Variable(1.0)
            self.c = {"y": tf.Variable(5.0), "x": tf.Variable(4.0)}

    assert [float(weight) for weight in weights_of(Part())] == [1, 2, 3, 4, 5]


def test_that_a_trainable_prior_s_variables_are_listed_once():
    loc, scale = tf.Variable([1.0, 2.0]), tfp.util.TransformedVariable([1.0, 1.0], tfp.bijectors.Softplus())
    prior = tfd.MultivariateNormalDiag(loc, scale)
    assert [id(weight) for weight in weights_of(prior)] == [id(loc), id(scale.trainable_variables[0])]


def test_that_a_variable_that_two_parts_share_belongs_to_the_first(small_model):
    shared = small_model.encoder.trunk.layers[-1].bias

    class Prior(tf.Module):
        def __init__(self):
            super().__init__()
            self.encoders = shared
            self.own = tf.Variable([0.0])

    vae = VAE(
        small_model.encoder, small_model.decoder, Prior(), small_model.kl, data_shape=(8, 8, 1), latent_size=2
    )
    assert [name for name in vae.named_weights() if name.startswith("prior")] == ["prior/001"]
    assert vae.parameter_count() == small_model.parameter_count() + 1


def test_that_variables_that_do_not_train_are_weights_and_no_parameters():
    part = tf.Module()
    part.moving, part.trained = tf.Variable(np.zeros(3), trainable=False), tf.Variable(np.zeros(4))
    vae = VAE(part, None, None, None, data_shape=(1,), latent_size=1)
    assert len(vae.named_weights()) == 2
    assert vae.parameter_count() == 4
