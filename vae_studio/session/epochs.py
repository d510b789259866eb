"""Looking back at the epochs of a run: a second model that takes the weights of any of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vae_studio.runs.epoch_weights import load_epoch_weights
from vae_studio.session.model_building import build_model

if TYPE_CHECKING:
    from vae_studio.registry.registry import Registry
    from vae_studio.session.run import Run


class EpochTwin:
    """A model like that of a run, built on first use, whose weights are those of one epoch at a time.

    It shares nothing with the model in training but the shape, so that looking back disturbs no training.

    Parameters
    ----------
    run
        The run; its folder holds the weights.
    registry
        Where its plugins are.
    """

    def __init__(self, run: Run, registry: Registry) -> None:
        self._run = run
        self._registry = registry
        self._twin: Run | None = None

    def at(self, epoch: int) -> Run:
        """Return the twin with the weights after an epoch; it is the same object each time.

        Raises
        ------
        RunError
            The weights were not kept, or their file is damaged.
        """
        from vae_studio.training.state import restore_weights

        folder = self._run.folder
        assert folder is not None, "only a run with a folder has epochs to look back at"
        twin = self._twin
        if twin is not None and twin.complete_epochs == epoch and twin.folder is folder:
            return twin
        weights = load_epoch_weights(folder.path, epoch)
        twin = self._twin = twin or self._built()
        restore_weights(twin.model, weights)
        twin.folder, twin.complete_epochs = folder, epoch
        return twin

    def _built(self) -> Run:
        from vae_studio.session.run import Run

        run = self._run
        trained_on = None if run.folder is None else run.folder.manifest.dataset
        examples = None if trained_on is None else trained_on.counts.get("train")
        vae = build_model(self._registry, run.spec, run.data_shape, examples)
        return Run(vae, run.spec, registry=self._registry, dataset=lambda: run.dataset)
