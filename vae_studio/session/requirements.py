"""What can be said of a spec before anything is built. Imports no TensorFlow."""

from __future__ import annotations

from vae_studio.api import Kind, PluginSpec, RunSpec, SpecError, TrainingSpec
from vae_studio.registry.registry import Registry
from vae_studio.training.cluster import cluster_of


def check_spec(registry: Registry, spec: RunSpec, data_shape: tuple[int, ...] | None) -> None:
    """Validate every parameter, and each plugin's needs against the data and the latent size.

    Parameters
    ----------
    registry
        Where the plugins are.
    spec
        What is asked for.
    data_shape
        Shape of one example, or None while it is not known.

    Raises
    ------
    SpecError
        Naming the key at fault and the remedy.
    PluginError
        A plugin is missing or broken.
    """
    for kind in Kind:
        registry.validate(kind, spec.choice(kind))
        plugin = registry.get(kind, spec.choice(kind).plugin)
        _check_latent_size(plugin, spec.encoder.latent_size)
        if data_shape is not None:
            _check_data(registry, plugin, data_shape)
    check_distribution(spec.training)
    check_arithmetic(spec.training)


def check_distribution(training: TrainingSpec) -> None:
    """Refuse what several devices or machines cannot do, and machines that nobody names.

    Raises
    ------
    SpecError
        Naming the key at fault and the remedy.
    """
    spread = training.distribute != "none"
    if training.loop == "keras" and (spread or training.device == "all"):
        raise SpecError("Keras' loop trains on one device", "training.loop", "Choose 'studio'.")
    if spread and training.device.startswith("gpu:"):
        raise SpecError(
            f"{training.device!r} is one device, and training.distribute is {training.distribute!r}",
            "training.device",
            "Choose 'auto', and name the GPUs to be used in the variable CUDA_VISIBLE_DEVICES.",
        )
    cluster_of(training)


def check_arithmetic(training: TrainingSpec) -> None:
    """Refuse what Keras' loop cannot do: it neither scales the loss for float16 nor is compiled by XLA here.

    Raises
    ------
    SpecError
        Naming the key at fault and the remedy.
    """
    if training.loop == "keras" and training.precision == "mixed_float16":
        remedy = "Choose 'mixed_bfloat16', or training.loop 'studio'."
        raise SpecError("needs a scaled loss, which Keras' loop has not", "training.precision", remedy)
    if training.loop == "keras" and training.xla:
        raise SpecError(
            "is for the studio's own loop", "training.xla", "Turn it off, or set training.loop 'studio'."
        )


def _check_latent_size(plugin: PluginSpec, latent_size: int) -> None:
    needs = plugin.needs
    if latent_size < needs.smallest_latent or latent_size > (needs.largest_latent or latent_size):
        upper = f" to {needs.largest_latent}" if needs.largest_latent else " or more"
        raise SpecError(
            f"{plugin.kind.label} {plugin.name!r} works with {needs.smallest_latent}{upper} latent dimensions, "
            f"not {latent_size}",
            "encoder.latent_size",
            f"Change it, or choose another {plugin.kind.label}.",
        )


def _check_data(registry: Registry, plugin: PluginSpec, data_shape: tuple[int, ...]) -> None:
    data = "image" if len(data_shape) == 3 else "table"
    if data in plugin.needs.data:
        return
    others = [other.name for other in registry.available(plugin.kind) if data in other.needs.data]
    preset = ", or start from the preset table-vae" if data == "table" else ""
    remedy = (
        f"Choose {' or '.join(map(repr, others))}{preset}."
        if others
        else f"Choose a dataset of {plugin.needs.data[0]}s."
    )
    accepted = " or ".join(f"{kind}s" for kind in plugin.needs.data)
    raise SpecError(
        f"{plugin.kind.label} {plugin.name!r} works on {accepted}, and this dataset is "
        f"{'a table' if data == 'table' else 'made of images'}",
        f"{plugin.kind.section}.plugin",
        remedy,
    )
