"""PyTorch with the model through ``torch.compile``."""

import torch
from peers.torch_network import TorchTraining


class TorchCompile(TorchTraining):
    """See :class:`peers.trainer.Trainer`."""

    def __init__(self, images, batch_size, learning_rate, seed):
        super().__init__(images, batch_size, learning_rate, seed, prepare=torch.compile)


TRAINER = TorchCompile
