"""The KL strategy that is TFP's ``KLDivergenceAddLoss``."""

from __future__ import annotations

from vae_studio.api import API_VERSION, Kind, PluginSpec, parameter
from vae_studio_builtins.tfp_kl_params import AXIS_HELP, ReduceAxis, TfpKLParams


class AddLossParams(TfpKLParams):
    """Parameters of ``KLDivergenceAddLoss``."""

    test_points_reduce_axis: ReduceAxis = parameter("None", AXIS_HELP, label="Reduce axis")


PLUGIN = PluginSpec(
    kind=Kind.KL_STRATEGY,
    name="tfp_add_loss",
    label="KLDivergenceAddLoss",
    summary="TensorFlow Probability's layer that adds the KL of the posterior to the loss.",
    params=AddLossParams,
    build="vae_studio_builtins.tfp_kl:build_add_loss",
    script="vae_studio_builtins.scripts_tfp_kl:add_loss",
    api_version=API_VERSION,
    reference="Dillon et al. 2017",
)
