"""From a spec to a live model, importing TensorFlow on first use alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vae_studio.api import RunSpec
from vae_studio.data.dataset import Dataset
from vae_studio.registry.registry import Registry
from vae_studio.training.importing import import_tensorflow

if TYPE_CHECKING:
    from vae_studio.model.vae import VAE


def build_model(
    registry: Registry, spec: RunSpec, data_shape: tuple[int, ...], training_examples: int | None = None
) -> VAE:
    """Return the model of a spec at its initial weights; see :func:`~vae_studio.session.assembly.assemble`."""
    import_tensorflow()
    from vae_studio.session.assembly import assemble

    return assemble(registry, spec, data_shape, training_examples)


def model_warnings(vae: VAE, dataset: Dataset, spec: RunSpec) -> tuple[str, ...]:
    """Return what the user should know of a model on a dataset before it is trained.

    Raises
    ------
    SpecError
        The likelihood cannot be the distribution of these values.
    """
    from vae_studio.session.assembly import suitability_warnings

    return suitability_warnings(vae, dataset, spec)
