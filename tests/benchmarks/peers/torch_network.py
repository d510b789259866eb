"""The reference model and its training as PyTorch's documentation writes them.

The weights start as Keras' do, from Glorot's uniform distribution, so that the figures after a few
hundred steps can be compared.
"""

import torch
from torch import nn
from torch.nn import functional as F
from torch.utils.data import DataLoader, TensorDataset

LATENT_SIZE = 2


class VAE(nn.Module):
    """x ``[B, 1, 28, 28]`` → logits of p(x|z), loc and logarithm of the scale of q(z|x)."""

    def __init__(self):
        super().__init__()
        self.encoder = nn.Sequential(
            nn.Conv2d(1, 8, 5, stride=2),
            nn.Tanh(),
            nn.Conv2d(8, 8, 5, stride=2),
            nn.Tanh(),
            nn.Flatten(),
            nn.Linear(128, 64),
            nn.Tanh(),
            nn.Linear(64, 2 * LATENT_SIZE),
        )
        self.decoder = nn.Sequential(
            nn.Linear(LATENT_SIZE, 64),
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
        self.apply(_start_as_keras_does)

    def forward(self, x):
        loc, log_scale = self.encoder(x).chunk(2, dim=1)
        z = loc + torch.exp(log_scale) * torch.randn_like(loc)
        return self.decoder(z), loc, log_scale


def loss_function(logits, x, loc, log_scale):
    """Return the negative ELBO, nats, mean over the batch (Kingma & Welling 2014, appendix B)."""
    reconstruction = F.binary_cross_entropy_with_logits(logits, x, reduction="sum")
    kl = -0.5 * torch.sum(1 + 2 * log_scale - loc.pow(2) - torch.exp(2 * log_scale))
    return (reconstruction + kl) / len(x)


class TorchTraining:
    """See :class:`peers.trainer.Trainer`; `prepare` makes of the module what is called in training."""

    def __init__(self, images, batch_size, learning_rate, seed, prepare):
        torch.manual_seed(seed)
        self.vae = VAE()
        self.model = prepare(self.vae)
        self.optimizer = torch.optim.Adam(self.vae.parameters(), lr=learning_rate)
        self.loader = DataLoader(
            TensorDataset(as_float(images)), batch_size=batch_size, shuffle=True, drop_last=True
        )
        self._batches = self._epochs()

    @property
    def parameters(self):
        return sum(weight.numel() for weight in self.vae.parameters())

    def train(self, turn):
        self.vae.train()
        for (x,) in self._batches:
            self.optimizer.zero_grad()
            loss = loss_function(*_with_target(self.model(x), x))
            loss.backward()
            self.optimizer.step()
            if turn.over(1):
                return

    @torch.no_grad()
    def negative_elbo(self, images):
        x = as_float(images)
        return float(loss_function(*_with_target(self.vae(x), x)))

    def _epochs(self):
        while True:
            yield from self.loader


def as_float(images):
    """Return uint8 images ``[N, H, W, C]`` as float32 ``[N, C, H, W]`` between 0 and 1."""
    return torch.from_numpy(images).permute(0, 3, 1, 2).float().div(255.0).contiguous()


def _with_target(outputs, x):
    logits, loc, log_scale = outputs
    return logits, x, loc, log_scale


def _start_as_keras_does(module):
    if isinstance(module, nn.Conv2d | nn.ConvTranspose2d | nn.Linear):
        nn.init.xavier_uniform_(module.weight)
        nn.init.zeros_(module.bias)
