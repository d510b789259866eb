"""The networks as PyTorch's documentation writes them.

The weights start as Keras' do, from Glorot's uniform distribution, so that the figures after a few
hundred steps can be compared.
"""

from __future__ import annotations

from torch import nn

LATENT_SIZES = {"conv28": 2, "mlp": 32, "conv64": 128}


def make_encoder(network: str) -> nn.Sequential:
    """Return x ``[B, C, H, W]`` → loc and logarithm of the scale of q(z|x), ``[B, 2 * latent_size]``."""
    return _ENCODERS[network](LATENT_SIZES[network]).apply(_start_as_keras_does)


def make_decoder(network: str) -> nn.Sequential:
    """Return z ``[B, latent_size]`` → logits of p(x|z), ``[B, C, H, W]``."""
    return _DECODERS[network](LATENT_SIZES[network]).apply(_start_as_keras_does)


def _conv28_encoder(latent_size: int) -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(1, 8, 5, stride=2),
        nn.Tanh(),
        nn.Conv2d(8, 8, 5, stride=2),
        nn.Tanh(),
        nn.Flatten(),
        nn.Linear(128, 64),
        nn.Tanh(),
        nn.Linear(64, 2 * latent_size),
    )


def _conv28_decoder(latent_size: int) -> nn.Sequential:
    return nn.Sequential(
        nn.Linear(latent_size, 64),
        nn.Tanh(),
        nn.Linear(64, 128),
        nn.Tanh(),
        nn.Unflatten(1, (8, 4, 4)),
        nn.ConvTranspose2d(8, 8, 5, stride=2, output_padding=1),
        nn.Tanh(),
        nn.ConvTranspose2d(8, 8, 5, stride=2, output_padding=1),
        nn.Tanh(),
        nn.Conv2d(8, 1, 3, padding="same"),
    )


def _mlp_encoder(latent_size: int) -> nn.Sequential:
    return nn.Sequential(
        nn.Flatten(),
        nn.Linear(784, 512),
        nn.ReLU(),
        nn.Linear(512, 256),
        nn.ReLU(),
        nn.Linear(256, 2 * latent_size),
    )


def _mlp_decoder(latent_size: int) -> nn.Sequential:
    return nn.Sequential(
        nn.Linear(latent_size, 256),
        nn.ReLU(),
        nn.Linear(256, 512),
        nn.ReLU(),
        nn.Linear(512, 784),
        nn.Unflatten(1, (1, 28, 28)),
    )


def _conv64_encoder(latent_size: int) -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(3, 32, 4, stride=2),
        nn.ReLU(),
        nn.Conv2d(32, 64, 4, stride=2),
        nn.ReLU(),
        nn.Conv2d(64, 128, 4, stride=2),
        nn.ReLU(),
        nn.Conv2d(128, 256, 4, stride=2),
        nn.ReLU(),
        nn.Flatten(),
        nn.Linear(1024, 256),
        nn.ReLU(),
        nn.Linear(256, 2 * latent_size),
    )


def _conv64_decoder(latent_size: int) -> nn.Sequential:
    return nn.Sequential(
        nn.Linear(latent_size, 256),
        nn.ReLU(),
        nn.Linear(256, 1024),
        nn.ReLU(),
        nn.Unflatten(1, (256, 2, 2)),
        nn.ConvTranspose2d(256, 256, 4, stride=2),
        nn.ReLU(),
        nn.ConvTranspose2d(256, 128, 4, stride=2),
        nn.ReLU(),
        nn.ConvTranspose2d(128, 64, 4, stride=2, output_padding=1),
        nn.ReLU(),
        nn.ConvTranspose2d(64, 32, 4, stride=2),
        nn.ReLU(),
        nn.Conv2d(32, 3, 3, padding="same"),
    )


_ENCODERS = {"conv28": _conv28_encoder, "mlp": _mlp_encoder, "conv64": _conv64_encoder}
_DECODERS = {"conv28": _conv28_decoder, "mlp": _mlp_decoder, "conv64": _conv64_decoder}


def _start_as_keras_does(module: nn.Module) -> None:
    if isinstance(module, nn.Conv2d | nn.ConvTranspose2d | nn.Linear):
        nn.init.xavier_uniform_(module.weight)
        nn.init.zeros_(module.bias)
