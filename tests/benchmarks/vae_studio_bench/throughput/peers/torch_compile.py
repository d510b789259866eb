"""PyTorch with the model through ``torch.compile``."""

from __future__ import annotations

from functools import partial

import torch

from vae_studio_bench.throughput.peers.torch_training import TorchTraining

TRAINER = partial(TorchTraining, prepare=torch.compile)
