"""PyTorch as it runs by itself."""

from peers.torch_network import TorchTraining


class TorchEager(TorchTraining):
    """See :class:`peers.trainer.Trainer`."""

    def __init__(self, images, batch_size, learning_rate, seed):
        super().__init__(images, batch_size, learning_rate, seed, prepare=lambda vae: vae)


TRAINER = TorchEager
