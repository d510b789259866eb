"""From a spec to a live model. Imports TensorFlow, and is therefore imported on first use."""

from __future__ import annotations

from vae_studio.api import BuildContext, Kind, RunSpec, SpecError
from vae_studio.data.dataset import Dataset
from vae_studio.data.parts import parts_of
from vae_studio.model.composition import BrokenPartError, Part, compose
from vae_studio.model.pixels import Pixels
from vae_studio.model.suitability import check_likelihood
from vae_studio.model.vae import VAE
from vae_studio.registry.registry import Registry
from vae_studio.training.devices import nearest_device, placed
from vae_studio.training.precision import FLOAT32, layers_in


def assemble(
    registry: Registry, spec: RunSpec, data_shape: tuple[int, ...], training_examples: int | None = None
) -> VAE:
    """Return the model of a spec for examples of one shape, at its initial weights.

    Where there are fewer training examples than a batch holds, they are the batch.

    Raises
    ------
    SpecError
        A parameter or a combination that cannot be.
    PluginError
        A plugin is missing, or broke when it was built; the registry then knows it as broken.
    """
    parts = {}
    for kind in Kind:
        choice = spec.choice(kind)
        parts[kind] = Part(
            registry.get(kind, choice.plugin),
            registry.validate(kind, choice),
            registry.builder(kind, choice.plugin),
        )
    batch_size = spec.training.batch_size
    if training_examples is not None:
        batch_size = min(batch_size, max(1, training_examples))
    context = BuildContext(data_shape, spec.encoder.latent_size, spec.training.seed, batch_size)
    try:
        with placed(nearest_device(spec.training)), layers_in(spec.training.precision):
            return compose(parts, context)
    except BrokenPartError as error:
        if spec.training.precision != FLOAT32:
            remedy = "Choose 'float32': it may not know of layers that compute in 16 bits."
            raise SpecError(error.message, "training.precision", remedy) from error
        registry.mark_broken(error.kind, error.plugin, error.message, error.details)
        raise


def suitability_warnings(vae: VAE, dataset: Dataset, spec: RunSpec) -> tuple[str, ...]:
    """Return what the user should know of a model on a dataset before it is trained.

    Raises
    ------
    SpecError
        The likelihood cannot be the distribution of these values.
    """
    warning = check_likelihood(vae, parts_of(dataset.examples), Pixels.of(spec.data, dataset.data_shape))
    return tuple(words for words in (warning, vae.caution) if words)
