"""PyTorch as it runs by itself."""

from __future__ import annotations

from vae_studio_bench.throughput.peers.torch_training import TorchTraining

TRAINER = TorchTraining
