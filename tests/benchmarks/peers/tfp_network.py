"""The reference model as TFP's tutorials write it: Keras models that end in distributions."""

import tensorflow as tf
import tensorflow_probability as tfp
import tf_keras as tfk

tfd = tfp.distributions
tfpl = tfp.layers
tfkl = tfk.layers

LATENT_SIZE = 2
DATA_SHAPE = (28, 28, 1)


def make_prior():
    """Return p(z), a standard normal."""
    return tfd.MultivariateNormalDiag(loc=tf.zeros(LATENT_SIZE))


def make_encoder(*after):
    """Return the encoder, x ``[B, 28, 28, 1]`` → q(z|x), followed by other layers."""
    return tfk.Sequential(
        [
            tfkl.InputLayer(input_shape=DATA_SHAPE),
            tfkl.Conv2D(8, 5, strides=2, activation="tanh"),
            tfkl.Conv2D(8, 5, strides=2, activation="tanh"),
            tfkl.Flatten(),
            tfkl.Dense(64, activation="tanh"),
            tfkl.Dense(2 * LATENT_SIZE),
            tfpl.DistributionLambda(
                lambda t: tfd.MultivariateNormalDiag(
                    loc=t[..., :LATENT_SIZE], scale_diag=tf.exp(t[..., LATENT_SIZE:])
                )
            ),
            *after,
        ]
    )


def make_decoder():
    """Return the decoder, z ``[B, 2]`` → p(x|z)."""
    return tfk.Sequential(
        [
            tfkl.InputLayer(input_shape=[LATENT_SIZE]),
            tfkl.Dense(64, activation="tanh"),
            tfkl.Dense(128, activation="tanh"),
            tfkl.Reshape([4, 4, 8]),
            tfkl.Conv2DTranspose(8, 5, strides=2, output_padding=1, activation="tanh"),
            tfkl.Conv2DTranspose(8, 5, strides=2, output_padding=1, activation="tanh"),
            tfkl.Conv2D(1, 3, padding="same"),
            tfkl.Flatten(),
            tfpl.IndependentBernoulli(DATA_SHAPE, tfd.Bernoulli.logits),
        ]
    )


def as_float(images):
    """Return uint8 images as float32 between 0 and 1."""
    return images.astype("float32") / 255.0


def count_parameters(*models) -> int:
    """Return how many numbers training changes."""
    return sum(int(tf.size(weight)) for model in models for weight in model.trainable_weights)


def negative_elbo(encoder, decoder, prior, x):
    """Return -log p(x|z) + KL(q ‖ p) of each example, nats ``[B]``, for one draw of z."""
    q = encoder(x)
    return tfd.kl_divergence(q, prior) - decoder(q.sample()).log_prob(x)
