"""The VAE with the same networks as an autoencoder. Imports no TensorFlow."""

from __future__ import annotations

from typing import Any

from vae_studio.api import Kind, RunSpec, describe_parameters
from vae_studio.registry.registry import Registry


def vae_twin(registry: Registry, spec: RunSpec, data_shape: tuple[int, ...]) -> RunSpec:
    """Return a spec with the networks of another, as a VAE.

    The posterior becomes a diagonal Gaussian, the likelihood Bernoulli for images (binarised anew at each
    step where they were not binarised) and for tables Normal with a scale of its own for each value, which the
    network gives, the prior N(0, I), the KL analytic. Data,
    layers, optimiser, epochs and seed stay. Parameters that a plugin does not have are left alone.

    Raises
    ------
    PluginError
        A plugin of the spec is missing.
    """
    is_image = len(data_shape) == 3
    encoder = {"posterior": "diagonal", "code_activation": "linear"}
    decoder = {"likelihood": "bernoulli" if is_image else "independent_normal", "output": "linear"}
    twin = spec.replaced("encoder", params=_with(registry, spec, Kind.ENCODER, encoder))
    twin = twin.replaced("decoder", params=_with(registry, spec, Kind.DECODER, decoder))
    twin = twin.replaced("prior", plugin="standard_normal", params={})
    twin = twin.replaced("kl", plugin="analytic", params={})
    if is_image and spec.data.binarise == "none":
        twin = twin.replaced("data", binarise="dynamic")
    return twin.model_copy(update={"name": f"{spec.name}-vae" if spec.name else ""})


def _with(registry: Registry, spec: RunSpec, kind: Kind, wanted: dict[str, Any]) -> dict[str, Any]:
    choice = spec.choice(kind)
    known = {
        parameter.name: parameter for parameter in describe_parameters(registry.get(kind, choice.plugin).params)
    }
    fitting = {name: value for name, value in wanted.items() if name in known and value in known[name].choices}
    return {**choice.params, **fitting}
