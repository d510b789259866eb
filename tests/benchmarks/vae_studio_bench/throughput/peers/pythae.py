"""pythae's own trainer and VAE with the same networks, given to it as its documentation says.

Its ``train`` runs whole trainings and cannot wait in between; what is called here is its epoch,
``train_step``, which a callback of pythae's ends with the turn. Checkpoints are off, which is its
default, and the progress bar through tqdm's own variable.
"""

from __future__ import annotations

import os
import tempfile
from typing import Any

os.environ["TQDM_DISABLE"] = "1"

import numpy as np
import torch
from pythae.data.datasets import BaseDataset, DatasetOutput
from pythae.models import VAE, VAEConfig
from pythae.models.base.base_utils import ModelOutput
from pythae.models.nn import BaseDecoder, BaseEncoder
from pythae.trainers import BaseTrainer, BaseTrainerConfig
from pythae.trainers.training_callbacks import TrainingCallback

from vae_studio_bench.throughput.models import Model
from vae_studio_bench.throughput.peers.torch_networks import LATENT_SIZES, make_decoder, make_encoder
from vae_studio_bench.throughput.peers.torch_training import as_float
from vae_studio_bench.throughput.turns import CountedTurn, TimedTurn


class Encoder(BaseEncoder):
    """x → loc and logarithm of the variance of q(z|x)."""

    def __init__(self, network: str):
        super().__init__()
        self.layers = make_encoder(network)

    def forward(self, x: torch.Tensor) -> ModelOutput:
        loc, log_scale = self.layers(x).chunk(2, dim=1)
        return ModelOutput(embedding=loc, log_covariance=2 * log_scale)


class Decoder(BaseDecoder):
    """z → probabilities of p(x|z)."""

    def __init__(self, network: str):
        super().__init__()
        self.layers = make_decoder(network)

    def forward(self, z: torch.Tensor) -> ModelOutput:
        return ModelOutput(reconstruction=torch.sigmoid(self.layers(z)))


class TurnOver(Exception):
    """The turn ended in the middle of an epoch."""


class EndWithTurn(TrainingCallback):
    """Ends the epoch with the turn."""

    turn: CountedTurn | TimedTurn

    def on_train_step_end(self, training_config: Any, **kwargs: Any) -> None:
        if self.turn.over(1):
            raise TurnOver


class Pythae:
    """See :class:`~vae_studio_bench.throughput.trainer.Trainer`."""

    def __init__(self, images: np.ndarray, model: Model, learning_rate: float, seed: int):
        torch.manual_seed(seed)
        height, width, channels = images.shape[1:]
        shape, latent_size = (channels, height, width), LATENT_SIZES[model.network]
        self.vae = VAE(
            VAEConfig(input_dim=shape, latent_dim=latent_size, reconstruction_loss="bce"),
            encoder=Encoder(model.network),
            decoder=Decoder(model.network),
        )
        whole = as_float(images[: len(images) // model.batch_size * model.batch_size])
        self._ending = EndWithTurn()
        self._folder = tempfile.TemporaryDirectory()
        self.trainer = BaseTrainer(
            self.vae,
            BaseDataset(whole, torch.zeros(len(whole))),
            training_config=BaseTrainerConfig(
                output_dir=self._folder.name,
                per_device_train_batch_size=model.batch_size,
                learning_rate=learning_rate,
                seed=seed,
                no_cuda=True,
            ),
            callbacks=[self._ending],
        )
        self.trainer.prepare_training()

    @property
    def parameters(self) -> int:
        return sum(weight.numel() for weight in self.vae.parameters())

    def train(self, turn: CountedTurn | TimedTurn) -> None:
        self._ending.turn = turn
        try:
            while True:
                self.trainer.train_step(epoch=1)
        except TurnOver:
            return

    @torch.no_grad()
    def negative_elbo(self, images: np.ndarray) -> float:
        return float(self.vae(DatasetOutput(data=as_float(images))).loss)

    def close(self) -> None:
        """Remove the folder that pythae wants."""
        self._folder.cleanup()


TRAINER = Pythae
