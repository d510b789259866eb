"""The training as PyTorch's documentation and its VAE example write it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F
from torch.utils.data import DataLoader, TensorDataset

from vae_studio_bench.throughput.models import Model
from vae_studio_bench.throughput.peers.torch_networks import make_decoder, make_encoder
from vae_studio_bench.throughput.turns import CountedTurn, TimedTurn


class VAE(nn.Module):
    """x ``[B, C, H, W]`` → logits of p(x|z), loc and logarithm of the scale of q(z|x)."""

    def __init__(self, network: str):
        super().__init__()
        self.encoder = make_encoder(network)
        self.decoder = make_decoder(network)

    def forward(self, x: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        loc, log_scale = self.encoder(x).chunk(2, dim=1)
        z = loc + torch.exp(log_scale) * torch.randn_like(loc)
        return self.decoder(z), loc, log_scale


def loss_function(
    logits: torch.Tensor, x: torch.Tensor, loc: torch.Tensor, log_scale: torch.Tensor
) -> torch.Tensor:
    """Return the negative ELBO, nats, mean over the batch (Kingma & Welling 2014, appendix B)."""
    reconstruction = F.binary_cross_entropy_with_logits(logits, x, reduction="sum")
    kl = -0.5 * torch.sum(1 + 2 * log_scale - loc.pow(2) - torch.exp(2 * log_scale))
    return (reconstruction + kl) / len(x)


class TorchTraining:
    """See :class:`~vae_studio_bench.throughput.trainer.Trainer`.

    `prepare` makes of the module what is called in training.
    """

    def __init__(
        self,
        images: np.ndarray,
        model: Model,
        learning_rate: float,
        seed: int,
        prepare: Callable[[nn.Module], nn.Module] = lambda vae: vae,
    ):
        torch.manual_seed(seed)
        self.vae = VAE(model.network)
        self.model = prepare(self.vae)
        self.optimizer = torch.optim.Adam(self.vae.parameters(), lr=learning_rate)
        self.loader = DataLoader(
            TensorDataset(as_float(images)), batch_size=model.batch_size, shuffle=True, drop_last=True
        )
        self._batches = self._epochs()

    @property
    def parameters(self) -> int:
        return sum(weight.numel() for weight in self.vae.parameters())

    def train(self, turn: CountedTurn | TimedTurn) -> None:
        self.vae.train()
        for (x,) in self._batches:
            self.optimizer.zero_grad(set_to_none=True)
            logits, loc, log_scale = self.model(x)
            loss = loss_function(logits, x, loc, log_scale)
            loss.backward()
            self.optimizer.step()
            if turn.over(1):
                return

    @torch.no_grad()
    def negative_elbo(self, images: np.ndarray) -> float:
        x = as_float(images)
        logits, loc, log_scale = self.vae(x)
        return float(loss_function(logits, x, loc, log_scale))

    def _epochs(self) -> Iterator[list[torch.Tensor]]:
        while True:
            yield from self.loader


def as_float(images: np.ndarray) -> torch.Tensor:
    """Return uint8 images ``[N, H, W, C]`` as float32 ``[N, C, H, W]`` between 0 and 1."""
    return torch.from_numpy(images).permute(0, 3, 1, 2).float().div(255.0).contiguous()
